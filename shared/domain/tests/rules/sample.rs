//! Sample orders, codes and policies, as plain functions.

use domain::address::{Address, AddressMark, Delivery};
use domain::code::{
    AllowanceCode, ChargeCode, CustomerCode, DivisionCode, OrderTypeCode, SalesOrderNumber, ShipViaCode, StoreCode,
    TenderCode, TermsCode, WarehouseCode,
};
use domain::id::{LineId, LocationId, OrderId, OrderName};
use domain::image::{Discount, FinancialStatus, Line, LineKind, OrderImage, Payment, Quantity, Routed, ShippingLine};
use domain::mapping::{
    CodeKey, Codes, DivisionTarget, LocationTarget, MappingKind, MappingRow, MappingTarget, SkuTarget,
};
use domain::money::{Currency, Money};
use domain::policy::{Horizon, Policy, Rules};
use domain::sales_order::{Booked, SalesOrder};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

/// An order id beyond 2^53, as Shopify's may become.
pub const ORDER: OrderId = OrderId(9_007_199_254_740_995);

/// Serves divisions 010 and 020 from warehouse W1.
pub const LONDON: LocationId = LocationId(71);
/// Serves divisions 010 and 020 from warehouse W2.
pub const LEEDS: LocationId = LocationId(72);
/// Serves division 020 alone, from warehouse W3.
pub const OUTLET: LocationId = LocationId(73);

/// A moment.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Noon of the sample day: the order was placed, and read, a little before.
pub fn noon() -> Timestamp {
    at("2026-11-24T12:00:00Z")
}

/// Pounds.
pub fn gbp(amount: &str) -> Money {
    Money::new(decimal(amount), Currency::parse("GBP").unwrap())
}

/// An exact decimal.
pub fn decimal(amount: &str) -> Decimal {
    amount.parse().unwrap()
}

/// A retail line without discounts, with its tax.
pub fn line(id: u64, sku: &str, units: u32, price: &str, tax: &str) -> Line {
    Line {
        id: LineId(id),
        kind: LineKind::Retail,
        sku: sku.to_owned(),
        ordered: Quantity(units),
        current: Quantity(units),
        ships: true,
        unit_price: gbp(price),
        discounts: Vec::new(),
        tax: gbp(tax),
    }
}

/// A discount on a line.
pub fn discount(source: &str, amount: &str) -> Discount {
    Discount { source: source.to_owned(), amount: gbp(amount) }
}

/// Units of a line at a location.
pub fn routed(line: u64, location: LocationId, units: u32) -> Routed {
    Routed { line: LineId(line), location, quantity: Quantity(units) }
}

/// One gateway's money.
pub fn payment(gateway: &str, amount: &str) -> Payment {
    Payment { gateway: gateway.to_owned(), amount: gbp(amount) }
}

/// An order of these lines with freight of 5.00 and 1.00 of tax on it, paid in full with one gateway. Every line must stand
/// whole.
pub fn order_of(lines: Vec<Line>, routing: Vec<Routed>) -> OrderImage {
    let tax: Decimal = lines.iter().map(|line| line.tax.amount).sum::<Decimal>() + decimal("1.00");
    let goods: Decimal = lines
        .iter()
        .map(|line| {
            let off: Decimal = line.discounts.iter().map(|discount| discount.amount.amount).sum();
            line.unit_price.amount * line.current.decimal() - off
        })
        .sum();
    let total = (goods + decimal("5.00") + tax).to_string();
    OrderImage {
        id: ORDER,
        name: OrderName("#1001".to_owned()),
        created_at: at("2026-11-24T11:50:00Z"),
        updated_at: at("2026-11-24T11:50:10Z"),
        read_at: at("2026-11-24T11:59:00Z"),
        test: false,
        cancelled_at: None,
        financial: FinancialStatus::Paid,
        taxes_included: false,
        currency: gbp("0").currency,
        has_address: true,
        lines,
        shipping: vec![ShippingLine { source: "STD".to_owned(), amount: gbp("5.00"), tax: gbp("1.00") }],
        extras: Vec::new(),
        total: gbp(&total),
        tax: gbp(&tax.to_string()),
        payments: vec![payment("shopify_payments", &total)],
        routing,
        numbers_shown: Vec::new(),
    }
}

/// The plain order: two tees with a discount, from London.
pub fn image() -> OrderImage {
    let tees = Line { discounts: vec![discount("WELCOME10", "8.00")], ..line(11, "TEE-M", 2, "40.00", "14.40") };
    order_of(vec![tees], vec![routed(11, LONDON, 2)])
}

/// Two divisions, two warehouses: four parts.
pub fn four_parts() -> OrderImage {
    order_of(
        vec![line(11, "TEE-M", 2, "40.00", "16.00"), line(12, "CAP", 3, "15.00", "9.00")],
        vec![routed(11, LONDON, 1), routed(11, LEEDS, 1), routed(12, LEEDS, 2), routed(12, LONDON, 1)],
    )
}

/// Three parts: division 010 with a discount from London, and division 020 from London and from Leeds.
pub fn three_parts() -> OrderImage {
    let tees = Line { discounts: vec![discount("WELCOME10", "8.00")], ..line(11, "TEE-M", 2, "40.00", "14.40") };
    order_of(
        vec![tees, line(12, "CAP", 2, "15.00", "6.00")],
        vec![routed(11, LONDON, 2), routed(12, LONDON, 1), routed(12, LEEDS, 1)],
    )
}

