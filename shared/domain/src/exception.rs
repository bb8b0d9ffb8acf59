//! What needs a person: of which kind, whose it is, what to do, and the money at stake.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::code::SalesOrderNumber;
use crate::difference::Difference;
use crate::image::LineKind;
use crate::mapping::MappingKind;
use crate::money::Money;
use crate::reference::ExternalReference;
use crate::totals::Untied;

/// Who has to act.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Codes, articles, stock, warehouses.
    Operations,
    /// Money codes and sums.
    Finance,
    /// Customers and their orders.
    CustomerService,
    /// Faults of the integration or its configuration.
    Engineering,
}

impl Owner {
    /// All owners.
    pub const ALL: [Self; 4] = [Self::Operations, Self::Finance, Self::CustomerService, Self::Engineering];

    /// The owner's name in tables, files and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Finance => "finance",
            Self::CustomerService => "customer_service",
            Self::Engineering => "engineering",
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An error that BlueCherry gave for a document, in its own words (its codes, never a customer's data).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ErpError {
    /// BlueCherry's code, such as `BC_SKU_UNKNOWN`.
    pub code: String,
    /// The line it speaks of, from 1.
    pub line: Option<u32>,
    /// The field it speaks of.
    pub field: Option<String>,
}

impl fmt::Display for ErpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        if let Some(line) = self.line {
            write!(f, " line {line}")?;
        }
        self.field.iter().try_for_each(|field| write!(f, " field `{field}`"))
    }
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Codes without a mapping.
    MissingCode {
        /// Of which kind.
        code: MappingKind,
        /// The names in Shopify.
        sources: Vec<String>,
    },
    /// The article's division does not ship from the location that Shopify assigned.
    SkuOutsideLocation {
        /// The article, as Shopify names it.
        sku: String,
        /// Its division.
        division: String,
        /// Shopify's location.
        location: String,
    },
    /// Shopify has not assigned a location to every unit, for longer than it should take.
    RoutingIncomplete,
    /// Sums of the Shopify order do not add up.
    TotalsDoNotTie {
        /// Which.
        sums: Vec<Untied>,
    },
    /// Amounts of several currencies stand in one order.
    CurrenciesMixed,
    /// A line carries Supercycle's `_cycle`: not yet supported.
    CircularLine,
    /// A line of another kind that is not supported.
    LineNotSupported {
        /// Which kind.
        line: LineKind,
    },
    /// There is no shipping address, and no house address is set.
    AddressMissing,
    /// BlueCherry refused the sales order.
    ErpRejected {
        /// The part's ordinal.
        part: u16,
        /// Why.
        errors: Vec<ErpError>,
    },
    /// Two sales orders stand under one reference.
    FoundTwice {
        /// The part's ordinal.
        part: u16,
        /// Their numbers.
        numbers: Vec<SalesOrderNumber>,
    },
    /// Nobody knows whether BlueCherry booked the sales order, for longer than it should take to find out.
    OutcomeUnknown {
        /// The part's ordinal.
        part: u16,
        /// The reference that it was posted under.
        reference: ExternalReference,
    },
    /// BlueCherry booked something else than what was posted.
    EchoDiffers {
        /// Its number.
        number: SalesOrderNumber,
        /// In what.
        what: String,
    },
    /// More was paid back by these gateways than they took, as where store credit is given for what a card has paid. A payment
    /// of a sales order is never negative, and taken off another tender it would tie with no payout.
    PaidBackElsewhere {
        /// The gateways.
        gateways: Vec<String>,
    },
    /// The Shopify order changed after it was exported.
    ChangedAfterExport {
        /// Both sides of each difference.
        differences: Vec<Difference>,
    },
    /// Nothing of the order is left to send and it was never exported, but money was kept: it is in no one's books.
    MoneyKept,
    /// The sales orders stand, but Shopify refuses to show their numbers.
    NumbersNotShown {
        /// What Shopify says.
        why: String,
    },
    /// Shopify told of an order that it does not show.
    OrderNotFound,
    /// Shopify's answer cannot be read as an order.
    OrderUnreadable {
        /// What could not be read.
        why: String,
    },
}

