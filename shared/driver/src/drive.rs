//! The loop. It may die between any two of its steps: what it is about to do is saved before it is done, and whoever comes
//! next finds out what became of it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::address::Delivery;
use domain::event::Event;
use domain::export::{apply_outcome, next};
use domain::image::OrderImage;
use domain::mapping::{Codes, codes_named_by};
use domain::order::{Order, Reading, Standing};
use domain::part::IllegalTransition;
use domain::planted::{self, Bug};
use domain::policy::{Rules, later};
use domain::step::{Effect, Lane, Outcome, Rest, Step};
use domain::trail::TrailEntry;
use jiff::{SignedDuration, Timestamp};

use crate::gate::{self, Gate};
use crate::hint::{Hint, Meaning, SWEEP, meaning};
use crate::perform;
use crate::ports::{CommitError, Ports, TableError, Tables};
use crate::rows::{self, RowError, Stored};
use crate::systems::Systems;

/// How a drive ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Driven {
    /// The order rests, and stands so.
    Resting(Standing),
    /// What is held is as new as the hint: no call was made.
    OldNews,
    /// The invocation ends before the order rests: ring again.
    OutOfTime,
    /// Newer code wrote the order and must drive it; its due row is left as it is. A hint that tells news must be given again.
    NewerSchema,
}

/// A drive failed; nothing is lost, and the hint must be given again.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    /// A table failed.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The order's rows are broken.
    #[error(transparent)]
    Rows(#[from] RowError),
    /// The order is in a state that the code does not know how to leave.
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    /// Others moved the order on, again and again.
    #[error("other workers moved the order on {0} times in a row")]
    Contended(u32),
}

/// After so many lost version checks in one drive the message is given back instead.
const MOST_LOST: u32 = 12;

/// Drives one order along a lane until it rests.
///
/// # Errors
/// When a table fails or the order's state is broken; the hint must then be given again.
pub async fn drive<P: Ports>(
    systems: &Systems<P>,
    lane: Lane,
    hint: &Hint,
    deadline: Timestamp,
) -> Result<Driven, DriveError> {
    let mut in_hand: Option<Outcome> = None;
    for _ in 0..MOST_LOST {
        let rows = systems.ports.tables().load(hint.order).await?;
        let stored = match rows::read(hint.order, lane, rows) {
            Ok(stored) => stored,
            Err(RowError::NewerSchema { .. }) => return Ok(Driven::NewerSchema),
            Err(broken) => return Err(broken.into()),
        };
        let mut turn = Turn::new(systems, lane, hint, stored);
        // An outcome in hand is applied to whatever the order has become meanwhile, before anything else.
        let brought = in_hand.is_some();
        if let Some(outcome) = in_hand.take() {
            turn.apply(outcome.clone())?;
            if !turn.save(Some(turn.due_while_working())).await? {
                in_hand = Some(outcome);
                continue;
            }
        }
        match meaning(hint, turn.order.image.as_deref(), turn.order.stale) {
            Meaning::OldNews if !brought => return Ok(Driven::OldNews),
            // Whoever moved the order on did not know the outcome: what follows from it is this worker's to do.
            Meaning::OldNews => turn.order.reading = Reading::Held,
            Meaning::GoOn(reading) => turn.order.reading = reading,
        }
        match turn.run(deadline).await? {
            Ran::Ended(driven) => return Ok(driven),
            Ran::Lost(outcome) => in_hand = outcome.filter(|_| !planted::is(Bug::OutcomeDropped)),
        }
    }
    Err(DriveError::Contended(MOST_LOST))
}

/// One worker's turn at an order, from a load to a rest or to a lost version check.
struct Turn<'a, P: Ports> {
    systems: &'a Systems<P>,
    lane: Lane,
    hint: &'a Hint,
    stored: Stored,
    order: Order,
    unsaved: Vec<TrailEntry>,
    delivery: Option<Delivery>,
    /// What is not saved yet holds news that the sweep brings and no webhook told.
    brings_late_news: bool,
}

enum Ran {
    Ended(Driven),
    Lost(Option<Outcome>),
}

impl<'a, P: Ports> Turn<'a, P> {
    fn new(systems: &'a Systems<P>, lane: Lane, hint: &'a Hint, stored: Stored) -> Self {
        let order = stored.order.clone();
        Self { systems, lane, hint, stored, order, unsaved: Vec::new(), delivery: None, brings_late_news: false }
    }