/// A code to look up.
pub fn key(kind: MappingKind, source: &str) -> CodeKey {
    CodeKey::new(kind, source)
}

/// A row of the sample mappings, in its first version.
pub fn row(source: &str, target: MappingTarget) -> MappingRow {
    MappingRow {
        source: source.to_owned(),
        target,
        version: 1,
        author: "sample".to_owned(),
        changed_at: at("2026-11-01T00:00:00Z"),
    }
}

/// An article of a division.
pub fn article(division: &str, style: &str) -> MappingTarget {
    MappingTarget::Sku(SkuTarget {
        division: DivisionCode::parse(division).unwrap(),
        style: style.to_owned(),
        color_code: "001".to_owned(),
        lbl_code: String::new(),
        dimension: String::new(),
        size_bk: 3,
        size_desc: "M".to_owned(),
        upc: None,
    })
}

/// A location that ships divisions from a warehouse.
pub fn location(warehouse: &str, divisions: &[&str]) -> MappingTarget {
    MappingTarget::Location(LocationTarget {
        warehouse: WarehouseCode::parse(warehouse).unwrap(),
        divisions: divisions.iter().map(|code| DivisionCode::parse(code).unwrap()).collect(),
    })
}

fn division(customer: &str) -> MappingTarget {
    MappingTarget::Division(DivisionTarget {
        customer: CustomerCode::parse(customer).unwrap(),
        store: StoreCode::parse("0001").unwrap(),
        terms: TermsCode::parse("CC").unwrap(),
        order_type: OrderTypeCode::parse("EC").unwrap(),
    })
}

/// Every row that the sample orders need.
pub fn rows() -> Vec<MappingRow> {
    let charge = |code| MappingTarget::Charge(ChargeCode::parse(code).unwrap());
    let tender = |code| MappingTarget::Tender(TenderCode::parse(code).unwrap());
    vec![
        row("71", location("W1", &["010", "020"])),
        row("72", location("W2", &["010", "020"])),
        row("73", location("W3", &["020"])),
        row("TEE-M", article("010", "000123")),
        row("CAP", article("020", "000456")),
        row("010", division("SHOP10")),
        row("020", division("SHOP20")),
        row("STD", MappingTarget::Carrier(ShipViaCode::parse("UPS").unwrap())),
        row("WELCOME10", MappingTarget::Allowance(AllowanceCode::parse("PROMO").unwrap())),
        row("freight", charge("FRT")),
        row("duty", charge("DTY")),
        row("tip", charge("TIP")),
        row("shopify_payments", tender("CARD")),
        row("gift_card", tender("GIFT")),
    ]
}

/// The sample codes without some.
pub fn codes_without(absent: &[CodeKey]) -> Codes {
    rows().into_iter().filter(|row| !absent.contains(&row.key())).collect()
}

/// The sample codes.
pub fn codes() -> Codes {
    codes_without(&[])
}

/// The policies, with the defaults of a deployment.
pub fn policy() -> Policy {
    Policy {
        go_live: at("2026-11-01T00:00:00Z"),
        capture_at_dispatch: false,
        has_house_address: false,
        patience: SignedDuration::from_hours(1),
        recheck: SignedDuration::from_mins(5),
        send_within: SignedDuration::from_secs(10),
        horizon: Horizon {
            client_timeout: SignedDuration::from_secs(30),
            gateway_timeout: SignedDuration::from_secs(30),
            clock_margin: SignedDuration::from_secs(60),
            import_cycle: SignedDuration::ZERO,
            read_lag: SignedDuration::from_secs(30),
        },
        resume_after: SignedDuration::from_mins(2),
        busy_retry: SignedDuration::from_secs(60),
    }
}

/// The policies with some codes.
pub fn rules(codes: Codes) -> Rules {
    Rules { policy: policy(), codes }
}

/// A made-up customer.
pub fn delivery() -> Delivery {
    let home = Address {
        name: "Ada Sample".to_owned(),
        company: "Sample Works".to_owned(),
        line1: "1 Sample Street".to_owned(),
        line2: "Flat 2".to_owned(),
        city: "Sampleton".to_owned(),
        province: "SMP".to_owned(),
        postcode: "SA1 1AA".to_owned(),
        country: "GB".to_owned(),
        phone: "+440000000001".to_owned(),
    };
    Delivery {
        ship_to: Some(home),
        bill_to: None,
        email: "ada@example.com".to_owned(),
        phone: "+440000000002".to_owned(),
    }
}

/// The mark of the sample customer's address.
pub fn mark() -> AddressMark {
    AddressMark::of(&delivery(), "00112233445566778899aabbccddeeff")
}

/// A sales order's number.
pub fn number(text: &str) -> SalesOrderNumber {
    SalesOrderNumber::parse(text).unwrap()
}

/// A sales order as BlueCherry books it when it books what was posted.
pub fn booked(posted: &SalesOrder, under: &str) -> Booked {
    Booked {
        number: number(under),
        currency: posted.currency,
        control: posted.control,
        lines: posted.lines.iter().map(|line| (line.reference.clone(), line.quantity)).collect(),
    }
}
