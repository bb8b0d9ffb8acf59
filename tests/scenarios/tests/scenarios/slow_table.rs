//! A worker that stands still between saving an intent and sending it: the answer to the saving comes late, as on a bad day
//! of the network, or when the environment was frozen.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use aws_sdk_lambda::types::{Environment, LastUpdateStatus};
use sandbox::stack::{Deployment, Function};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Stands in every transaction that saves an intent, and in no other request.
const INTENT: &[u8] = b"intent_opened";

/// Stands between the export and its tables until it is dropped.
pub struct SlowTable(JoinHandle<()>);

struct Slow {
    left: AtomicU32,
    by: Duration,
}

impl SlowTable {
    /// Lets the answers to the first `intents` intents come late by `by`: they are saved at once, and told late.
    pub async fn before(deployment: &Deployment, intents: u32, by: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let table = deployment.endpoint.trim_start_matches("http://").to_owned();
        let slow = Arc::new(Slow { left: AtomicU32::new(intents), by });
        let task = tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                tokio::spawn(connect(caller, table.clone(), Arc::clone(&slow)));
            }
        });
        point_export_at(deployment, &format!("http://{address}")).await;
        Self(task)
    }
}

impl Drop for SlowTable {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sets the address of the export's tables, and waits until it holds.
async fn point_export_at(deployment: &Deployment, address: &str) {
    let client = aws_sdk_lambda::Client::new(deployment.sdk());
    let name = deployment.function(Function::OrderExport);
    let before = client.get_function_configuration().function_name(name).send().await.unwrap();
    let mut variables = before.environment.unwrap().variables.unwrap();
    variables.insert("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), address.to_owned());
    let environment = Environment::builder().set_variables(Some(variables)).build();
    client.update_function_configuration().function_name(name).environment(environment).send().await.unwrap();
    loop {
        let now = client.get_function_configuration().function_name(name).send().await.unwrap();
        if now.last_update_status == Some(LastUpdateStatus::Successful) {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
}

async fn connect(caller: TcpStream, table: String, slow: Arc<Slow>) {
    let Ok(upstream) = TcpStream::connect(table).await else { return };
    let (from_caller, to_caller) = caller.into_split();
    let (from_table, to_table) = upstream.into_split();
    let is_intent = Arc::new(AtomicBool::new(false));
    tokio::join!(requests(from_caller, to_table, &is_intent), answers(from_table, to_caller, &is_intent, &slow));
}

async fn requests(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, is_intent: &AtomicBool) {
    let mut seen = Vec::new();
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut chunk).await {
        // The word may be cut in two by the chunks.
        seen.extend_from_slice(&chunk[..read]);
        if seen.windows(INTENT.len()).any(|window| window == INTENT) {
            is_intent.store(true, Ordering::SeqCst);
            seen.clear();
        }
        seen.drain(..seen.len().saturating_sub(INTENT.len()));
        if to.write_all(&chunk[..read]).await.is_err() {
            return;
        }
    }
}

async fn answers(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, is_intent: &AtomicBool, slow: &Slow) {
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut chunk).await {
        let take = |left: u32| left.checked_sub(1);
        // An intent that another worker forestalled is refused, and that is told at once.
        if is_intent.swap(false, Ordering::SeqCst)
            && chunk.starts_with(b"HTTP/1.1 200")
            && slow.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok()
        {
            sleep(slow.by).await;
        }
        if to.write_all(&chunk[..read]).await.is_err() {
            return;
        }
    }
}