    async fn run(&mut self, deadline: Timestamp) -> Result<Ran, DriveError> {
        // What is read anew first may name other codes.
        let mut rules = match self.order.reading {
            Reading::Outdated => self.rules_with(Codes::default()),
            Reading::Held | Reading::Fresh => self.rules().await?,
        };
        loop {
            let now = self.systems.ports.now();
            let step = match self.lane {
                Lane::Export => next(&self.order, &rules, now),
            };
            let effect = match step {
                Step::Rest(rest) => return self.rest(rest).await,
                Step::Do(effect) => effect,
            };
            if later(now, self.systems.settings.margin) > deadline {
                return Ok(Ran::Ended(Driven::OutOfTime));
            }
            match effect {
                Effect::ReadOrder => {
                    let (outcome, delivery) = perform::read_order(self.systems, &self.order).await;
                    self.delivery = delivery;
                    self.brings_late_news |= self.is_late_news(&outcome);
                    self.apply(outcome)?;
                    rules = self.rules().await?;
                }
                Effect::PostSalesOrder { part, key, intent } => {
                    // Never without the address that was read with the order: rather read again.
                    let Some(delivery) = self.delivery.clone() else {
                        self.order.reading = Reading::Outdated;
                        continue;
                    };
                    if let Gate::Closed { until, why } = gate::ask(self.systems, self.lane).await? {
                        if planted::is(Bug::ReceivesBurnt) {
                            return Ok(Ran::Ended(Driven::OutOfTime));
                        }
                        self.apply(Outcome::PutOff { until, why, reading: false })?;
                        continue;
                    }
                    self.take(Event::IntentOpened { part, key, intent: intent.clone() })?;
                    // Another part's probe may come before this one's.
                    let due_at = self.order.next_probe().filter(|_| !planted::is(Bug::IntentWithoutDueTime));
                    if !planted::is(Bug::IntentSavedAfterPost) && !self.save(due_at).await? {
                        return Ok(Ran::Lost(None));
                    }
                    let outcome = perform::post(self.systems, part, &intent, &delivery).await;
                    if let Some(lost) = self.keep(outcome).await? {
                        return Ok(lost);
                    }
                }
                Effect::FindSalesOrder { part, attempt, reference } => {
                    let outcome = perform::find(self.systems, self.lane, part, attempt, &reference).await?;
                    if let Some(lost) = self.keep(outcome).await? {
                        return Ok(lost);
                    }
                }
                Effect::FindImport { part, attempt, import } => {
                    let outcome = perform::import(self.systems, self.lane, part, attempt, &import).await?;
                    if let Some(lost) = self.keep(outcome).await? {
                        return Ok(lost);
                    }
                }
                Effect::WriteNumbers { numbers } => {
                    if let Gate::Closed { until, why } = gate::ask_mode(self.systems, self.lane).await? {
                        self.apply(Outcome::PutOff { until, why, reading: false })?;
                        continue;
                    }
                    let outcome = perform::write_numbers(self.systems, self.order.id, numbers).await;
                    self.apply(outcome)?;
                    self.take_own_write_for_read()?;
                }
            }
        }
    }

    /// The mistake that [`Bug::OwnWriteCounts`] stands for: an edit made just before our write is never seen.
    fn take_own_write_for_read(&mut self) -> Result<(), DriveError> {
        let Some(image) = self.order.image.as_ref().filter(|_| planted::is(Bug::OwnWriteCounts)) else { return Ok(()) };
        let numbers_shown = image.numbers_shown.clone();
        let read_at = self.systems.ports.now();
        self.take(Event::ReadUnchanged { updated_at: read_at, read_at, numbers_shown })
    }

    /// Whether the sweep brought news, so late that no webhook can have told it.
    fn is_late_news(&self, outcome: &Outcome) -> bool {
        let Outcome::Read(read, _) = outcome else { return false };
        let is_newer = |held: &Arc<OrderImage>| held.updated_at < read.updated_at;
        let is_news = self.order.image.as_ref().map_or(!planted::is(Bug::SweepFindsUncounted), is_newer);
        let is_late = later(read.updated_at, self.systems.settings.late_after) < self.systems.ports.now();
        self.hint.cause.0 == SWEEP && is_news && is_late
    }

    /// Applies an outcome that must not be forgotten, and saves it; a lost version check hands it back.
    async fn keep(&mut self, outcome: Outcome) -> Result<Option<Ran>, DriveError> {
        self.apply(outcome.clone())?;
        Ok(if self.save(Some(self.due_while_working())).await? { None } else { Some(Ran::Lost(Some(outcome))) })
    }

