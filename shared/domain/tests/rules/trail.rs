use domain::exception::{ErpError, Exception};
use domain::image::{FinancialStatus, OrderImage, Quantity};
use domain::import::ImportId;
use domain::mapping::{Codes, MappingKind};
use domain::order::{Order, Reading};
use domain::part::PartState;
use domain::sales_order::SalesOrder;
use domain::step::{Effect, FindAnswer, ImportAnswer, Outcome, PostAnswer, Step};
use domain::trail::{TrailEntry, fold};
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::desk::Desk;
use crate::sample::{ORDER, booked, codes, codes_without, image, key, mark, number, policy, three_parts};

/// What the outside does next, as numbers that the world reads in its own way.
type Whim = (u8, u8);

struct World {
    desk: Desk,
    served: OrderImage,
    /// Sales orders that BlueCherry holds, by part: what the books say.
    books: Vec<(u16, SalesOrder)>,
    /// Staged sales orders, by part.
    staged: Vec<(u16, SalesOrder)>,
    /// Posts that may still be booked, with the last moment at which they can be.
    pending: Vec<(u16, SalesOrder, jiff::Timestamp)>,
    numbers: u32,
}

impl World {
    fn new(parts: u8) -> Self {
        let served = if parts == 0 { image() } else { three_parts() };
        Self { desk: Desk::empty(), served, books: Vec::new(), staged: Vec::new(), pending: Vec::new(), numbers: 7000 }
    }

    /// One step of the lane, answered by a whim. Returns the time to wait for, if it rests.
    fn step(&mut self, (kind, value): Whim) {
        match self.desk.next() {
            Step::Do(Effect::ReadOrder) => match kind % 8 {
                0 => self.desk.apply(Outcome::Unread { why: None }),
                1 => self.desk.apply(Outcome::Unread { why: Some("id".to_owned()) }),
                2 => self.put_off(value, true),
                _ => self.desk.read(self.served.clone(), mark()),
            },
            Step::Do(Effect::PostSalesOrder { part, .. }) if kind % 8 == 0 => {
                self.put_off(value, false);
                assert!(self.desk.order.parts.iter().all(|held| held.ordinal != part || !held.state.may_be_live()));
            }
            Step::Do(Effect::PostSalesOrder { .. }) => self.post(kind, value),
            Step::Do(Effect::FindSalesOrder { part, .. }) => self.find(part, kind),
            Step::Do(Effect::FindImport { part, .. }) => self.import(part, kind),
            Step::Do(Effect::WriteNumbers { numbers }) => match kind % 4 {
                0 => self.put_off(value, false),
                1 => self.desk.apply(Outcome::NumbersRefused { numbers, why: "access denied".to_owned() }),
                _ => self.desk.apply(Outcome::NumbersWritten { numbers }),
            },
            Step::Rest(_) => {
                let until = self.desk.rest().until;
                self.between(kind, value);
                if let Some(until) = until {
                    self.desk.now = self.desk.now.max(until);
                }
                self.desk.wait(SignedDuration::from_secs(i64::from(value)));
            }
        }
    }

    fn put_off(&mut self, value: u8, reading: bool) {
        let until = value.is_multiple_of(2).then(|| self.desk.now + SignedDuration::from_secs(i64::from(value)));
        self.desk.apply(Outcome::PutOff { until, why: "busy".to_owned(), reading });
    }

    fn post(&mut self, kind: u8, value: u8) {
        let posting = self.desk.open();
        let (part, posted) = (posting.part, std::sync::Arc::unwrap_or_clone(posting.intent.sales_order));
        let answer = match kind % 8 {
            1 => PostAnswer::NotDone { until: None, why: "429".to_owned() },
            2 => PostAnswer::Rejected(vec![ErpError { code: "BC_SKU_UNKNOWN".to_owned(), line: Some(1), field: None }]),
            3 => {
                self.books.push((part, posted));
                PostAnswer::Unknown { why: "timeout".to_owned() }
            }
            4 => {
                let latest = posting.intent.probe_at - SignedDuration::from_secs(1);
                self.pending.push((part, posted, latest));
                PostAnswer::Unknown { why: "502".to_owned() }
            }
            7 => PostAnswer::Refused { why: "401".to_owned() },
            5 if value.is_multiple_of(3) && value > 1 => {
                self.staged.push((part, posted));
                PostAnswer::Staged { import: ImportId::parse("i-7").unwrap(), until: None }
            }
            _ => {
                let mut echo = self.echo(part, &posted);
                if value.is_multiple_of(16) {
                    echo.control.units += 1;
                }
                PostAnswer::Booked(Box::new(echo))
            }
        };
        self.desk.answer(part, answer);
    }

