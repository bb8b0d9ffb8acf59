//! What must come of an order, from the shop's own facts and the sample files: the generator's knowledge, never our formulas.

use std::collections::{BTreeMap, BTreeSet};

use domain::mapping::MappingTarget;
use rust_decimal::Decimal;
use sandbox::day::checks::is_eligible;
use sandbox::shopify::{FinancialStatus, Order, TransactionKind, TransactionStatus};
use sandbox::world::samples::{Row, Samples, value};

use crate::customers::{Action, What};

/// An article's identity in BlueCherry: division, style, colour, label, dimension and size bucket.
pub type Article = (String, String, String, String, String, u8);

/// What is printed of an article: the description of its size and its UPC.
pub type Label = (String, Option<String>);

/// A sales order of its own: division and warehouse.
pub type PartKey = (String, String);

/// How a division's orders are booked: customer, store, terms, order type.
pub type Account = [String; 4];

/// The merchant's codes when everything has come that comes, and what BlueCherry then knows.
pub struct Oracle {
    articles: BTreeMap<String, Article>,
    labels: BTreeMap<String, Label>,
    places: BTreeMap<u64, (String, BTreeSet<String>)>,
    accounts: BTreeMap<String, Account>,
    carriers: BTreeMap<String, String>,
    allowances: BTreeMap<String, String>,
    charges: BTreeMap<String, String>,
    tenders: BTreeMap<String, String>,
    unknown_to_erp: BTreeSet<Article>,
}

impl Oracle {
    /// The codes of the samples and of what is put in this plan.
    pub fn new(samples: &Samples, plan: &[Action]) -> Self {
        let pairs = |rows: &[Row], target: &str| -> BTreeMap<String, String> {
            rows.iter().map(|row| (value(row, "source").to_owned(), value(row, target).to_owned())).collect()
        };
        let divisions = |text: &str| text.split('|').map(str::to_owned).collect();
        let mut oracle = Self {
            articles: samples.skus.iter().map(|row| (value(row, "source").to_owned(), article(row))).collect(),
            labels: samples.skus.iter().map(|row| (value(row, "source").to_owned(), label(row))).collect(),
            places: samples
                .locations
                .iter()
                .filter_map(|row| {
                    let id = value(row, "source").parse().ok()?;
                    Some((id, (value(row, "warehouse").to_owned(), divisions(value(row, "divisions")))))
                })
                .collect(),
            accounts: samples
                .divisions
                .iter()
                .map(|row| {
                    let column = |name| value(row, name).to_owned();
                    (column("source"), ["customer", "store", "terms", "order_type"].map(column))
                })
                .collect(),
            carriers: pairs(&samples.carriers, "ship_via"),
            allowances: pairs(&samples.allowances, "allowance"),
            charges: pairs(&samples.charges, "charge"),
            tenders: pairs(&samples.tenders, "tender"),
            unknown_to_erp: samples.skus.last().map(article).into_iter().collect(),
        };
        for action in plan {
            oracle.learn(&action.what);
        }
        oracle
    }

    fn learn(&mut self, what: &What) {
        match what {
            What::PutMapping(row) => {
                let source = row.source.clone();
                match &row.target {
                    MappingTarget::Sku(sku) => {
                        let (style, colour) = (sku.style.clone(), sku.color_code.clone());
                        let (label, dimension) = (sku.lbl_code.clone(), sku.dimension.clone());
                        let article = (sku.division.to_string(), style, colour, label, dimension, sku.size_bk);
                        self.labels.insert(source.clone(), (sku.size_desc.clone(), sku.upc.clone()));
                        self.articles.insert(source, article);
                    }
                    MappingTarget::Location(place) => {
                        let served = place.divisions.iter().map(ToString::to_string).collect();
                        self.places.extend(source.parse().ok().map(|id| (id, (place.warehouse.to_string(), served))));
                    }
                    MappingTarget::Carrier(code) => drop(self.carriers.insert(source, code.to_string())),
                    MappingTarget::Tender(code) => drop(self.tenders.insert(source, code.to_string())),
                    MappingTarget::Allowance(code) => drop(self.allowances.insert(source, code.to_string())),
                    MappingTarget::Charge(_) | MappingTarget::Division(_) => {}
                }
            }
            What::Know(sku) => {
                let codes = [&sku.division, &sku.style, &sku.color_code, &sku.lbl_code, &sku.dimension];
                let [division, style, colour, label, dimension] = codes.map(Clone::clone);
                self.unknown_to_erp.remove(&(division, style, colour, label, dimension, sku.size_bk));
            }
            _ => {}
        }
    }

    /// The article of a line, if it is mapped.
    pub fn article(&self, sku: Option<&str>) -> Option<&Article> {
        self.articles.get(sku?.trim())
    }

    /// What is printed of a line's article, if it is mapped.
    pub fn label(&self, sku: Option<&str>) -> Option<&Label> {
        self.labels.get(sku?.trim())
    }

