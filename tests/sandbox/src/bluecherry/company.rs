//! The company: a plain state machine. It knows no HTTP, no JSON, no clock and no chance but its seed.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::books::{BookedOrder, Books, Posting};
use super::checks::{check, envelope};
use super::codes::{MasterData, fold};
use super::company_settings::{CompanySettings, Environment};
use super::faults::{ClosedWindow, Fault, Switches};
use super::imports::{ImportState, ImportTimes, Imports};
use super::orders::SalesOrder;
use super::rejects::Problem;

/// One company with its master data, books and switches.
#[derive(Debug)]
pub struct Company {
    settings: CompanySettings,
    known: MasterData,
    books: Books,
    imports: Imports,
    attempts: BTreeMap<String, u32>,
    requests: u64,
    /// The faults and quirks that are on. A window that is closed while imports are due is to be set after
    /// [`Company::import_due`], or it holds those up too.
    pub switches: Switches,
}

/// What came of a post.
#[derive(Debug, Clone)]
pub enum Booking {
    /// It is booked.
    Booked(BookedOrder),
    /// This order stands under the reference with the same content; nothing was booked.
    Duplicate(BookedOrder),
    /// This order stands under the reference with other content; nothing was booked.
    Conflict(BookedOrder),
    /// It waits for an import.
    Staged {
        /// Names the import.
        import_id: String,
        /// When the next import begins.
        next_at: Timestamp,
    },
    /// It is refused, for every reason that was found.
    Rejected(Vec<Problem>),
    /// Orders are not taken now.
    Closed {
        /// When they are again.
        until: Timestamp,
    },
}

/// What a company says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The company.
    pub company: String,
    /// The environment for which it answers.
    pub environment: Environment,
    /// When orders are taken again, if they are not now.
    pub closed_until: Option<Timestamp>,
    /// When imports begin; none where orders are booked at once.
    pub import: Option<ImportTimes>,
}

/// What came of an order that was to be entered into the books.
enum Entry {
    Booked(BookedOrder),
    Standing { order: BookedOrder, same: bool },
    Refused(Vec<Problem>),
}

impl Company {
    /// A company with empty books, all switches off.
    pub fn new(settings: CompanySettings, known: MasterData) -> Self {
        Self {
            settings,
            known,
            books: Books::default(),
            imports: Imports::default(),
            attempts: BTreeMap::new(),
            requests: 0,
            switches: Switches::default(),
        }
    }

    /// What this company is.
    pub fn settings(&self) -> &CompanySettings {
        &self.settings
    }

    /// The master data, to add a code while the company trades.
    pub fn master_data(&mut self) -> &mut MasterData {
        &mut self.known
    }

    /// Takes `faults` in order for the posts of `reference`, or for whichever comes next under [`super::NEXT`].
    pub fn script(&mut self, reference: &str, faults: impl IntoIterator<Item = Fault>) {
        self.switches.scripts.entry(reference.to_owned()).or_default().extend(faults);
    }

    /// A post arrives: counts the attempt and draws what befalls it.
    pub fn arrive(&mut self, order: &SalesOrder) -> (Posting, Fault) {
        let field = self.settings.reference_field.of(order).trim_end();
        let reference = if field.is_empty() { &order.ext_ref } else { field };
        let attempt = self.attempts.entry(fold(reference)).or_default();
        *attempt += 1;
        let fault = self.switches.befalls(self.settings.seed, reference, *attempt);
        let posting = Posting { reference: field.to_owned(), attempt: *attempt, request_id: self.next_request() };
        (posting, fault)
    }

    /// Takes an order that has arrived: books it, stages it, or refuses it.
    pub fn take(&mut self, order: &SalesOrder, posting: &Posting, now: Timestamp) -> Booking {
        self.import_due(now);
        if let Some(window) = self.closed_window(now) {
            return Booking::Closed { until: window.until };
        }
        let Some(cycle) = self.settings.imports else {
            return match self.enter(&Arc::new(order.clone()), posting, now) {
                Entry::Booked(order) => Booking::Booked(order),
                Entry::Standing { order, same: true } => Booking::Duplicate(order),
                Entry::Standing { order, same: false } => Booking::Conflict(order),
                Entry::Refused(problems) => Booking::Rejected(problems),
            };
        };
        let problems = envelope(order, &self.settings);
        if !problems.is_empty() {
            return Booking::Rejected(problems);
        }
        let import_id = self.imports.stage(Arc::new(order.clone()), posting.clone());
        Booking::Staged { import_id, next_at: self.imports.times(cycle, self.opens(), now).next_at }
    }