    fn echo(&mut self, part: u16, posted: &SalesOrder) -> domain::sales_order::Booked {
        self.numbers += 1;
        self.books.push((part, posted.clone()));
        booked(posted, &self.numbers.to_string())
    }

    /// An import has run, or has not; it books what was staged, or rejects it.
    fn import(&mut self, part: u16, kind: u8) {
        let at = self.staged.iter().position(|(of, _)| *of == part);
        let answer = match (kind % 8, at) {
            (0, _) => ImportAnswer::Staged { until: None },
            (1, _) => ImportAnswer::Unanswered { until: None, why: "503".to_owned() },
            (2, _) => ImportAnswer::Refused { why: "403".to_owned() },
            (3, Some(at)) => {
                self.staged.remove(at);
                ImportAnswer::Rejected(Vec::new())
            }
            (_, Some(at)) => {
                self.books.push(self.staged.remove(at));
                ImportAnswer::Posted(number(&format!("9{part:03}")))
            }
            (_, None) => ImportAnswer::Nothing,
        };
        self.desk.imported(part, answer);
    }

    fn find(&mut self, part: u16, kind: u8) {
        let now = self.desk.now;
        let (late, pending): (Vec<_>, Vec<_>) = self.pending.drain(..).partition(|(_, _, latest)| *latest <= now);
        self.pending = pending;
        self.books.extend(late.into_iter().filter(|_| kind.is_multiple_of(2)).map(|(part, posted, _)| (part, posted)));
        let held: Vec<SalesOrder> =
            self.books.iter().filter(|(of, _)| *of == part).map(|(_, posted)| posted.clone()).collect();
        let answer = match (kind % 8, held.as_slice()) {
            (6, _) => FindAnswer::Refused { why: "403".to_owned() },
            (7, _) => FindAnswer::Unanswered { until: None, why: "503".to_owned() },
            (_, []) => FindAnswer::Nothing,
            (_, [posted]) => FindAnswer::One(Box::new(booked(posted, &format!("9{part:03}")))),
            (_, several) => FindAnswer::Several((0..several.len()).map(|index| number(&format!("9{index}"))).collect()),
        };
        self.desk.found(part, answer);
    }

    /// Between two drives: another worker, other mappings, an edit in Shopify.
    fn between(&mut self, kind: u8, value: u8) {
        self.desk.hand_over();
        match kind % 8 {
            0 => self.desk.rules.codes = codes(),
            1 => self.desk.rules.codes = codes_without(&[key(MappingKind::Allowance, "WELCOME10")]),
            2 => self.desk.rules.codes = Codes::default(),
            3 => self.served.cancelled_at = Some(self.served.updated_at),
            4 => self.served.financial = FinancialStatus::PartiallyRefunded,
            5 => self.served.lines[0].current = Quantity(u32::from(value % 3)),
            6 => self.served.routing.truncate(usize::from(value % 2)),
            _ => self.desk.order.reading = Reading::Outdated,
        }
        if (3..=6).contains(&(kind % 8)) {
            self.served.updated_at += SignedDuration::from_secs(1);
            self.desk.order.reading = Reading::Outdated;
        }
    }
}

/// When an outcome is unknown for too long.
fn patience_ends(send_by: jiff::Timestamp) -> jiff::Timestamp {
    policy().horizon.after(send_by) + policy().patience
}

