//! The story of one order.

use std::fmt;

use domain::exception::Owner;
use domain::id::OrderId;
use domain::money::Money;
use domain::order::{Order, Standing};
use domain::part::{Part, PartState};
use domain::step::Lane;
use domain::trail::TrailEntry;
use driver::ports::{TableError, Tables};
use driver::rows::{self, RowError};
use jiff::Timestamp;
use serde::Serialize;

use crate::output::table;
use crate::trail_words::{cause, words};
use crate::words::{age, instant, list};

/// An order cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// A table failed.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Its rows cannot be read.
    #[error("the order cannot be shown: use the version of this program that is deployed")]
    Rows(#[from] RowError),
}

/// An order, for people.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Story {
    /// As of when.
    pub at: Timestamp,
    /// Shopify's id.
    pub order: OrderId,
    /// Its name, once it was read.
    pub name: Option<String>,
    /// Where it stands.
    pub standing: Standing,
    /// What it waits for, or why it is not exported.
    pub why: Vec<String>,
    /// What it comes to.
    pub total: Option<Money>,
    /// BlueCherry's numbers.
    pub sales_orders: Vec<String>,
    /// The numbers that Shopify shows.
    pub shown_in_shopify: Vec<String>,
    /// When it is looked at again, if nothing rings before.
    pub due_at: Option<Timestamp>,
    /// Its parts.
    pub parts: Vec<PartStory>,
    /// What needs a person.
    pub exceptions: Vec<OpenStory>,
    /// Everything that happened, oldest first.
    pub trail: Vec<TrailStory>,
}

/// A part of the order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PartStory {
    /// Its ordinal.
    pub part: u16,
    /// Its division.
    pub division: String,
    /// Its warehouse.
    pub warehouse: String,
    /// Its state, in a word or two.
    pub state: &'static str,
    /// What there is to say of it.
    pub detail: String,
    /// How many tries it has had.
    pub attempts: u32,
}

/// What needs a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OpenStory {
    /// Since when.
    pub since: Timestamp,
    /// Its kind.
    pub kind: &'static str,
    /// Who has to act.
    pub owner: Owner,
    /// How much money it holds up.
    pub at_stake: Option<Money>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: &'static str,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TrailStory {
    /// When.
    pub at: Timestamp,
    /// Which worker.
    pub actor: String,
    /// What made it take the order up.
    pub cause: String,
    /// What happened.
    pub what: String,
}

/// Tells an order's story.
///
/// # Errors
/// When a table fails, or the order was written by another version.
pub async fn show(tables: &impl Tables, id: OrderId, now: Timestamp) -> Result<Story, ShowError> {
    let stored = rows::read(id, Lane::Export, tables.load(id).await?)?;
    let trail = tables.trail(id).await?;
    let order = &stored.order;
    Ok(Story {
        at: now,
        order: id,
        name: order.image.as_ref().map(|image| image.name.to_string()),
        standing: order.standing(),
        why: why(order, now),
        total: order.image.as_ref().map(|image| image.total),
        sales_orders: order
            .parts
            .iter()
            .flat_map(|part| part.state.numbers())
            .map(|number| number.to_string())
            .collect(),
        shown_in_shopify: order.numbers_written.iter().map(ToString::to_string).collect(),
        due_at: stored.due_at,
        parts: order.parts.iter().map(|part| part_story(order, part)).collect(),
        exceptions: order.rest.exceptions.iter().map(open_story).collect(),
        trail: trail.iter().map(trail_story).collect(),
    })
}

fn why(order: &Order, now: Timestamp) -> Vec<String> {
    let ineligible = order.rest.ineligible.as_ref().map(|why| format!("not to be exported: {why}"));
    let put_off = order.put_off.as_ref().filter(|put_off| put_off.until > now);
    let put_off = put_off.map(|put_off| format!("nothing is sent before {}: {}", instant(put_off.until), put_off.why));
    let unread = order.unread.as_ref().map(|unread| match &unread.why {
        None => format!("since {} Shopify does not show it", instant(unread.since)),
        Some(why) => format!("since {} it cannot be read: {why}", instant(unread.since)),
    });
    let unrouted = order
        .routing_since
        .map(|since| format!("since {} Shopify has not given every unit a location", instant(since)));
    [ineligible, put_off, unread, unrouted].into_iter().flatten().collect()
}

