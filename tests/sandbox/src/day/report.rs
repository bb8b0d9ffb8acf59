//! The report of a day: for a person, and for a machine.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use domain::order::Standing;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::bluecherry::Call;
use crate::day::checks::{Checked, Oracle, all};
use crate::day::facts::Facts;
use crate::day::files::FileOutcome;
use crate::day::generator::Expected;
use crate::day::sweep::found_by_sweep;
use crate::shopify::Topic;
use crate::stack::Function;
use crate::world::factors::{Factor, played};

/// What a day came to.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Its seed.
    pub seed: u64,
    /// The orders, by how they stand.
    pub orders: Orders,
    /// BlueCherry's books.
    pub erp: Erp,
    /// The checks.
    pub invariants: Vec<Checked>,
    /// What needs a person.
    pub exceptions: Vec<ExceptionRow>,
    /// The functions.
    pub functions: Vec<FunctionRow>,
    /// The webhooks.
    pub webhooks: Webhooks,
    /// What became of each file, where files were played.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileOutcome>,
    /// How long it took, from the start of the program.
    pub wall_s: f64,
    /// How long until everything rested after the last order.
    pub settled_s: f64,
    /// What every duration was divided by.
    pub factors: Vec<Factor>,
}

/// The orders, by how they stand.
#[derive(Debug, Default, Serialize)]
pub struct Orders {
    /// Drafts included.
    pub placed: usize,
    /// Paid, real, standing.
    pub eligible: usize,
    /// Every part is a sales order.
    pub exported: usize,
    /// Not at rest when the time was over.
    pub waiting: usize,
    /// A person has to act.
    pub exceptions: usize,
}

/// BlueCherry's books.
#[derive(Debug, Default, Serialize)]
pub struct Erp {
    /// Sales orders.
    pub sales_orders: usize,
    /// Sales orders beyond the first under one reference.
    pub duplicates: usize,
    /// Calls of every kind.
    pub calls: u64,
    /// Calls to post.
    pub posts: u64,
    /// Calls that were answered 429.
    pub throttled: u64,
}

/// Exceptions of a kind.
#[derive(Debug, Serialize)]
pub struct ExceptionRow {
    /// The kind.
    pub kind: &'static str,
    /// Who has to act.
    pub owner: &'static str,
    /// How many.
    pub count: usize,
    /// The money that they hold up.
    pub money: Vec<Amount>,
}

impl ExceptionRow {
    fn add(&mut self, currency: &str, amount: Decimal) {
        match self.money.iter_mut().find(|held| held.currency == currency) {
            Some(held) => held.amount += amount,
            None => self.money.push(Amount { currency: currency.to_owned(), amount }),
        }
    }
}

/// An amount of money.
#[derive(Debug, Serialize)]
pub struct Amount {
    /// Its currency.
    pub currency: String,
    /// How much.
    pub amount: Decimal,
}

/// A function.
#[derive(Debug, Serialize)]
pub struct FunctionRow {
    /// Its name.
    pub name: &'static str,
    /// How often it was invoked.
    pub invocations: usize,
    /// How often an invocation failed.
    pub errors: usize,
}

/// The webhooks.
#[derive(Debug, Default, Serialize)]
pub struct Webhooks {
    /// Deliveries sent.
    pub sent: u64,
    /// Deliveries that were never sent, on purpose.
    pub lost: u64,
    /// Changes that the sweep found so late that no webhook can have told of them.
    pub found_by_sweep: usize,
    /// Deliveries sent again under the same id.
    pub duplicated: u64,
    /// Requests that were not answered 2xx.
    pub rejected: u64,
    /// From the payment, told of or not, to the sales order: half of the orders within.
    pub settle_ms_p50: i64,
    /// The same, 95 of 100 orders within.
    pub settle_ms_p95: i64,
}

