//! Runs a command.

use std::path::Path;
use std::process::ExitCode;

use domain::mapping::{CodeKey, MappingKind, MappingTarget};
use domain::step::Lane;
use driver::ports::TableError;
use platform::{clock, settings};

use crate::arguments::{Arguments, Command, Exceptions, FeedCommand, LaneCommand, Mappings, Order};
use crate::deployment::{DeploymentError, tables};
use crate::exceptions::list_open;
use crate::feeds::list_feeds;
use crate::lanes;
use crate::mapping_compare::compare;
use crate::mapping_fields::{Fields, source_fault, target};
use crate::mapping_files::{FolderError, read};
use crate::mapping_load::load;
use crate::mapping_put::{PutError, put};
use crate::mapping_report::MappingReport;
use crate::order_find::{Found, find};
use crate::order_show::{ShowError, show};
use crate::output::{progress, say};

/// How a command ended that did what it was told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// All is well.
    Fine,
    /// Something was found that a person has to see to.
    Findings,
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        Self::from(u8::from(verdict == Verdict::Findings))
    }
}

/// A command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The mapping files.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// What `put` was told makes no mapping.
    #[error("that is no {kind} mapping: {}", faults.join("; "))]
    NoMapping {
        /// Which kind.
        kind: MappingKind,
        /// What is wrong.
        faults: Vec<String>,
    },
    /// Nobody said who writes.
    #[error("say who you are with --author: the environment has no USER")]
    NoAuthor,
    /// Where the tables are.
    #[error(transparent)]
    Deployment(#[from] DeploymentError),
    /// A table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A mapping.
    #[error(transparent)]
    Put(#[from] PutError),
    /// An order.
    #[error(transparent)]
    Show(#[from] ShowError),
    /// There is no such order.
    #[error("no order has the id, name or sales order number `{0}`, or one that begins so")]
    NoOrder(String),
}

impl Failure {
    /// The program's exit code, as its help tells.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoOrder(_) | Self::Put(PutError::Overtaken(_)) | Self::Show(ShowError::Rows(_)) => 1,
            Self::Folder(_)
            | Self::NoMapping { .. }
            | Self::NoAuthor
            | Self::Deployment(
                DeploymentError::Unnamed(_) | DeploymentError::NoStack(_) | DeploymentError::NoOutput { .. },
            ) => 2,
            Self::Deployment(DeploymentError::Unanswered { .. })
            | Self::Table(_)
            | Self::Put(PutError::Table(_))
            | Self::Show(ShowError::Table(_)) => 3,
        }
    }
}

/// Runs the command that was given.
///
/// # Errors
/// When it cannot be done.
pub async fn run(arguments: Arguments) -> Result<Verdict, Failure> {
    let (stack, json) = (arguments.global.stack.as_deref(), arguments.global.json);
    match arguments.command {
        Command::Mappings(Mappings::Check { dir }) => check_files(&dir, stack, json).await,
        Command::Mappings(Mappings::Load { dir, author }) => {
            load_files(&dir, &author_or_user(author.author)?, stack, json).await
        }
        Command::Mappings(Mappings::Put { author, kind, source, fields }) => {
            let author = author_or_user(author.author)?;
            let target = mapping(kind, &source, fields)?;
            let tables = tables(stack).await?;
            say(&put(&tables, CodeKey::new(kind, source), target, &author, clock::now()).await?, json);
            Ok(Verdict::Fine)
        }
        Command::Exceptions(Exceptions::List { owner, kind }) => {
            let tables = tables(stack).await?;
            say(&list_open(&tables, owner, kind.as_deref(), clock::now()).await?, json);
            Ok(Verdict::Fine)
        }
        Command::Feed(FeedCommand::List) => {
            say(&list_feeds(&tables(stack).await?, clock::now()).await?, json);
            Ok(Verdict::Fine)
        }
        Command::Lane(command) => {
            let tables = tables(stack).await?;
            let shown = match command {
                LaneCommand::Show => lanes::show(&tables, Lane::Export).await?,
                LaneCommand::Pause { why } => lanes::pause(&tables, Lane::Export, &why).await?,
                LaneCommand::Live => lanes::set_live(&tables, Lane::Export).await?,
            };
            say(&shown, json);
            Ok(Verdict::Fine)
        }
        Command::Order(Order::Show { which }) => {
            let tables = tables(stack).await?;
            match find(&tables, &which).await? {
                Found::One(order) => {
                    say(&show(&tables, order, clock::now()).await?, json);
                    Ok(Verdict::Fine)
                }
                Found::Several(candidates) => {
                    say(&candidates, json);
                    Ok(Verdict::Findings)
                }
                Found::Nothing => Err(Failure::NoOrder(which)),
            }
        }
    }
}

fn author_or_user(author: Option<String>) -> Result<String, Failure> {
    author.or_else(|| settings::environment("USER")).filter(|author| !author.is_empty()).ok_or(Failure::NoAuthor)
}

fn mapping(kind: MappingKind, source: &str, fields: Vec<(String, String)>) -> Result<MappingTarget, Failure> {
    let mut faults: Vec<String> = source_fault(kind, source.trim()).into_iter().collect();
    let mut columns = Fields::new();
    for (column, value) in fields {
        if columns.insert(column.clone(), value).is_some() {
            faults.push(format!("{column}: it is given twice"));
        }
    }
    match target(kind, &columns) {
        Ok(target) if faults.is_empty() => Ok(target),
        other => {
            faults.extend(other.err().unwrap_or_default());
            Err(Failure::NoMapping { kind, faults })
        }
    }
}

async fn check_files(dir: &Path, stack: Option<&str>, json: bool) -> Result<Verdict, Failure> {
    let files = read(dir)?;
    let mut report = MappingReport::new(&files);
    if stack.is_some() {
        report.compared(&compare(&tables(stack).await?, &files.rows).await?);
    }
    say(&report, json);
    Ok(if report.is_fine() { Verdict::Fine } else { Verdict::Findings })
}

async fn load_files(dir: &Path, author: &str, stack: Option<&str>, json: bool) -> Result<Verdict, Failure> {
    let files = read(dir)?;
    let mut report = MappingReport::new(&files);
    if !report.has_errors() {
        let tables = tables(stack).await?;
        let comparison = compare(&tables, &files.rows).await?;
        let loaded = load(&tables, &comparison, author, clock::now(), progress).await?;
        report.compared(&comparison);
        report.loaded(&loaded);
    }
    say(&report, json);
    Ok(if report.is_fine() { Verdict::Fine } else { Verdict::Findings })
}