    /// How a division's orders are booked.
    pub fn account(&self, division: &str) -> Option<&Account> {
        self.accounts.get(division)
    }

    /// The ship-via of an order's first shipping line, if it is mapped.
    pub fn ship_via(&self, order: &Order) -> Option<&String> {
        let line = order.shipping_lines.iter().find(|line| !line.removed);
        self.carriers.get(line.map_or("none", |line| line.code.as_deref().unwrap_or(&line.title)))
    }

    /// The allowance of a discount.
    pub fn allowance(&self, discount: &str) -> Option<&String> {
        self.allowances.get(discount)
    }

    /// The charge that carriage is booked to.
    pub fn freight(&self) -> Option<&String> {
        self.charges.get("freight")
    }

    /// The tender of a gateway.
    pub fn tender(&self, gateway: &str) -> Option<&String> {
        self.tenders.get(gateway)
    }

    /// The divisions that a location serves, if it is mapped.
    pub fn served(&self, location: u64) -> Option<&BTreeSet<String>> {
        self.places.get(&location).map(|(_, divisions)| divisions)
    }

    /// Units by line and location, as the shop's fulfilment orders stand.
    pub fn routed(order: &Order) -> BTreeMap<(u64, u64), u32> {
        let mut units = BTreeMap::new();
        for fulfilment in &order.fulfillment_orders {
            for row in fulfilment.lines.iter().filter(|row| row.total > 0) {
                *units.entry((row.line, fulfilment.location)).or_default() += row.total;
            }
        }
        units
    }

    /// The parts of a routed order, each with its units by line; what has no place or no article is left out.
    pub fn parts(&self, order: &Order) -> BTreeMap<PartKey, BTreeMap<u64, u32>> {
        let mut parts: BTreeMap<PartKey, BTreeMap<u64, u32>> = BTreeMap::new();
        for ((line, location), units) in Self::routed(order) {
            let sku = order.lines.iter().find(|known| known.id == line).and_then(|line| line.sku.as_deref());
            let (Some(article), Some((warehouse, _))) = (self.article(sku), self.places.get(&location)) else {
                continue;
            };
            *parts.entry((article.0.clone(), warehouse.clone())).or_default().entry(line).or_default() += units;
        }
        parts
    }

    /// What holds a whole order that is eligible and of which nothing is booked: each once, with its kind.
    pub fn holds(&self, order: &Order) -> Vec<&'static str> {
        let mut kinds = Vec::new();
        let standing = || order.lines.iter().filter(|line| line.current_quantity > 0);
        let is_circular = |line: &&_| carries_cycle(line);
        if standing().any(|line| is_circular(&line)) {
            kinds.push("circular_line");
        }
        if standing().any(|line| line.gift_card && !carries_cycle(line)) {
            kinds.push("line_not_supported");
        }
        if paid(order).values().sum::<Decimal>() != order.sums.current_total_price {
            kinds.push("totals_do_not_tie");
        }
        if standing().any(|line| self.article(line.sku.as_deref()).is_none()) {
            kinds.push("missing_sku");
        }
        let routed = Self::routed(order);
        if routed.keys().any(|(_, location)| !self.places.contains_key(location)) {
            kinds.push("missing_location");
        }
        for (line, location) in routed.keys() {
            let line = standing().find(|known| known.id == *line);
            let article = line.and_then(|line| self.article(line.sku.as_deref()));
            if let (Some(article), Some((_, served))) = (article, self.places.get(location))
                && !served.contains(&article.0)
            {
                kinds.push("sku_outside_location");
            }
        }
        kinds
    }

    /// What holds a part of these lines alone.
    pub fn lacks(&self, order: &Order, lines: &BTreeMap<u64, u32>) -> Vec<&'static str> {
        let mut kinds = Vec::new();
        if self.ship_via(order).is_none() {
            kinds.push("missing_carrier");
        }
        let of_part = || order.lines.iter().filter(|line| lines.contains_key(&line.id));
        let discounts = of_part().flat_map(|line| &line.allocations);
        let mut names = discounts.filter_map(|allocation| order.discounts.get(allocation.application));
        if names.any(|discount| self.allowance(&discount.name).is_none()) {
            kinds.push("missing_allowance");
        }
        if paid(order).keys().any(|gateway| self.tender(gateway).is_none()) {
            kinds.push("missing_tender");
        }
        let unknown = of_part().filter_map(|line| self.article(line.sku.as_deref()));
        if kinds.is_empty() && unknown.into_iter().any(|article| self.unknown_to_erp.contains(article)) {
            kinds.push("erp_rejected");
        }
        kinds
    }

    /// Whether a part of these lines has every code that it names: it can be posted, whatever BlueCherry makes of it.
    pub fn can_go(&self, order: &Order, lines: &BTreeMap<u64, u32>) -> bool {
        self.lacks(order, lines).iter().all(|kind| *kind == "erp_rejected")
    }
}

