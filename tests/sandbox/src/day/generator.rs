//! The customers of a day. The same seed makes the same orders, and the generator knows what each must come to.

use jiff::Timestamp;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_decimal::{Decimal, RoundingStrategy};
use sha2::{Digest, Sha256};

use crate::shopify::{
    Address, Allocation, DiscountApplication, DiscountKind, FinancialStatus, Line, Order, Property, ShippingLine, Tax,
    Transaction, TransactionKind, TransactionStatus,
};
use crate::world::samples::{Row, Samples, value};

/// What an order must come to when the day is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Its sales orders.
    Exported,
    /// Nothing: it is none of ours.
    Ineligible,
    /// An exception of this kind.
    Exception(&'static str),
}

/// An order of the day.
#[derive(Debug, Clone)]
pub struct Customer {
    /// The order as the customer leaves it.
    pub order: Order,
    /// What it must come to.
    pub expected: Expected,
    /// It stays a draft.
    pub draft: bool,
    /// When it is placed, as a share of the day.
    pub at: f64,
    /// How much later it is paid, as a share of the day; at once if none.
    pub paid_after: Option<(f64, &'static str)>,
    /// How much later Shopify routes it, as a share of the day; at once if none.
    pub routed_after: Option<f64>,
}

/// A word that stands in every personal field and nowhere else.
pub const CANARY: &str = "Qanary";

/// The article of the samples that BlueCherry does not know.
pub fn unknown_to_erp(samples: &Samples) -> String {
    samples.skus.last().map(|row| value(row, "source").to_owned()).unwrap_or_default()
}

/// The shop's currency.
const CURRENCY: &str = "GBP";
/// Ids are beyond 2^53, as Shopify's are.
const FIRST_ORDER: u64 = 820_982_911_946_154_508;

/// The orders of a day.
pub fn customers(seed: u64, orders: u32, samples: &Samples) -> Vec<Customer> {
    (0..orders).map(|number| customer(seed, number, samples, crate::world::now())).collect()
}

/// One customer of a seed, by number, who comes at this time.
pub fn customer(seed: u64, number: u32, samples: &Samples, created_at: Timestamp) -> Customer {
    Draw::new(seed, number).customer(samples, created_at)
}

/// All draws of one order: they depend on the seed and its number, so that leaving one out shifts no other.
struct Draw {
    rng: ChaCha8Rng,
    number: u32,
    id: u64,
}

impl Draw {
    fn new(seed: u64, number: u32) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(seed.to_be_bytes());
        hasher.update(number.to_be_bytes());
        let rng = ChaCha8Rng::from_seed(hasher.finalize().into());
        let id = FIRST_ORDER + (seed % 1_000_000) * 1_000_000_000 + u64::from(number) * 1_000;
        Self { rng, number, id }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn one_of<'rows>(&mut self, rows: &'rows [Row]) -> &'rows Row {
        let index = self.rng.random_range(0..rows.len());
        &rows[index]
    }

    fn customer(mut self, samples: &Samples, created_at: Timestamp) -> Customer {
        let kind = self.rng.random_range(0..1000);
        let special = SPECIALS.iter().find(|(below, _)| kind < *below).map(|(_, special)| *special);
        let mut order = Order::blank(self.id, &format!("#{}", 1001 + self.number), CURRENCY, created_at);
        order.taxes_included = self.chance(50);
        order.email = Some(format!("{CANARY}.{}@example.test", self.number));
        order.phone = Some(format!("+44 7700 9{:05}", self.number));
        order.shipping_address = (!self.chance(3)).then(|| address(self.number));
        order.billing_address.clone_from(&order.shipping_address);
        self.lines(&mut order, samples, special);
        self.discount(&mut order, samples);
        self.shipping(&mut order, samples);
        let mut customer = Customer {
            order,
            expected: Expected::Exported,
            draft: false,
            at: f64::from(self.rng.random_range(0..1_000_000_u32)) / 1_000_000.0,
            paid_after: None,
            routed_after: self.chance(6).then(|| f64::from(self.rng.random_range(1..50_u32)) / 1_000.0),
        };
        self.apply(special, &mut customer, samples);
        customer
    }

    fn lines(&mut self, order: &mut Order, samples: &Samples, special: Option<Special>) {
        let single = special.is_some_and(|special| special != Special::PaidLater);
        let count = if single { 1 } else { self.rng.random_range(1..=4_u32) };
        let known = samples.skus.len() - 1;
        for position in 0..u64::from(count) {
            let row = self.one_of(&samples.skus[..known]);
            let quantity = if single { 1 } else { self.rng.random_range(1..=5) };
            let price = Decimal::new(self.rng.random_range(500..20_000), 2);
            let mut line =
                Line::plain(self.id + 1 + position, value(row, "source"), self.id + 500 + position, quantity, price);
            line.locations = self.locations(samples, value(row, "division"), quantity);
            order.lines.push(line);
        }
    }

    /// A location that serves the division, or two for a line that is split.
    fn locations(&mut self, samples: &Samples, division: &str, quantity: u32) -> Vec<(u64, u32)> {
        let serving: Vec<u64> = samples
            .locations
            .iter()
            .filter(|row| value(row, "divisions").split('|').any(|served| served == division))
            .filter_map(|row| value(row, "source").parse().ok())
            .collect();
        let first = self.rng.random_range(0..serving.len());
        if quantity > 1 && serving.len() > 1 && self.chance(15) {
            let other = (first + 1) % serving.len();
            return vec![(serving[first], 1), (serving[other], quantity - 1)];
        }
        vec![(serving[first], quantity)]
    }

    fn discount(&mut self, order: &mut Order, samples: &Samples) {
        if !self.chance(30) {
            self.tax(order);
            return;
        }
        let row = self.one_of(&samples.allowances);
        let kind = if value(row, "source").chars().any(char::is_lowercase) {
            DiscountKind::Automatic
        } else {
            DiscountKind::Code
        };
        order.discounts.push(DiscountApplication { kind, name: value(row, "source").to_owned() });
        let percent = Decimal::from(self.rng.random_range(5..=40_u32));
        for line in &mut order.lines {
            let gross = line.price * Decimal::from(line.quantity);
            line.allocations.push(Allocation { amount: pence(gross * percent / Decimal::ONE_HUNDRED), application: 0 });
        }
        self.tax(order);
    }

    fn tax(&mut self, order: &mut Order) {
        let rate = Decimal::new(if self.chance(80) { 20 } else { 5 }, 2);
        for line in &mut order.lines {
            let off: Decimal = line.allocations.iter().map(|allocation| allocation.amount).sum();
            let net = line.price * Decimal::from(line.quantity) - off;
            line.taxes.push(tax(net, rate, order.taxes_included));
        }
    }

    fn shipping(&mut self, order: &mut Order, samples: &Samples) {
        let row = self.one_of(&samples.carriers);
        if value(row, "source") == "none" {
            return;
        }
        let price = Decimal::new([0, 495, 995, 1499][self.rng.random_range(0..4_usize)], 2);
        order.shipping_lines.push(ShippingLine {
            title: value(row, "source").to_owned(),
            code: Some(value(row, "source").to_owned()),
            price,
            current_discounted_price: price,
            taxes: vec![tax(price, Decimal::new(20, 2), order.taxes_included)],
            removed: false,
        });
    }

    fn apply(&mut self, special: Option<Special>, customer: &mut Customer, samples: &Samples) {
        let order = &mut customer.order;
        let mut gateway = if self.chance(75) { "shopify_payments" } else { "paypal" };
        match special {
            None => {}
            Some(Special::Test) => {
                order.test = true;
                customer.expected = Expected::Ineligible;
            }
            Some(Special::Unpaid) => {
                customer.expected = Expected::Ineligible;
                return;
            }
            Some(Special::Draft) => {
                customer.expected = Expected::Ineligible;
                customer.draft = true;
                return;
            }
            Some(Special::Cancelled) => {
                order.cancelled_at = Some(order.created_at);
                order.financial_status = FinancialStatus::Voided;
                customer.expected = Expected::Ineligible;
                return;
            }
            Some(Special::PaidLater) => {
                let after = f64::from(self.rng.random_range(1..80_u32)) / 1_000.0;
                customer.paid_after = Some((after, gateway));
                return;
            }
            Some(Special::UnknownSku) => {
                order.lines[0].sku = Some(format!("NOT-MAPPED-{}", self.number));
                customer.expected = Expected::Exception("missing_sku");
            }
            Some(Special::UnknownTender) => {
                gateway = "klarna";
                customer.expected = Expected::Exception("missing_tender");
            }
            Some(Special::UnknownCarrier) => {
                order.shipping_lines.clear();
                let price = Decimal::new(1999, 2);
                order.shipping_lines.push(ShippingLine {
                    title: "Drone".to_owned(),
                    code: None,
                    price,
                    current_discounted_price: price,
                    taxes: vec![tax(price, Decimal::new(20, 2), order.taxes_included)],
                    removed: false,
                });
                customer.expected = Expected::Exception("missing_carrier");
            }
            Some(Special::UnknownLocation) => {
                order.lines[0].locations = vec![(99_000_000_001, order.lines[0].quantity)];
                customer.expected = Expected::Exception("missing_location");
            }
            Some(Special::WrongLocation) => {
                let division = samples
                    .skus
                    .iter()
                    .find(|row| Some(value(row, "source")) == order.lines[0].sku.as_deref())
                    .map_or("", |row| value(row, "division"));
                let wrong = samples
                    .locations
                    .iter()
                    .find(|row| value(row, "divisions").split('|').all(|served| served != division))
                    .and_then(|row| value(row, "source").parse().ok());
                order.lines[0].locations = vec![(wrong.unwrap_or_default(), order.lines[0].quantity)];
                customer.expected = Expected::Exception("sku_outside_location");
            }
            Some(Special::Circular) => {
                let value = r#"{"item":{"type":"rental"},"method_type":"calendar"}"#.to_owned();
                order.lines[0].properties.push(Property { name: "_cycle".to_owned(), value });
                customer.expected = Expected::Exception("circular_line");
            }
            Some(Special::GiftCard) => {
                order.lines[0].gift_card = true;
                customer.expected = Expected::Exception("line_not_supported");
            }
            Some(Special::UnknownToErp) => {
                let row = samples.skus.last().unwrap_or(&samples.skus[0]);
                order.lines[0].sku = Some(value(row, "source").to_owned());
                order.lines[0].locations = self.locations(samples, value(row, "division"), order.lines[0].quantity);
                customer.expected = Expected::Exception("erp_rejected");
            }
        }
        customer.order = self.paid(customer.order.clone(), gateway);
    }

    /// Pays: by one gateway, or partly with a gift card.
    fn paid(&mut self, order: Order, gateway: &str) -> Order {
        let transaction = self.id + 900;
        let mut order = order.paid_by(transaction, gateway);
        if self.chance(8) && order.sums.total_price > Decimal::TEN {
            let card = Decimal::new(500, 2);
            order.transactions[0].amount -= card;
            order.transactions.push(Transaction {
                id: transaction + 1,
                kind: TransactionKind::Sale,
                status: TransactionStatus::Success,
                gateway: "gift_card".to_owned(),
                amount: card,
            });
        }
        order
    }
}