impl Problem {
    /// The kind's name: one page of the handbook each.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::MissingCode { code, .. } => match code {
                MappingKind::Location => "missing_location",
                MappingKind::Sku => "missing_sku",
                MappingKind::Division => "missing_division",
                MappingKind::Carrier => "missing_carrier",
                MappingKind::Allowance => "missing_allowance",
                MappingKind::Charge => "missing_charge",
                MappingKind::Tender => "missing_tender",
            },
            Self::SkuOutsideLocation { .. } => "sku_outside_location",
            Self::RoutingIncomplete => "routing_incomplete",
            Self::TotalsDoNotTie { .. } => "totals_do_not_tie",
            Self::CurrenciesMixed => "currencies_mixed",
            Self::PaidBackElsewhere { .. } => "paid_back_elsewhere",
            Self::CircularLine => "circular_line",
            Self::LineNotSupported { .. } => "line_not_supported",
            Self::AddressMissing => "address_missing",
            Self::ErpRejected { .. } => "erp_rejected",
            Self::FoundTwice { .. } => "found_twice",
            Self::OutcomeUnknown { .. } => "outcome_unknown",
            Self::EchoDiffers { .. } => "echo_differs",
            Self::ChangedAfterExport { .. } => "changed_after_export",
            Self::MoneyKept => "money_kept",
            Self::NumbersNotShown { .. } => "numbers_not_shown",
            Self::OrderNotFound => "order_not_found",
            Self::OrderUnreadable { .. } => "order_unreadable",
        }
    }

    /// Whose it is.
    pub fn owner(&self) -> Owner {
        match self {
            Self::MissingCode { code, .. } => match code {
                MappingKind::Location | MappingKind::Sku | MappingKind::Division | MappingKind::Carrier => {
                    Owner::Operations
                }
                MappingKind::Allowance | MappingKind::Charge | MappingKind::Tender => Owner::Finance,
            },
            Self::SkuOutsideLocation { .. }
            | Self::RoutingIncomplete
            | Self::ErpRejected { .. }
            | Self::OutcomeUnknown { .. }
            | Self::OrderNotFound => Owner::Operations,
            Self::TotalsDoNotTie { .. } | Self::CurrenciesMixed | Self::PaidBackElsewhere { .. } | Self::MoneyKept => {
                Owner::Finance
            }
            Self::AddressMissing | Self::ChangedAfterExport { .. } => Owner::CustomerService,
            Self::CircularLine
            | Self::LineNotSupported { .. }
            | Self::FoundTwice { .. }
            | Self::EchoDiffers { .. }
            | Self::NumbersNotShown { .. }
            | Self::OrderUnreadable { .. } => Owner::Engineering,
        }
    }

    /// What to do next, in a sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::MissingCode { .. } => {
                "add the mapping with `cherrycycle mappings put`; the order goes by itself within minutes"
            }
            Self::SkuOutsideLocation { .. } => {
                "either the location serves that division too (its mapping lacks it), or Shopify routes the article to the wrong location"
            }
            Self::RoutingIncomplete => "open the order in Shopify and assign a location to every unfulfilled line",
            Self::TotalsDoNotTie { .. } => {
                "compare the named sum in Shopify; until it ties the order must be entered by hand"
            }
            Self::CurrenciesMixed => "compare the order's currencies in Shopify; it must be entered by hand",
            Self::PaidBackElsewhere { .. } => {
                "book by hand what the one tender took and the other paid back, with the order if its goods are to go"
            }
            Self::CircularLine => "circular line not yet supported: enter the order by hand and tell engineering",
            Self::LineNotSupported { .. } => {
                "this kind of line is not yet supported: enter the order by hand and tell engineering"
            }
            Self::AddressMissing => "add the address in Shopify, or set a house address for orders without one",
            Self::ErpRejected { .. } => {
                "mend the named code in the mapping, or the article in BlueCherry and then touch the mapping; the order goes again when what is sent changes"
            }
            Self::FoundTwice { .. } => "cancel the surplus sales order in BlueCherry before it is picked",
            Self::OutcomeUnknown { .. } => {
                "look the reference up in BlueCherry; it is asked again and again, and the order goes on once it answers"
            }
            Self::EchoDiffers { .. } => {
                "compare the sales order in BlueCherry with the Shopify order before it is picked"
            }
            Self::ChangedAfterExport { .. } => {
                "make the same change in BlueCherry by hand, or tell the customer that it is too late"
            }
            Self::MoneyKept => {
                "pay the rest back in Shopify, or book it in BlueCherry by hand: no sales order will carry it"
            }
            Self::NumbersNotShown { .. } => {
                "the sales orders stand; mend the app's scopes or the metafield's definition in Shopify: the numbers are written again when the order changes"
            }
            Self::OrderNotFound => {
                "look the order up in Shopify: it was deleted, or it is older than 60 days and the scope read_all_orders is missing"
            }
            Self::OrderUnreadable { .. } => {
                "send the named field to engineering; the order is read again each hour, and goes once it can be read"
            }
        }
    }
}

