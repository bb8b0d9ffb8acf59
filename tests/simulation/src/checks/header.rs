//! I3: a sales order's header: account, codes, currency, dates and addresses.

use std::sync::LazyLock;

use sandbox::bluecherry::{Address as BookedAddress, BookedOrder};
use sandbox::shopify::{Address, Order};
use serde_json::Value;

use super::components::Compared;
use crate::customers::zone;
use crate::oracle::Oracle;

/// Who gets an order that has no address, as the deployment is told.
static HOUSE: LazyLock<Address> = LazyLock::new(|| {
    let told: Value = serde_json::from_str(sandbox::world::HOUSE_ADDRESS).unwrap_or_default();
    let text = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
    Address {
        name: text("name"),
        company: text("company"),
        address1: text("line1"),
        address2: text("line2"),
        city: text("city"),
        province_code: text("province"),
        zip: text("postcode"),
        country_code: text("country"),
        phone: text("phone"),
    }
});

/// Compares a header with a revision.
pub(super) fn compare(compared: &mut Compared, oracle: &Oracle, revision: &Order, order: &BookedOrder) {
    let (name, posted) = (&order.ext_ref, &order.posted);
    let account = [&posted.customer, &posted.store, &posted.terms, &posted.ord_type];
    let is_account = oracle.account(&posted.division).is_some_and(|due| due.each_ref() == account);
    compared.fact(is_account, || format!("{name} is booked to {account:?}, division {}", posted.division));
    let ship_via = oracle.ship_via(revision);
    compared
        .fact(Some(&posted.ship_via) == ship_via, || format!("{name} goes by {}, not {ship_via:?}", posted.ship_via));
    compared.fact(posted.currency_code == revision.currency, || {
        format!("{name} is booked in {}, sold in {}", posted.currency_code, revision.currency)
    });
    let ordered = revision.created_at.to_zoned_datetime(zone()).date().to_string();
    compared.fact([&posted.ord_date, &posted.start_date] == [&ordered; 2], || {
        format!("{name} is dated {}, to ship from {}: not {ordered}", posted.ord_date, posted.start_date)
    });
    let divisions = posted.lines.iter().all(|line| line.sku.division == posted.division);
    compared.fact(divisions, || format!("{name} holds an article of another division"));
    let phone = revision.phone.as_deref().unwrap_or_default();
    let goes_to = revision.shipping_address.as_ref().unwrap_or(&HOUSE);
    compared.fact(is_same(&posted.ship_to, goes_to, phone), || format!("{name} goes to another address"));
    let is_payer = match (&posted.bill_to, &revision.billing_address) {
        (Some(bill_to), Some(address)) => is_same(bill_to, address, phone),
        (bill_to, address) => bill_to.is_none() && address.is_none(),
    };
    compared.fact(is_payer, || format!("{name} is billed to another address"));
    compared.fact(posted.ship_to.email == revision.email.as_deref().unwrap_or_default(), || {
        format!("{name} tells another customer")
    });
}

fn is_same(booked: &BookedAddress, address: &Address, phone: &str) -> bool {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    // The firm, if there is one, takes the first line.
    let street = [&address.company, &address.address1, &address.address2].map(text);
    let mut street = street.into_iter().filter(|line| !line.is_empty());
    let lines = [&booked.addr1, &booked.addr2, &booked.addr3];
    let own = text(&address.phone);
    booked.name == text(&address.name)
        && lines.into_iter().all(|line| *line == street.next().unwrap_or_default())
        && booked.city == text(&address.city)
        && booked.state == text(&address.province_code)
        && booked.zip == text(&address.zip)
        && booked.country == text(&address.country_code)
        && booked.phone == if own.is_empty() { phone.to_owned() } else { own }
}