    async fn rest(&mut self, rest: Rest) -> Result<Ran, DriveError> {
        let held = &self.order.rest;
        let same = held.until == rest.until
            && held.ineligible == rest.ineligible
            && held.exceptions.iter().map(|open| &open.exception).eq(rest.exceptions.iter());
        let until = rest.until;
        if !same {
            self.take(Event::Rested { until, exceptions: rest.exceptions, ineligible: rest.ineligible })?;
        }
        let push = self.systems.settings.due_push;
        let is_due_already =
            self.stored.due_at == until || (self.unsaved.is_empty() && waits_for(self.stored.due_at, until, push));
        if (!self.unsaved.is_empty() || !is_due_already) && !self.save(until).await? {
            return Ok(Ran::Lost(None));
        }
        Ok(Ran::Ended(Driven::Resting(self.order.standing())))
    }

    /// When somebody must take the order up again if this worker dies now.
    fn due_while_working(&self) -> Timestamp {
        let resume = later(self.systems.ports.now(), self.systems.policy.resume_after);
        self.order.next_probe().map_or(resume, |probe| probe.min(resume))
    }

    fn apply(&mut self, outcome: Outcome) -> Result<(), DriveError> {
        let now = self.systems.ports.now();
        let (order, events) = apply_outcome(self.order_in_hand(), outcome, &self.systems.policy, now)?;
        self.order = order;
        for event in events {
            self.note(event, now);
        }
        Ok(())
    }

    /// The order, to be exchanged for what it becomes. It is gone when that fails, and so is this turn.
    fn order_in_hand(&mut self) -> Order {
        std::mem::replace(&mut self.order, Order::new(self.stored.order.id))
    }

    fn take(&mut self, event: Event) -> Result<(), DriveError> {
        let now = self.systems.ports.now();
        self.order = self.order_in_hand().after(&event, now)?;
        self.note(event, now);
        Ok(())
    }

    /// One log line and one trail entry for each step.
    fn note(&mut self, event: Event, at: Timestamp) {
        let cause = self.hint.cause.clone();
        tracing::info!(order = %self.order.id, lane = self.lane.name(), cause = cause.0, step = event.name(), "step");
        self.unsaved.push(TrailEntry { at, actor: self.systems.actor.clone(), cause, event });
    }

    /// Saves state and trail in one transaction. Says whether the version check held.
    async fn save(&mut self, due_at: Option<Timestamp>) -> Result<bool, DriveError> {
        let shards = self.systems.settings.due_shards;
        let commit = rows::commit(&self.stored, &self.order, self.lane, due_at, shards, &self.unsaved);
        match self.systems.ports.tables().commit(&commit).await {
            Ok(()) => {
                let rows = rows::after(&self.stored, &commit);
                self.stored = Stored { order: self.order.clone(), version: commit.expected + 1, rows, due_at };
                self.unsaved.clear();
                let found = std::mem::take(&mut self.brings_late_news);
                self.systems.found_by_sweep.fetch_add(u64::from(found), Ordering::Relaxed);
                Ok(true)
            }
            Err(CommitError::Lost) if planted::is(Bug::VersionNotChecked) => {
                let rows = self.systems.ports.tables().load(self.order.id).await?;
                self.stored = rows::read(self.order.id, self.lane, rows)?;
                Box::pin(self.save(due_at)).await
            }
            Err(CommitError::Lost) => Ok(false),
            Err(CommitError::Table(failed)) => Err(failed.into()),
        }
    }

    /// The policies, and just the codes that the order names.
    async fn rules(&self) -> Result<Rules, TableError> {
        let codes = match &self.order.image {
            Some(image) => self.codes(image).await?,
            None => Codes::default(),
        };
        Ok(self.rules_with(codes))
    }

    fn rules_with(&self, codes: Codes) -> Rules {
        Rules { policy: self.systems.policy.clone(), codes }
    }

    async fn codes(&self, image: &OrderImage) -> Result<Codes, TableError> {
        let tables = self.systems.ports.tables();
        let mut codes: Codes = tables.mappings(&codes_named_by(image)).await?.into_iter().collect();
        codes.extend(tables.mappings(&codes.divisions()).await?);
        Ok(codes)
    }
}

/// Due work pushes a due row on when it rings it: a rest that is already due a little before it has to be, by no more than one
/// such push, needs no new row. One that is due long before would be rung and pushed on again and again.
fn waits_for(due_at: Option<Timestamp>, until: Option<Timestamp>, push: SignedDuration) -> bool {
    match (due_at, until) {
        (Some(due_at), Some(until)) => due_at <= until && until <= later(due_at, push),
        (None, None) => true,
        _ => false,
    }
}