/// Whether an order is to be exported, as it stands.
pub fn eligible(order: &Order) -> bool {
    is_eligible(order)
}

/// Whether every standing unit has a location.
pub fn is_routed(order: &Order) -> bool {
    let routed = Oracle::routed(order);
    let units = |line: u64| routed.iter().filter(|((of, _), _)| *of == line).map(|(_, units)| *units).sum::<u32>();
    !routed.is_empty() && order.lines.iter().all(|line| units(line.id) >= line.current_quantity)
}

/// What each gateway holds: taken less paid back. Gateways that hold nothing are left out.
pub fn paid(order: &Order) -> BTreeMap<&str, Decimal> {
    let mut held: BTreeMap<&str, Decimal> = BTreeMap::new();
    for transaction in order.transactions.iter().filter(|one| one.status == TransactionStatus::Success) {
        let sign = match transaction.kind {
            TransactionKind::Sale | TransactionKind::Capture => Decimal::ONE,
            TransactionKind::Refund => -Decimal::ONE,
            TransactionKind::Authorization | TransactionKind::Void => Decimal::ZERO,
        };
        *held.entry(&transaction.gateway).or_default() += sign * transaction.amount;
    }
    held.retain(|_, amount| !amount.is_zero());
    held
}

/// What was kept of an order that was never exported and of which nothing is left to send.
pub fn kept(order: &Order) -> Option<Decimal> {
    let is_left = order.cancelled_at.is_none() && order.lines.iter().any(|line| line.current_quantity > 0);
    let is_taken = matches!(order.financial_status, FinancialStatus::Paid | FinancialStatus::PartiallyRefunded);
    let kept = paid(order).values().sum::<Decimal>();
    (!order.test && !is_left && is_taken && !kept.is_zero()).then_some(kept)
}

/// Whether a revision differs from the one that was exported in what BlueCherry has to know.
pub fn differs(exported: &Order, now: &Order) -> bool {
    let units = |order: &Order| -> Vec<(u64, u32)> {
        order
            .lines
            .iter()
            .filter(|line| line.current_quantity > 0)
            .map(|line| (line.id, line.current_quantity))
            .collect()
    };
    let carriage = |order: &Order| -> Vec<(Decimal, Decimal)> {
        let standing = order.shipping_lines.iter().filter(|line| !line.removed);
        standing.map(|line| (line.current_discounted_price, line.taxes.iter().map(|tax| tax.price).sum())).collect()
    };
    let goes_to = |order: &Order| {
        order.shipping_address.as_ref().map(|address| {
            let fields = [&address.name, &address.company, &address.address1, &address.address2, &address.city];
            let more = [&address.province_code, &address.zip, &address.country_code];
            fields.into_iter().chain(more).map(|field| field.clone().unwrap_or_default()).collect::<Vec<_>>()
        })
    };
    let is_paid_back = matches!(
        now.financial_status,
        FinancialStatus::PartiallyRefunded
            | FinancialStatus::Refunded
            | FinancialStatus::Voided
            | FinancialStatus::Expired
    );
    (exported.cancelled_at.is_none() && now.cancelled_at.is_some())
        || (is_paid_back && exported.financial_status != now.financial_status)
        || (is_paid_back && paid(exported).values().sum::<Decimal>() != paid(now).values().sum::<Decimal>())
        || units(exported) != units(now)
        || exported.sums.current_total_price != now.sums.current_total_price
        || carriage(exported) != carriage(now)
        || goes_to(exported) != goes_to(now)
}

/// Whose an exception of a kind is, by the trade: codes and stock are operations', money is finance's, the customer's wishes
/// customer service's, and the integration's own faults engineering's.
pub fn owner(kind: &str) -> &'static str {
    match kind {
        "missing_allowance" | "missing_charge" | "missing_tender" | "totals_do_not_tie" | "currencies_mixed"
        | "money_kept" => "finance",
        "address_missing" | "changed_after_export" => "customer_service",
        "circular_line" | "line_not_supported" | "found_twice" | "echo_differs" | "numbers_not_shown"
        | "order_unreadable" => "engineering",
        _ => "operations",
    }
}

fn carries_cycle(line: &sandbox::shopify::Line) -> bool {
    line.properties.iter().any(|property| property.name == "_cycle")
}

fn label(row: &Row) -> Label {
    let upc = value(row, "upc").to_owned();
    (value(row, "size_desc").to_owned(), Some(upc).filter(|upc| !upc.is_empty()))
}

fn article(row: &Row) -> Article {
    let column = |name| value(row, name).to_owned();
    let size = value(row, "size_bk").parse().unwrap_or_default();
    (column("division"), column("style"), column("color_code"), column("lbl_code"), column("dimension"), size)
}