/// What is special about an order, and below which of 1000 draws.
const SPECIALS: [(u32, Special); 13] = [
    (20, Special::Test),
    (50, Special::Unpaid),
    (65, Special::Draft),
    (85, Special::Cancelled),
    (115, Special::PaidLater),
    (140, Special::UnknownSku),
    (150, Special::UnknownTender),
    (160, Special::UnknownCarrier),
    (170, Special::UnknownLocation),
    (180, Special::WrongLocation),
    (190, Special::Circular),
    (200, Special::GiftCard),
    (215, Special::UnknownToErp),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Special {
    Test,
    Unpaid,
    Draft,
    Cancelled,
    PaidLater,
    UnknownSku,
    UnknownTender,
    UnknownCarrier,
    UnknownLocation,
    WrongLocation,
    Circular,
    GiftCard,
    UnknownToErp,
}

fn tax(net: Decimal, rate: Decimal, included: bool) -> Tax {
    let price = if included { net * rate / (Decimal::ONE + rate) } else { net * rate };
    Tax { title: "VAT".to_owned(), rate, price: pence(price) }
}

fn pence(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

fn address(number: u32) -> Address {
    Address {
        name: Some(format!("Zoë {CANARY} {number}")),
        company: None,
        address1: Some(format!("{number} {CANARY} Lane")),
        address2: None,
        city: Some("Leeds".to_owned()),
        province_code: None,
        zip: Some(format!("LS{} 1AA", number % 30)),
        country_code: Some("GB".to_owned()),
        phone: Some(format!("+44 7700 9{number:05}")),
    }
}
