//! What the ERP refuses an order for. All reasons are named at once, and one is enough to book nothing.

use rust_decimal::Decimal;

use super::charset::charset;
use super::codes::{MasterData, fold, knows, same};
use super::company_settings::CompanySettings;
use super::orders::{Address, Allowance, Line, SalesOrder};
use super::rejects::Problem;

/// Every reason to refuse `order`.
pub(super) fn check(order: &SalesOrder, settings: &CompanySettings, known: &MasterData) -> Vec<Problem> {
    let mut problems = Vec::new();
    header_codes(order, known, &mut problems);
    currency(order, known, &mut problems);
    dates(order, &mut problems);
    references(order, settings, &mut problems);
    lengths(order, settings, &mut problems);
    for line in &order.lines {
        line_codes(line, order, known, &mut problems);
    }
    line_count(order, &mut problems);
    money_places(order, &mut problems);
    control(order, &mut problems);
    charset(order, &mut problems);
    problems
}

/// What keeps an order from being staged. Everything else is found by its import.
pub(super) fn envelope(order: &SalesOrder, settings: &CompanySettings) -> Vec<Problem> {
    let mut problems = Vec::new();
    references(order, settings, &mut problems);
    line_count(order, &mut problems);
    problems
}

fn line_count(order: &SalesOrder, problems: &mut Vec<Problem>) {
    if order.lines.is_empty() {
        problems.push(Problem::header("BC_QTY", "lines", "", "An order needs a line."));
    }
}

fn header_codes(order: &SalesOrder, known: &MasterData, problems: &mut Vec<Problem>) {
    let mut need = |holds: bool, code: &'static str, field: &str, value: &str| {
        if !holds {
            problems.push(Problem::header(code, field, value, format!("{field} {value} is not set up.")));
        }
    };
    let divisions = &known.divisions;
    let division = divisions.iter().any(|division| same(&division.code, &order.division));
    need(division, "BC_DIVISION", "division", &order.division);
    let customer = known.customers.iter().find(|customer| same(&customer.code, &order.customer));
    need(customer.is_some(), "BC_CUSTOMER", "customer", &order.customer);
    if let Some(customer) = customer {
        let store = blank(&order.store) || knows(&customer.stores, &order.store);
        need(store, "BC_STORE", "store", &order.store);
    }
    need(knows(&known.ord_types, &order.ord_type), "BC_ORD_TYPE", "ord_type", &order.ord_type);
    need(knows(&known.locations, &order.location), "BC_LOCATION", "location", &order.location);
    let ship_via = blank(&order.ship_via) || knows(&known.ship_via, &order.ship_via);
    need(ship_via, "BC_SHIP_VIA", "ship_via", &order.ship_via);
    let terms = blank(&order.terms) || knows(&known.terms, &order.terms);
    need(terms, "BC_TERMS", "terms", &order.terms);
    for Allowance { code, .. } in &order.allowances {
        need(knows(&known.allowance_codes, code), "BC_ALLOWANCE", "allowances.code", code);
    }
    for charge in &order.charges {
        need(knows(&known.charge_codes, &charge.code), "BC_CHARGE", "charges.code", &charge.code);
    }
    for payment in &order.payments {
        need(knows(&known.payment_methods, &payment.method), "BC_TENDER", "payments.method", &payment.method);
    }
}

fn currency(order: &SalesOrder, known: &MasterData, problems: &mut Vec<Problem>) {
    let division = known.divisions.iter().find(|division| same(&division.code, &order.division));
    if division.is_some_and(|division| !knows(&division.currencies, &order.currency_code)) {
        let message = format!("Division {} does not sell in {}.", order.division, order.currency_code);
        problems.push(Problem::header("BC_CURRENCY", "currency_code", &order.currency_code, message));
    }
}

fn dates(order: &SalesOrder, problems: &mut Vec<Problem>) {
    let mut read = |field: &str, text: &str| {
        let date = text.parse::<jiff::civil::Date>().ok();
        if date.is_none() && !(blank(text) && field != "ord_date") {
            problems.push(Problem::header("BC_DATE_WINDOW", field, text, format!("{field} is not a date.")));
        }
        date
    };
    read("ord_date", &order.ord_date);
    let start = read("start_date", &order.start_date);
    let cancel = read("cancel_date", &order.cancel_date);
    if start.zip(cancel).is_some_and(|(start, cancel)| cancel < start) {
        let message = "The cancel date lies before the start date.";
        problems.push(Problem::header("BC_DATE_WINDOW", "cancel_date", &order.cancel_date, message));
    }
}

