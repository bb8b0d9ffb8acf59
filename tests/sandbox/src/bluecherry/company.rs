//! The company: a plain state machine. It knows no HTTP, no clock and no chance but its seed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::Answer;
use super::books::{BookedOrder, Books, Posting, content_hash};
use super::checks::check;
use super::codes::{MasterData, Script, fold};
use super::echo;
use super::faults::{Fault, Switches};
use super::orders::SalesOrder;
use super::rejects::{Problem, rejection};

/// Which of a company's environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Environment {
    /// Staging.
    Stg,
    /// Production.
    Prd,
}

impl Environment {
    /// The code in the URL and in `/status`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stg => "STG",
            Self::Prd => "PRD",
        }
    }
}

/// The header field that the merchant keeps free for our reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceField {
    /// Customer's purchase order number.
    CustPo,
    /// Second reference number.
    #[serde(rename = "ref_num2")]
    RefNum2,
    /// Auxiliary reference number.
    AuxRefNum,
}

impl ReferenceField {
    /// The field's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::CustPo => "cust_po",
            Self::RefNum2 => "ref_num2",
            Self::AuxRefNum => "aux_ref_num",
        }
    }

    /// What the field holds in an order.
    pub fn of(self, order: &SalesOrder) -> &str {
        match self {
            Self::CustPo => &order.cust_po,
            Self::RefNum2 => &order.ref_num2,
            Self::AuxRefNum => &order.aux_ref_num,
        }
    }
}

/// The longest texts that the columns hold, in characters. No install publishes its own.
#[derive(Debug, Clone, Copy)]
pub struct Lengths {
    /// Name of an address.
    pub name: usize,
    /// Each address line.
    pub address: usize,
    /// Town.
    pub city: usize,
    /// Postal code.
    pub zip: usize,
    /// Telephone.
    pub phone: usize,
}

impl Default for Lengths {
    fn default() -> Self {
        Self { name: 35, address: 35, city: 30, zip: 10, phone: 20 }
    }
}

/// What a company is.
#[derive(Debug, Clone)]
pub struct CompanySettings {
    /// Short code in the URL.
    pub company: String,
    /// The environment that books.
    pub environment: Environment,
    /// Zone of the ERP's local time.
    pub zone: TimeZone,
    /// Where our reference is kept.
    pub reference_field: ReferenceField,
    /// Its length in characters.
    pub reference_length: usize,
    /// Lengths of the other texts.
    pub lengths: Lengths,
    /// Seed of the faults.
    pub seed: u64,
}

impl Default for CompanySettings {
    fn default() -> Self {
        Self {
            company: "SAMPLE".to_owned(),
            environment: Environment::Stg,
            zone: TimeZone::UTC,
            reference_field: ReferenceField::CustPo,
            reference_length: 22,
            lengths: Lengths::default(),
            seed: 0,
        }
    }
}

/// One company with its master data, books and switches.
#[derive(Debug)]
pub struct Company {
    settings: CompanySettings,
    known: MasterData,
    books: Books,
    attempts: BTreeMap<String, u32>,
    requests: u64,
    /// The faults and quirks that are on.
    pub switches: Switches,
}

