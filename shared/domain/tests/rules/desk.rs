//! An order on the desk, worked by hand: every step by `next`, every answer by `apply_outcome`.

use domain::address::AddressMark;
use domain::event::Event;
use domain::export::{apply_outcome, next};
use domain::image::OrderImage;
use domain::import::Course;
use domain::order::{Order, Reading};
use domain::part::{Intent, PartState};
use domain::partition::PartKey;
use domain::policy::Rules;
use domain::sales_order::SalesOrder;
use domain::step::{Effect, FindAnswer, ImportAnswer, Outcome, PostAnswer, Rest, Step};
use domain::trail::{Cause, TrailEntry};
use jiff::{SignedDuration, Timestamp};

use crate::sample::{ORDER, booked, codes, mark, noon, rules};

pub struct Desk {
    pub order: Order,
    pub rules: Rules,
    pub now: Timestamp,
    pub trail: Vec<TrailEntry>,
}

/// A part that is about to be posted.
pub struct Posting {
    pub part: u16,
    pub key: PartKey,
    pub intent: Intent,
}

impl Desk {
    /// An order of which nothing is known yet.
    pub fn empty() -> Self {
        Self { order: Order::new(ORDER), rules: rules(codes()), now: noon(), trail: Vec::new() }
    }

    /// An order that was just read.
    pub fn with(image: OrderImage) -> Self {
        let mut desk = Self::empty();
        desk.read(image, mark());
        desk
    }

    /// An order that was exported whole, its numbers shown.
    pub fn exported(image: OrderImage) -> Self {
        let mut desk = Self::with(image);
        desk.export();
        desk
    }

    pub fn next(&self) -> Step {
        next(&self.order, &self.rules, self.now)
    }

    pub fn take(&mut self, event: Event) {
        self.order = self.order.clone().after(&event, self.now).unwrap();
        let entry = TrailEntry { at: self.now, actor: "desk".to_owned(), cause: Cause("test".to_owned()), event };
        self.trail.push(entry);
    }

    pub fn apply(&mut self, outcome: Outcome) {
        let (order, events) = apply_outcome(self.order.clone(), outcome, &self.rules.policy, self.now).unwrap();
        for event in events {
            self.take(event);
        }
        assert_eq!(self.order, order, "the events that are reported must lead to the state that is returned");
    }

    pub fn read(&mut self, image: OrderImage, address: AddressMark) {
        self.apply(Outcome::Read(Box::new(image), address));
    }

    /// The order changed in Shopify, and was read again.
    pub fn change(&mut self, change: impl FnOnce(&mut OrderImage)) {
        let mut image = OrderImage::clone(self.order.image.as_ref().unwrap());
        image.updated_at += SignedDuration::from_secs(60);
        image.read_at += SignedDuration::from_secs(90);
        change(&mut image);
        self.read(image, mark());
    }

    pub fn wait(&mut self, duration: SignedDuration) {
        self.now += duration;
    }

    /// Another worker takes the order up: what it holds is what was saved.
    pub fn hand_over(&mut self) {
        self.order.reading = Reading::Held;
    }

    /// The order rests, and how is noted.
    pub fn rest(&mut self) -> Rest {
        let Step::Rest(rest) = self.next() else { panic!("expected to rest, not {:?}", self.next()) };
        let Rest { until, exceptions, ineligible } = rest.clone();
        self.take(Event::Rested { until, exceptions, ineligible });
        rest
    }

    /// The kinds of the exceptions that it rests with.
    pub fn exceptions(&mut self) -> Vec<&'static str> {
        self.rest().exceptions.iter().map(|exception| exception.problem.kind()).collect()
    }

    /// What is posted next, without posting it.
    pub fn posting(&self) -> Posting {
        match self.next() {
            Step::Do(Effect::PostSalesOrder { part, key, intent }) => Posting { part, key, intent: *intent },
            other => panic!("expected a post, not {other:?}"),
        }
    }

    /// Saves the next intent.
    pub fn open(&mut self) -> Posting {
        let posting = self.posting();
        let intent = Box::new(posting.intent.clone());
        self.take(Event::IntentOpened { part: posting.part, key: posting.key.clone(), intent });
        posting
    }

    /// Answers the newest try of a part.
    pub fn answer(&mut self, part: u16, answer: PostAnswer) {
        let attempt = self.order.attempts(part);
        self.apply(Outcome::Posted { part, attempt, answer });
    }

    /// Answers the probe of a part's newest try.
    pub fn found(&mut self, part: u16, answer: FindAnswer) {
        self.found_during(part, answer, Course::default());
    }

    /// Answers the probe of a part's newest try, BlueCherry's course being this.
    pub fn found_during(&mut self, part: u16, answer: FindAnswer, course: Course) {
        let attempt = self.order.attempts(part);
        self.apply(Outcome::Found { part, attempt, answer, course });
    }

    /// Answers what became of a part's newest try, which was staged.
    pub fn imported(&mut self, part: u16, answer: ImportAnswer) {
        let attempt = self.order.attempts(part);
        self.apply(Outcome::Imported { part, attempt, answer });
    }

    /// Posts the next part and books it.
    pub fn book(&mut self, under: &str) -> SalesOrder {
        let Posting { part, intent, .. } = self.open();
        self.answer(part, PostAnswer::Booked(Box::new(booked(&intent.sales_order, under))));
        std::sync::Arc::unwrap_or_clone(intent.sales_order)
    }

    /// Posts and books every part and shows the numbers; the sales orders, by part.
    pub fn export(&mut self) -> Vec<SalesOrder> {
        let mut posted = Vec::new();
        loop {
            match self.next() {
                Step::Do(Effect::PostSalesOrder { .. }) => {
                    let number = 7001 + posted.len();
                    posted.push(self.book(&number.to_string()));
                }
                Step::Do(Effect::WriteNumbers { numbers }) => self.apply(Outcome::NumbersWritten { numbers }),
                Step::Do(other) => panic!("an export does not need {other:?}"),
                Step::Rest(_) => {
                    self.rest();
                    return posted;
                }
            }
        }
    }

    pub fn state(&self, part: u16) -> &PartState {
        &self.order.parts.iter().find(|held| held.ordinal == part).unwrap().state
    }
}