fn references(order: &SalesOrder, settings: &CompanySettings, problems: &mut Vec<Problem>) {
    let field = settings.reference_field;
    for (field, value) in [(field.name(), field.of(order)), ("ext_ref", &order.ext_ref)] {
        fits("", field, value, settings.reference_length, problems);
    }
}

fn lengths(order: &SalesOrder, settings: &CompanySettings, problems: &mut Vec<Problem>) {
    let longest = &settings.lengths;
    let mut address = |which: &str, address: &Address| {
        for (field, value, longest) in [
            ("name", &address.name, longest.name),
            ("addr1", &address.addr1, longest.address),
            ("addr2", &address.addr2, longest.address),
            ("addr3", &address.addr3, longest.address),
            ("city", &address.city, longest.city),
            ("zip", &address.zip, longest.zip),
            ("phone", &address.phone, longest.phone),
        ] {
            fits(which, field, value, longest, problems);
        }
    };
    address("ship_to.", &order.ship_to);
    if let Some(bill_to) = &order.bill_to {
        address("bill_to.", bill_to);
    }
}

fn fits(group: &str, field: &str, value: &str, longest: usize, problems: &mut Vec<Problem>) {
    if value.chars().count() > longest {
        let field = format!("{group}{field}");
        problems.push(Problem::header(
            "BC_FIELD_LENGTH",
            &field,
            value,
            format!("{field} takes {longest} characters."),
        ));
    }
}

fn line_codes(line: &Line, order: &SalesOrder, known: &MasterData, problems: &mut Vec<Problem>) {
    let mut refuse = |code: &'static str, field: &str, value: &str, message: String| {
        problems.push(Problem::line(line.line_no, code, field, value, message));
    };
    if let Some((field, value)) = line.sku.unknown_part(&known.skus) {
        refuse("BC_SKU_UNKNOWN", field, &value, format!("No such {field} for this SKU."));
    } else if !same(&line.sku.division, &order.division) {
        let message = format!("The SKU belongs to division {}.", fold(&line.sku.division));
        refuse("BC_DIVISION", "division", &line.sku.division, message);
    }
    if line.qty <= 0 {
        refuse("BC_QTY", "qty", &line.qty.to_string(), "A quantity is above nought.".to_owned());
    }
    if !blank(&line.location) && !knows(&known.locations, &line.location) {
        refuse("BC_LOCATION", "location", &line.location, format!("location {} is not set up.", line.location));
    }
    for Allowance { code, .. } in &line.allowances {
        if !knows(&known.allowance_codes, code) {
            refuse("BC_ALLOWANCE", "allowances.code", code, format!("allowance {code} is not set up."));
        }
    }
}

/// Amounts have two places and unit prices four: a column can't hold more, and a silent rounding would break the totals.
fn money_places(order: &SalesOrder, problems: &mut Vec<Problem>) {
    let mut places = |field: &str, amount: Decimal, most: u32| {
        if amount.normalize().scale() > most {
            let message = format!("{field} takes {most} decimal places.");
            problems.push(Problem::header("BC_FIELD_LENGTH", field, &amount.to_string(), message));
        }
    };
    for line in &order.lines {
        places("unit_price", line.unit_price, 4);
        places("list_price", line.list_price.unwrap_or_default(), 4);
        places("tax_amt", line.tax_amt, 2);
    }
    let line_allowances = order.lines.iter().flat_map(|line| &line.allowances);
    for allowance in line_allowances.chain(&order.allowances) {
        places("allowances.amt", allowance.amt, 2);
    }
    for charge in &order.charges {
        places("charges.amt", charge.amt, 2);
        places("charges.tax_amt", charge.tax_amt, 2);
    }
    for payment in &order.payments {
        places("payments.amt", payment.amt, 2);
    }
}

fn control(order: &SalesOrder, problems: &mut Vec<Problem>) {
    let (said, is) = (&order.control, order.totals());
    for (field, said, is) in [
        ("control.units", Decimal::from(said.units), Decimal::from(is.units)),
        ("control.merch_amt", said.merch_amt, is.merch_amt),
        ("control.allow_amt", said.allow_amt, is.allow_amt),
        ("control.freight_amt", said.freight_amt, is.freight_amt),
        ("control.tax_amt", said.tax_amt, is.tax_amt),
        ("control.total", said.total, is.total),
    ] {
        if said != is {
            let message = format!("The order comes to {is}, not {said}.");
            problems.push(Problem::header("BC_CONTROL_TOTAL", field, &said.to_string(), message));
        }
    }
}

fn blank(code: &str) -> bool {
    code.trim().is_empty()
}