    /// Runs the imports whose time has come. Each post does it by itself; whoever only reads is to call it first.
    pub fn import_due(&mut self, now: Timestamp) {
        let Some(cycle) = self.settings.imports else { return };
        let Some((begins, staged)) = self.imports.due(cycle, self.opens(), now) else { return };
        for staged in staged {
            let state = match self.enter(&staged.order, &staged.posting, begins) {
                Entry::Booked(order) | Entry::Standing { order, same: true } => {
                    ImportState::Posted { ord_num: order.ord_num }
                }
                Entry::Standing { order, same: false } => {
                    ImportState::Rejected(vec![self.conflict(&order, &staged.posting.reference)])
                }
                Entry::Refused(problems) => ImportState::Rejected(problems),
            };
            self.imports.settle(state);
        }
    }

    /// What became of a staged order; none when nothing was staged under this id.
    pub fn import_state(&self, import_id: &str, now: Timestamp) -> Option<ImportState> {
        let next_at = self.import_times(now)?.next_at;
        self.imports.state(import_id, next_at)
    }

    /// Whether an order of a reference waits for its import: the truth, for checks.
    pub fn is_staged(&self, reference: &str) -> bool {
        self.imports.waits(reference)
    }

    /// The orders under a reference that reads show by now, the oldest first.
    pub fn seen_under(&self, reference: &str, now: Timestamp) -> Vec<BookedOrder> {
        self.books.under(reference).filter(|order| self.shows(order, now)).cloned().collect()
    }

    /// The order of a number, if reads show it by now.
    pub fn seen_by_number(&self, ord_num: &str, now: Timestamp) -> Option<BookedOrder> {
        self.books.numbered(ord_num).filter(|order| self.shows(order, now)).cloned()
    }

    /// Who answers, and when orders are taken and imported.
    pub fn state(&self, now: Timestamp) -> State {
        State {
            company: self.settings.company.clone(),
            environment: self.switches.answers_for.unwrap_or(self.settings.environment),
            closed_until: self.closed_window(now).map(|window| window.until),
            import: self.import_times(now),
        }
    }

    /// The whole book, the oldest order first: the truth, for checks.
    pub fn truth(&self) -> Vec<BookedOrder> {
        self.books.all().to_vec()
    }

    /// The same without a copy, for checks after every event.
    pub fn orders(&self) -> &[BookedOrder] {
        self.books.all()
    }

    /// The window that is closed now.
    pub(super) fn closed_window(&self, now: Timestamp) -> Option<ClosedWindow> {
        self.switches.window.filter(|window| now < window.until)
    }

    /// The refusal of an order whose reference is taken.
    pub(super) fn conflict(&self, standing: &BookedOrder, reference: &str) -> Problem {
        let field = self.settings.reference_field.name();
        let message = format!("Order {} stands under this reference with other content.", standing.ord_num);
        Problem::header("BC_DUP_EXT_REF", field, reference, message)
    }

    pub(super) fn next_request(&mut self) -> String {
        self.requests += 1;
        format!("BC{:010}", self.requests)
    }

    fn enter(&mut self, order: &Arc<SalesOrder>, posting: &Posting, now: Timestamp) -> Entry {
        if self.switches.features.refuses_duplicates
            && !posting.reference.is_empty()
            && let Some(standing) = self.books.under(&posting.reference).next()
        {
            return Entry::Standing { order: standing.clone(), same: standing.posted == *order };
        }
        let problems = check(order, &self.settings, &self.known);
        if problems.is_empty() { Entry::Booked(self.books.book(order, posting, now)) } else { Entry::Refused(problems) }
    }

    fn shows(&self, order: &BookedOrder, now: Timestamp) -> bool {
        now.duration_since(order.booked_at) >= self.settings.read_lag
    }

    fn opens(&self) -> Option<Timestamp> {
        self.switches.window.map(|window| window.until)
    }

    fn import_times(&self, now: Timestamp) -> Option<ImportTimes> {
        self.settings.imports.map(|cycle| self.imports.times(cycle, self.opens(), now))
    }
}