fn without_reading(order: &Order) -> Order {
    Order { reading: Reading::default(), ..order.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_state_is_the_fold_of_its_trail_and_no_part_is_booked_twice(
        parts in 0..2_u8,
        whims in prop::collection::vec(any::<Whim>(), 1..60),
    ) {
        let mut world = World::new(parts);
        for whim in whims {
            world.step(whim);
            let folded = fold(ORDER, &world.desk.trail).unwrap();
            prop_assert_eq!(without_reading(&folded), without_reading(&world.desk.order));
            for part in 1..=9 {
                let booked = world.books.iter().filter(|(of, _)| *of == part).count();
                prop_assert!(booked <= 1, "part {} was booked {} times", part, booked);
            }
            for line in &world.served.lines {
                let units: u32 = world.books.iter().flat_map(|(_, posted)| &posted.lines)
                    .filter(|booked| booked.shopify_line() == Some(line.id))
                    .map(|booked| booked.quantity.0).sum();
                prop_assert!(units <= line.ordered.0, "line {} has {} units booked", line.id, units);
            }
        }
    }

    #[test]
    fn an_order_at_rest_is_done_or_due_or_somebodys(
        parts in 0..2_u8,
        whims in prop::collection::vec(any::<Whim>(), 1..60),
    ) {
        let mut world = World::new(parts);
        for whim in whims {
            world.step(whim);
            let Step::Rest(rest) = world.desk.next() else { continue };
            let order = &world.desk.order;
            let is_shown = order.is_live() && order.numbers() == order.numbers_written;
            prop_assert!(
                rest.until.is_some() || !rest.exceptions.is_empty() || rest.ineligible.is_some() || is_shown,
                "silent: {:?}", order
            );
            prop_assert!(rest.until.is_none_or(|until| until > world.desk.now), "a rest that is over already");
            let probe = order.next_probe();
            prop_assert!(probe.is_none_or(|probe| rest.until.is_some_and(|until| until <= probe)), "an intent is stranded");
            let told = |kind| rest.exceptions.iter().any(|exception: &Exception| exception.problem.kind() == kind);
            for part in &order.parts {
                let kind = match &part.state {
                    PartState::FoundTwice { .. } => "found_twice",
                    PartState::Differs { .. } => "echo_differs",
                    PartState::Sending(intent) if world.desk.now >= patience_ends(intent.send_by) => "outcome_unknown",
                    _ => continue,
                };
                prop_assert!(told(kind), "part {} is silent", part.ordinal);
            }
            prop_assert!(!told("order_unreadable") || rest.until.is_some(), "it is never read again");
        }
    }

    #[test]
    fn when_the_outside_answers_again_every_order_drains(
        parts in 0..2_u8,
        whims in prop::collection::vec(any::<Whim>(), 1..40),
    ) {
        let mut world = World::new(parts);
        for whim in whims {
            world.step(whim);
        }
        world.desk.rules.codes = codes();
        world.desk.order.reading = Reading::Outdated;
        for _ in 0..60 {
            match world.desk.next() {
                Step::Do(Effect::ReadOrder) => world.desk.read(world.served.clone(), mark()),
                Step::Do(Effect::PostSalesOrder { .. }) => world.post(5, 1),
                Step::Do(Effect::FindSalesOrder { part, .. }) => world.find(part, 1),
                Step::Do(Effect::FindImport { part, .. }) => world.import(part, 4),
                Step::Do(Effect::WriteNumbers { numbers }) => world.desk.apply(Outcome::NumbersWritten { numbers }),
                Step::Rest(_) => match world.desk.rest().until {
                    // It needs a person, and is looked at again meanwhile: that is drained.
                    Some(_) if world.desk.exceptions().contains(&"routing_incomplete") => return Ok(()),
                    Some(until) => {
                        world.desk.now = until;
                        world.desk.hand_over();
                    }
                    None => return Ok(()),
                },
            }
        }
        prop_assert!(false, "still busy after 60 steps: {:?}", world.desk.order);
    }

    #[test]
    fn a_trail_survives_its_table(whims in prop::collection::vec(any::<Whim>(), 1..40)) {
        let mut world = World::new(1);
        for whim in whims {
            world.step(whim);
        }
        for entry in &world.desk.trail {
            let text = serde_json::to_string(entry).unwrap();
            let read: TrailEntry = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&read, entry);
        }
        let text = serde_json::to_string(&world.desk.order).unwrap();
        let read: Order = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(read, without_reading(&world.desk.order));
    }
}

#[test]
fn the_same_order_rules_and_time_always_give_the_same_step() {
    let desk = Desk::with(three_parts());
    assert_eq!(desk.next(), desk.next());
    assert_eq!(policy().horizon.after(desk.now), policy().horizon.after(desk.now));
}
