//! The codes and the address of a sales order, looked up in the sample files anew.

use crate::bluecherry::BookedOrder;
use crate::day::checks::components::warehouses;
use crate::day::checks::{Checked, units::line_of};
use crate::shopify::Order;
use crate::world::samples::{Samples, value};

/// Compares codes and address. An order whose articles are not in the samples (a user's own) is compared where it can be.
pub(super) fn equal(check: &mut Checked, samples: &Samples, order: &Order, booked: &[BookedOrder]) {
    let name = &order.name;
    for booked in booked {
        let posted = &booked.posted;
        check.fact(posted.currency_code == order.currency, || {
            format!("{name}: booked in {}, ordered in {}", posted.currency_code, order.currency)
        });
        address(check, order, booked);
        for row in &posted.lines {
            let Some(line) = order.lines.iter().find(|line| line.id == line_of(&row.ext_line_ref)) else {
                check.fact(false, || format!("{name}: line {} is not the order's", row.ext_line_ref));
                continue;
            };
            let Some(article) = line.sku.as_deref().and_then(|sku| Samples::find(&samples.skus, sku)) else { continue };
            let same = row.sku.division == value(article, "division")
                && row.sku.style == value(article, "style")
                && row.sku.color_code == value(article, "color_code")
                && row.sku.size_bk.to_string() == value(article, "size_bk");
            check.fact(same, || format!("{name}: {} is booked as {:?}", value(article, "source"), row.sku));
            check.fact(posted.division == row.sku.division, || format!("{name}: an article of another division"));
            check.fact(warehouses(samples, line).contains(&posted.location), || {
                format!("{name}: line {} is booked at {}", line.id, posted.location)
            });
            let given: Vec<&str> = line
                .allocations
                .iter()
                .filter_map(|allocation| order.discounts.get(allocation.application))
                .filter_map(|discount| Samples::find(&samples.allowances, &discount.name))
                .map(|row| value(row, "allowance"))
                .collect();
            for allowance in &row.allowances {
                check.fact(given.contains(&allowance.code.as_str()), || {
                    format!("{name}: line {} has allowance {}", line.id, allowance.code)
                });
            }
        }
        header(check, samples, order, booked);
    }
}

fn header(check: &mut Checked, samples: &Samples, order: &Order, booked: &BookedOrder) {
    let (name, posted) = (&order.name, &booked.posted);
    if let Some(division) = Samples::find(&samples.divisions, &posted.division) {
        let same = posted.customer == value(division, "customer")
            && posted.store == value(division, "store")
            && posted.terms == value(division, "terms")
            && posted.ord_type == value(division, "order_type");
        check.fact(same, || format!("{name}: customer {}, store {}", posted.customer, posted.store));
    }
    let shipping = order.shipping_lines.iter().find(|line| !line.removed);
    let chosen = shipping.map_or("none", |line| line.code.as_deref().unwrap_or(&line.title));
    if let Some(carrier) = Samples::find(&samples.carriers, chosen) {
        check.fact(posted.ship_via == value(carrier, "ship_via"), || format!("{name}: ship-via {}", posted.ship_via));
    }
    let tenders: Vec<&str> = order
        .transactions
        .iter()
        .filter_map(|transaction| Samples::find(&samples.tenders, &transaction.gateway))
        .map(|row| value(row, "tender"))
        .collect();
    for payment in posted.payments.iter().filter(|_| !tenders.is_empty()) {
        check.fact(tenders.contains(&payment.method.as_str()), || format!("{name}: tender {}", payment.method));
    }
}

fn address(check: &mut Checked, order: &Order, booked: &BookedOrder) {
    let ship_to = &booked.posted.ship_to;
    let same = match &order.shipping_address {
        Some(address) => {
            Some(&ship_to.name) == address.name.as_ref()
                && Some(&ship_to.addr1) == address.address1.as_ref()
                && Some(&ship_to.zip) == address.zip.as_ref()
        }
        None => ship_to.name == "Sample House",
    };
    check.fact(same, || format!("{}: the address is another", order.name));
}