fn part_story(order: &Order, part: &Part) -> PartStory {
    PartStory {
        part: part.ordinal,
        division: part.key.division.to_string(),
        warehouse: part.key.warehouse.to_string(),
        state: part.state.name(),
        detail: detail(&part.state),
        attempts: order.attempts(part.ordinal),
    }
}

fn detail(state: &PartState) -> String {
    match state {
        PartState::Open { not_before: None } => "nothing of it is at BlueCherry".to_owned(),
        PartState::Open { not_before: Some(at) } => format!("not sent before {}", instant(*at)),
        PartState::Sending(intent) => {
            let known = intent.import.as_ref().map_or("outcome not known yet; probed".to_owned(), |import| {
                format!("staged as import {import}; asked for")
            });
            format!("{}: {known} at {}", intent.reference(), instant(intent.probe_at))
        }
        PartState::Accepted(accepted) => format!(
            "sales order {} under {}, {} units, {} {}, since {}",
            accepted.number,
            accepted.sales_order.reference,
            accepted.sales_order.control.units,
            accepted.sales_order.control.total,
            accepted.sales_order.currency,
            instant(accepted.since)
        ),
        PartState::Differs { accepted, what } => {
            format!("sales order {} under {}: {what}", accepted.number, accepted.sales_order.reference)
        }
        PartState::Rejected { errors, .. } => list(errors.iter().map(|error| error.code.as_str())),
        PartState::FoundTwice { numbers } => format!("sales orders {}", list(numbers)),
    }
}

fn open_story(open: &domain::exception::OpenException) -> OpenStory {
    let problem = &open.exception.problem;
    OpenStory {
        since: open.since,
        kind: problem.kind(),
        owner: problem.owner(),
        at_stake: open.exception.at_stake,
        what: problem.to_string(),
        hint: problem.hint(),
    }
}

fn trail_story(entry: &TrailEntry) -> TrailStory {
    TrailStory { at: entry.at, actor: entry.actor.clone(), cause: entry.cause.0.clone(), what: words(&entry.event) }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Exported => "exported: every part is a sales order, and Shopify shows the numbers",
        Standing::Waiting => "waiting",
        Standing::Exception => "a person has to act",
        Standing::Ineligible => "not to be exported",
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Order {} (id {})", self.name.as_deref().unwrap_or("without a name yet"), self.order)?;
        writeln!(f, "  stands        {}", standing(self.standing))?;
        self.why.iter().try_for_each(|why| writeln!(f, "                {why}"))?;
        writeln!(f, "  total         {}", list(self.total))?;
        writeln!(f, "  sales orders  {}", list(&self.sales_orders))?;
        writeln!(f, "  in Shopify    {}", list(&self.shown_in_shopify))?;
        writeln!(f, "  next due      {}", self.due_at.map_or("when something rings".to_owned(), instant))?;
        if !self.parts.is_empty() {
            let mut parts = table(["part", "division", "warehouse", "state", "tries", "what"]);
            for part in &self.parts {
                let (ordinal, tries) = (part.part.to_string(), part.attempts.to_string());
                parts.add_row([&ordinal, &part.division, &part.warehouse, part.state, &tries, &part.detail]);
            }
            writeln!(f, "\n{}", parts.trim_fmt())?;
        }
        for open in &self.exceptions {
            let (age, money) = (age(open.since, self.at), list(open.at_stake));
            writeln!(f, "\n{} ({}, open for {age}, {money})\n  {}", open.kind, open.owner, open.what)?;
            writeln!(f, "  What to do: {}", open.hint)?;
        }
        let mut trail = table(["when", "who", "because of", "what"]);
        for entry in &self.trail {
            trail.add_row([&instant(entry.at), &entry.actor, cause(&entry.cause), &entry.what]);
        }
        write!(f, "\n{}", trail.trim_fmt())
    }
}
