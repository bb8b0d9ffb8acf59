//! The connection that a call came in on: it can be cut, and the process at its other end can be killed.

use std::net::{Shutdown, SocketAddr, TcpStream};
use std::os::fd::AsFd;
use std::process::Command;
use std::sync::Arc;
use std::{fs, io, process};

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use thiserror::Error;
use tokio::net::TcpListener;

/// Both ends of a connection, and our own in the hand.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    caller: SocketAddr,
    ours: Option<SocketAddr>,
    line: Option<Arc<TcpStream>>,
}

impl Connected<IncomingStream<'_, TcpListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        let line = stream.io().as_fd().try_clone_to_owned();
        Self {
            caller: *stream.remote_addr(),
            ours: stream.io().local_addr().ok(),
            line: line.ok().map(|line| Arc::new(TcpStream::from(line))),
        }
    }
}

/// Why a caller was not killed.
#[derive(Debug, Error)]
pub(super) enum KillError {
    /// The tables of the kernel can't be read.
    #[error("can't look for the process behind {caller}: {source}; killing callers needs Linux's /proc")]
    NoTables { caller: SocketAddr, source: io::Error },
    /// Nobody holds the other end, or only this very process does.
    #[error("no other process holds the connection from {caller}: call from a process of its own")]
    NobodyElse { caller: SocketAddr },
    /// The `kill` program failed.
    #[error("`kill -9 {process}` failed: {why}")]
    Kill { process: u32, why: String },
}

impl Connection {
    /// Drops the connection without an answer. The server sees the end of the stream and drops the call with it.
    pub(super) fn cut(&self) {
        if let Some(line) = &self.line {
            // Fails only when the caller has gone already, which is what is wanted.
            let _ = line.shutdown(Shutdown::Both);
        }
    }

    /// Kills the processes that hold the caller's end, and tells which.
    pub(super) fn kill_caller(&self) -> Result<Vec<u32>, KillError> {
        let caller = self.caller;
        let no_tables = |source| KillError::NoTables { caller, source };
        let inode = self.inode_of_caller().map_err(no_tables)?;
        let inode = inode.ok_or(KillError::NobodyElse { caller })?;
        let mut holders = holders(&format!("socket:[{inode}]")).map_err(no_tables)?;
        holders.retain(|&holder| holder != process::id());
        if holders.is_empty() {
            return Err(KillError::NobodyElse { caller });
        }
        for &process in &holders {
            let failed = |why: String| KillError::Kill { process, why };
            let status = Command::new("kill").args(["-9", &process.to_string()]).status();
            let status = status.map_err(|error| failed(error.to_string()))?;
            if !status.success() {
                return Err(failed(status.to_string()));
            }
        }
        Ok(holders)
    }

    /// The inode of the socket at the caller's end. A caller may hold it as IPv4 or as IPv4 within IPv6.
    fn inode_of_caller(&self) -> io::Result<Option<String>> {
        let (SocketAddr::V4(caller), Some(SocketAddr::V4(ours))) = (self.caller, self.ours) else {
            return Ok(None);
        };
        // The kernel prints an address as numbers in the byte order of the machine.
        let plain =
            |end: std::net::SocketAddrV4| format!("{:08X}:{:04X}", u32::from_ne_bytes(end.ip().octets()), end.port());
        let mapped_prefix = format!("{:016X}{:08X}", 0, u32::from_ne_bytes([0, 0, 0xff, 0xff]));
        let tcp = fs::read_to_string("/proc/net/tcp")?;
        // Not there on a machine without IPv6.
        let tcp6 = fs::read_to_string("/proc/net/tcp6").unwrap_or_default();
        for (table, prefix) in [(tcp, ""), (tcp6, mapped_prefix.as_str())] {
            let (local, remote) = (format!("{prefix}{}", plain(caller)), format!("{prefix}{}", plain(ours)));
            let inode = table.lines().find_map(|row| {
                let columns: Vec<&str> = row.split_whitespace().collect();
                let ours = columns.get(1) == Some(&local.as_str()) && columns.get(2) == Some(&remote.as_str());
                ours.then(|| columns.get(9).map(|&inode| inode.to_owned())).flatten()
            });
            if inode.as_deref().is_some_and(|inode| inode != "0") {
                return Ok(inode);
            }
        }
        Ok(None)
    }
}

/// The processes with an open file that is `wanted`. Processes of other users, which can't be read, are passed over.
fn holders(wanted: &str) -> io::Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(entry) = entry else { continue };
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(files) = fs::read_dir(entry.path().join("fd")) else {
            continue;
        };
        let holds =
            files.flatten().any(|file| fs::read_link(file.path()).is_ok_and(|target| target.to_str() == Some(wanted)));
        if holds {
            found.push(process);
        }
    }
    Ok(found)
}