impl Company {
    /// A company with empty books, all switches off.
    pub fn new(settings: CompanySettings, known: MasterData) -> Self {
        Self {
            settings,
            known,
            books: Books::default(),
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

    /// Books an order that has arrived, or refuses it.
    pub fn book(&mut self, order: &SalesOrder, posting: &Posting, now: Timestamp) -> Answer {
        if let Some(window) = self.switches.window.filter(|window| now < window.until) {
            let closed = Problem::later("BC_WINDOW_CLOSED", "Orders are not taken now.");
            let mut body = rejection(&posting.request_id, &[closed]);
            body["until"] = Value::String(echo::local_time(window.until, &self.settings.zone));
            return Answer::json(503, body);
        }
        if self.switches.features.refuses_duplicates
            && !posting.reference.is_empty()
            && let Some(answer) = self.duplicate(order, posting)
        {
            return answer;
        }
        let problems = check(order, &self.settings, &self.known);
        if !problems.is_empty() {
            let status = if self.switches.features.rejections_as_200 { 200 } else { 422 };
            return Answer::json(status, rejection(&posting.request_id, &problems));
        }
        let booked = self.books.book(order, posting, now);
        let mut body = self.posted(&booked);
        if booked.ext_ref != order.ext_ref {
            let field = self.settings.reference_field.name();
            let warning = Problem::header("BC_EXT_REF", field, &booked.ext_ref, "This is the reference that is kept.");
            body["warnings"] = json!([warning.into_warning()]);
        }
        Answer::json(201, body)
    }

    /// Posts an order that meets no fault.
    pub fn post_order(&mut self, order: &SalesOrder, now: Timestamp) -> Answer {
        let (posting, _) = self.arrive(order);
        self.book(order, &posting, now)
    }

    /// The orders under a reference: none is 404, and two are two.
    pub fn orders_by_reference(&mut self, reference: &str) -> Answer {
        let items: Vec<Value> = self.books.under(reference).into_iter().map(|order| self.echo(order)).collect();
        if items.is_empty() {
            return self.no_such_order("ext_ref", reference);
        }
        Answer::json(200, json!({ "items": items }))
    }

    /// The order of a number.
    pub fn order_by_number(&mut self, ord_num: &str) -> Answer {
        match self.books.numbered(ord_num) {
            Some(order) => Answer::json(200, self.echo(order)),
            None => self.no_such_order("ord_num", ord_num),
        }
    }

    /// Who answers, what time it is there, and whether orders are taken.
    pub fn status(&self, now: Timestamp) -> Answer {
        let window = self.switches.window.filter(|window| now < window.until);
        let zone = &self.settings.zone;
        let environment = self.switches.answers_for.unwrap_or(self.settings.environment);
        Answer::json(
            200,
            json!({
                "company": self.script_of_answers().code(&self.settings.company, 8),
                "env_code": environment.code(),
                "server_time": echo::local_time(now, zone),
                "utc_offset": now.to_zoned_datetime(zone.clone()).strftime("%:z").to_string(),
                "window": {
                    "state": window.map_or(json!("OPEN"), |window| json!(window.state)),
                    "until": window.map(|window| echo::local_time(window.until, zone)),
                },
                "order_import": { "mode": "SYNC" },
            }),
        )
    }

    /// The whole book, the oldest order first: the truth, for checks.
    pub fn truth(&self) -> Vec<BookedOrder> {
        self.books.all().to_vec()
    }

    fn duplicate(&self, order: &SalesOrder, posting: &Posting) -> Option<Answer> {
        let standing = *self.books.under(&posting.reference).first()?;
        if standing.content_hash == content_hash(order) {
            let mut body = self.posted(standing);
            body["duplicate"] = json!("Y");
            return Some(Answer::json(200, body));
        }
        let field = self.settings.reference_field.name();
        let message = format!("Order {} stands under this reference with other content.", standing.ord_num);
        let problem = Problem::header("BC_DUP_EXT_REF", field, &posting.reference, message);
        Some(Answer::json(409, rejection(&posting.request_id, &[problem])))
    }

    fn posted(&self, booked: &BookedOrder) -> Value {
        let mut body = self.echo(booked);
        body["line_map"] = echo::line_map(booked);
        body["warnings"] = json!([]);
        body
    }

    fn echo(&self, booked: &BookedOrder) -> Value {
        echo::order(booked, self.script_of_answers(), &self.settings.zone)
    }

    fn script_of_answers(&self) -> Script {
        if self.switches.features.padded_codes { Script::Padded } else { Script::Tidy }
    }

    fn no_such_order(&mut self, field: &str, value: &str) -> Answer {
        let problem = Problem::header("BC_ORD_UNKNOWN", field, value, "There is no such order.");
        let request_id = self.next_request();
        Answer::json(404, rejection(&request_id, &[problem]))
    }

    fn next_request(&mut self) -> String {
        self.requests += 1;
        format!("BC{:010}", self.requests)
    }
}