impl Report {
    /// Adds up a day.
    ///
    /// # Errors
    /// When the functions' invocations cannot be read.
    pub fn of(
        facts: &Facts<'_>,
        seed: u64,
        oracle: &Oracle,
        drafts: usize,
        files: Vec<FileOutcome>,
    ) -> std::io::Result<Self> {
        let world = facts.world;
        let mut functions = Vec::new();
        for function in Function::ALL {
            let counts = world.deployment.counts(function)?;
            functions.push(FunctionRow {
                name: function.package(),
                invocations: counts.invocations,
                errors: counts.errors,
            });
        }
        let mut invariants = all(facts, oracle);
        invariants.push(eligible_orders_go(facts));
        if !oracle.is_empty() {
            invariants.push(exceptions_as_predicted(facts, oracle));
        }
        Ok(Self {
            seed,
            orders: orders(facts, drafts),
            erp: erp(facts),
            invariants,
            exceptions: exceptions(facts),
            functions,
            webhooks: webhooks(facts),
            files,
            wall_s: 0.0,
            settled_s: facts.settled.took.as_secs_f64(),
            factors: world.factors.clone(),
        })
    }

    /// Whether every invariant holds and nothing waits.
    pub fn is_good(&self) -> bool {
        self.orders.waiting == 0
            && self.erp.duplicates == 0
            && self.invariants.iter().all(|check| check.violations.is_empty())
    }
}

/// Each eligible order is exported or an exception.
fn eligible_orders_go(facts: &Facts<'_>) -> Checked {
    let mut check = Checked {
        id: "orders",
        says: "each eligible order is exported or an exception",
        checked: 0,
        violations: Vec::new(),
    };
    for (id, order) in facts.orders.iter().filter(|(_, order)| crate::day::checks::is_eligible(order)) {
        let standing = facts.settled.stored.get(id).map(|stored| stored.order.standing());
        check.checked += 1;
        if !matches!(standing, Some(Standing::Exported | Standing::Exception)) {
            check.violations.push(format!("{}: {standing:?}", order.name));
        }
    }
    check
}

/// The exceptions are the orders that the generator made unmappable, by id and kind, and no others.
fn exceptions_as_predicted(facts: &Facts<'_>, oracle: &Oracle) -> Checked {
    let mut check = Checked {
        id: "exceptions",
        says: "the exceptions are exactly the orders that were made to be some",
        checked: 0,
        violations: Vec::new(),
    };
    for (id, stored) in &facts.settled.stored {
        let found: Vec<&str> = stored.order.rest.exceptions.iter().map(|open| open.exception.problem.kind()).collect();
        let expected: Vec<&str> = match oracle.get(id) {
            Some(Expected::Exception(kind)) => vec![kind],
            _ => Vec::new(),
        };
        check.checked += 1;
        if found != expected {
            check.violations.push(format!("{id}: exceptions {found:?}, expected {expected:?}"));
        }
    }
    check
}

fn orders(facts: &Facts<'_>, drafts: usize) -> Orders {
    let standing = |wanted: Standing| {
        let stands = |id: &&u64| facts.settled.stored.get(id).is_some_and(|stored| stored.order.standing() == wanted);
        facts.orders.keys().filter(stands).count()
    };
    Orders {
        placed: facts.orders.len() + drafts,
        eligible: facts.orders.values().filter(|order| crate::day::checks::is_eligible(order)).count(),
        exported: standing(Standing::Exported),
        waiting: facts.settled.waiting.len(),
        exceptions: standing(Standing::Exception),
    }
}

fn erp(facts: &Facts<'_>) -> Erp {
    let counts = facts.world.bluecherry.counts();
    let references: std::collections::BTreeSet<&str> =
        facts.booked.values().flatten().map(|booked| booked.ext_ref.as_str()).collect();
    let sales_orders = facts.booked.values().flatten().count();
    Erp {
        sales_orders,
        duplicates: sales_orders - references.len(),
        calls: counts.total(),
        posts: counts.calls.get(&Call::PostOrder).copied().unwrap_or_default(),
        throttled: counts.throttled,
    }
}

fn exceptions(facts: &Facts<'_>) -> Vec<ExceptionRow> {
    let mut rows: Vec<ExceptionRow> = Vec::new();
    for open in facts.settled.stored.values().flat_map(|stored| &stored.order.rest.exceptions) {
        let (kind, owner) = (open.exception.problem.kind(), open.exception.problem.owner().name());
        let place = rows.iter().position(|row| row.kind == kind).unwrap_or_else(|| {
            rows.push(ExceptionRow { kind, owner, count: 0, money: Vec::new() });
            rows.len() - 1
        });
        rows[place].count += 1;
        if let Some(stake) = open.exception.at_stake {
            rows[place].add(&stake.currency.to_string(), stake.amount);
        }
    }
    rows.sort_by_key(|row| (row.owner, row.kind));
    rows
}