/// Something of a document that needs a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exception {
    /// What is wrong.
    pub problem: Problem,
    /// How much money it holds up; none where nothing is known of the order.
    pub at_stake: Option<Money>,
}

impl Exception {
    /// An exception that holds up so much money.
    pub fn new(problem: Problem, at_stake: impl Into<Option<Money>>) -> Self {
        Self { problem, at_stake: at_stake.into() }
    }

    /// Whether it is the same trouble, however its details changed: it then keeps its age.
    pub fn is_same_trouble(&self, other: &Self) -> bool {
        let part = |problem: &Problem| match problem {
            Problem::ErpRejected { part, .. }
            | Problem::FoundTwice { part, .. }
            | Problem::OutcomeUnknown { part, .. } => Some(*part),
            _ => None,
        };
        self.problem.kind() == other.problem.kind() && part(&self.problem) == part(&other.problem)
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.problem.kind(), self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingCode { code, sources } => write!(f, "no {code} mapping for `{}`", sources.join("`, `")),
            Self::SkuOutsideLocation { sku, division, location } => {
                write!(f, "`{sku}` is of division {division}, which location {location} does not serve")
            }
            Self::RoutingIncomplete => f.write_str("Shopify has not assigned a location to every unit"),
            Self::TotalsDoNotTie { sums } => {
                let say = |untied: &Untied| {
                    format!("{} is {}, its components {}", untied.sum, untied.stated, untied.components)
                };
                f.write_str(&sums.iter().map(say).collect::<Vec<_>>().join(", "))
            }
            Self::CurrenciesMixed => f.write_str("amounts of several currencies stand in one order"),
            Self::PaidBackElsewhere { gateways } => {
                write!(f, "more was paid back by `{}` than it took", gateways.join("`, `"))
            }
            Self::CircularLine => f.write_str("a line carries `_cycle`"),
            Self::LineNotSupported { line } => write!(f, "a line is of the kind {line:?}"),
            Self::AddressMissing => f.write_str("there is no shipping address, and no house address is set"),
            Self::ErpRejected { part, errors } => {
                let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
                write!(f, "BlueCherry refused part {part}: {}", errors.join(", "))
            }
            Self::FoundTwice { part, numbers } => {
                let numbers: Vec<&str> = numbers.iter().map(SalesOrderNumber::as_str).collect();
                write!(f, "part {part} stands as sales orders {}", numbers.join(" and "))
            }
            Self::OutcomeUnknown { part, reference } => {
                write!(f, "whether part {part} was booked under {reference} could not be found out")
            }
            Self::EchoDiffers { number, what } => write!(f, "sales order {number} was booked otherwise: {what}"),
            Self::ChangedAfterExport { differences } => {
                let say = |one: &Difference| format!("{} was {}, is now {}", one.what, one.exported, one.now);
                f.write_str(&differences.iter().map(say).collect::<Vec<_>>().join("; "))
            }
            Self::MoneyKept => f.write_str("nothing is left to send, but money was kept"),
            Self::NumbersNotShown { why } => write!(f, "Shopify does not show the sales orders' numbers: {why}"),
            Self::OrderNotFound => f.write_str("Shopify does not show the order"),
            Self::OrderUnreadable { why } => write!(f, "the order cannot be read: {why}"),
        }
    }
}

/// An exception with its age.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenException {
    /// What it is.
    pub exception: Exception,
    /// Since when.
    pub since: Timestamp,
}