fn webhooks(facts: &Facts<'_>) -> Webhooks {
    let counters = facts.world.shopify.counters();
    let mut told: BTreeMap<u64, Timestamp> = BTreeMap::new();
    for delivered in facts.world.shopify.deliveries().iter().filter(|one| one.topic == Topic::OrdersPaid) {
        let first = told.entry(delivered.order).or_insert(delivered.triggered_at);
        *first = delivered.triggered_at.min(*first);
    }
    let mut settled: Vec<i64> = facts
        .booked
        .iter()
        .filter_map(|(id, booked)| Some((told.get(id)?, booked.iter().map(|order| order.booked_at).max()?)))
        .map(|(told, booked)| booked.as_millisecond() - told.as_millisecond())
        .collect();
    settled.sort_unstable();
    let percentile = |hundredths: usize| {
        settled.get((settled.len() * hundredths / 100).min(settled.len().saturating_sub(1))).copied().unwrap_or(0)
    };
    let late = played(&facts.world.factors, "SweepLate");
    let late = SignedDuration::try_from(late).unwrap_or(SignedDuration::MAX);
    Webhooks {
        sent: counters.sent,
        lost: counters.lost,
        found_by_sweep: found_by_sweep(facts.trails.values(), late),
        duplicated: counters.duplicated,
        rejected: counters.rejected,
        settle_ms_p50: percentile(50),
        settle_ms_p95: percentile(95),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Orders { placed, eligible, exported, waiting, exceptions } = &self.orders;
        writeln!(
            f,
            "\nOrders      {placed} placed, {eligible} eligible, {exported} exported, {waiting} waiting, {exceptions} with exceptions"
        )?;
        let Erp { sales_orders, duplicates, calls, posts, throttled } = &self.erp;
        writeln!(
            f,
            "BlueCherry  {sales_orders} sales orders, {duplicates} duplicates, {calls} calls ({posts} posts, {throttled} throttled)"
        )?;
        let hooks = &self.webhooks;
        writeln!(
            f,
            "Webhooks    {} sent, {} lost for good, {} twice, {} refused; paid to booked: half within {} ms, 95 % within {} ms",
            hooks.sent, hooks.lost, hooks.duplicated, hooks.rejected, hooks.settle_ms_p50, hooks.settle_ms_p95
        )?;
        writeln!(f, "Sweep       {} changes found that no webhook had told in time", hooks.found_by_sweep)?;
        for row in &self.functions {
            writeln!(f, "Function    {}: {} invocations, {} errors", row.name, row.invocations, row.errors)?;
        }
        writeln!(f, "Exceptions  {}", if self.exceptions.is_empty() { "none" } else { "" })?;
        for row in &self.exceptions {
            let mut money = String::new();
            for amount in &row.money {
                write!(money, " {} {}", amount.amount, amount.currency)?;
            }
            writeln!(f, "  {:18} {:22} {:4}  at stake{money}", row.owner, row.kind, row.count)?;
        }
        for file in &self.files {
            writeln!(f, "File        {file}")?;
        }
        writeln!(f, "Invariants")?;
        for check in &self.invariants {
            let verdict = if check.violations.is_empty() { "holds" } else { "BROKEN" };
            writeln!(f, "  {:10} {verdict:6} {:6} facts  {}", check.id, check.checked, check.says)?;
            for violation in check.violations.iter().take(10) {
                writeln!(f, "             {violation}")?;
            }
            if check.violations.len() > 10 {
                writeln!(f, "             and {} more", check.violations.len() - 10)?;
            }
        }
        writeln!(
            f,
            "Time        everything rested {:.1} s after the last order; {:.1} s in all",
            self.settled_s, self.wall_s
        )?;
        let factors: Vec<String> =
            self.factors.iter().map(|factor| format!("{} / {}", factor.parameter, factor.divided_by)).collect();
        writeln!(f, "Factors     every duration runs on the real clock, divided: {}", factors.join(", "))
    }
}
