//! What would be posted for an order as it stands: its parts with their money and codes, or what holds it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::eligibility::paid_back_elsewhere;
use crate::exception::{Exception, Problem};
use crate::export::code_book::CodeBook;
use crate::export::money::{PricedCharge, PricedLine, priced_charges, priced_lines, total_of};
use crate::image::{LineKind, OrderImage};
use crate::mapping::{CodeKey, Codes, DivisionTarget, MappingKind};
use crate::money::{CurrencyMismatch, Money, spread};
use crate::order::Order;
use crate::part::Part;
use crate::partition::{PartKey, Share, Slice, is_placed, partition_beside};
use crate::planted::{self, Bug};
use crate::policy::Policy;
use crate::reference::ExternalReference;
use crate::sales_order::{
    Control, SalesOrder, SalesOrderAllowance, SalesOrderCharge, SalesOrderLine, SalesOrderPayment,
};
use crate::totals::{Untied, untied};

/// A part as it would be posted.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Its ordinal.
    pub part: u16,
    /// What makes it a part.
    pub key: PartKey,
    /// What it comes to.
    pub total: Money,
    /// The sales order, or the codes that it still lacks.
    pub sales_order: Result<Arc<SalesOrder>, Vec<Problem>>,
    /// The mapping rows that decided it, with their versions.
    pub codes: Vec<(CodeKey, u32)>,
    /// Whether the order's charges go with it.
    pub carries_charges: bool,
}

/// What holds the whole order.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// What needs a person.
    pub exceptions: Vec<Exception>,
    /// Shopify has not finished routing it.
    pub unrouted: bool,
}

/// Plans an order: divides it, prices it, and resolves its codes.
///
/// # Errors
/// With everything at once that holds the whole order.
pub fn plan(order: &Order, image: &OrderImage, codes: &Codes, policy: &Policy) -> Result<Vec<Planned>, Held> {
    let mut problems = refusals(image, policy);
    match untied(image) {
        Ok(sums) if !sums.is_empty() => problems.push(Problem::TotalsDoNotTie { sums }),
        Ok(_) => {}
        Err(CurrencyMismatch { .. }) => problems.push(Problem::CurrenciesMixed),
    }
    let placed = placed(order);
    let shares = match partition_beside(&placed, image, codes) {
        Ok(shares) => shares,
        Err(found) => {
            problems.extend(found);
            Vec::new()
        }
    };
    let is_whole = image.standing_lines().all(|line| is_placed(&placed, line));
    let unrouted = !image.is_routed() && !is_whole;
    if unrouted || !problems.is_empty() {
        let exceptions = problems.into_iter().map(|problem| Exception::new(problem, image.total)).collect();
        return Err(Held { exceptions, unrouted });
    }
    assemble(order, image, codes, &shares)
        .map_err(|problem| Held { exceptions: vec![Exception::new(problem, image.total)], unrouted: false })
}

/// What stands at BlueCherry, or may, and so keeps its units.
fn placed(order: &Order) -> Vec<Share> {
    let live = order.parts.iter().filter(|part| part.state.may_be_live());
    live.filter_map(|part| part.posted().map(|posted| (part, posted)))
        .map(|(part, posted)| Share {
            key: part.key.clone(),
            division: DivisionTarget {
                customer: posted.customer.clone(),
                store: posted.store.clone(),
                terms: posted.terms.clone(),
                order_type: posted.order_type.clone(),
            },
            slices: slices_of(posted),
        })
        .collect()
}

/// One slice for each line, however many rows its prices took: spread over rows, its money would be rounded otherwise than it
/// was when the part was planned.
fn slices_of(posted: &SalesOrder) -> Vec<Slice> {
    let mut slices: Vec<Slice> = Vec::new();
    for row in &posted.lines {
        let Some(line) = row.shopify_line() else { continue };
        match slices.iter_mut().find(|slice| slice.line == line) {
            Some(slice) => slice.quantity.0 += row.quantity.0,
            None => slices.push(Slice { line, quantity: row.quantity, sku: row.sku.clone() }),
        }
    }
    slices
}

/// Lines and facts that no mapping can mend.
fn refusals(image: &OrderImage, policy: &Policy) -> Vec<Problem> {
    let mut problems = Vec::new();
    let has = |kind: LineKind| image.standing_lines().any(|line| line.kind == kind);
    if has(LineKind::Circular) {
        problems.push(Problem::CircularLine);
    }
    if has(LineKind::GiftCard) {
        problems.push(Problem::LineNotSupported { line: LineKind::GiftCard });
    }
    if !image.has_address && !policy.has_house_address {
        problems.push(Problem::AddressMissing);
    }
    problems.extend(paid_back_elsewhere(image));
    problems
}

fn assemble(order: &Order, image: &OrderImage, codes: &Codes, shares: &[Share]) -> Result<Vec<Planned>, Problem> {
    let mixed = |_: CurrencyMismatch| Problem::CurrenciesMixed;
    let lines = priced_lines(image, shares).map_err(mixed)?;
    let charges = priced_charges(image);
    let ordinals = ordinals(order, shares);
    let lacking: Vec<BTreeMap<MappingKind, BTreeSet<String>>> =
        lines.iter().map(|lines| lacking_for_lines(image, codes, lines)).collect();
    let charges_on = charges_on(order, &ordinals, &lacking);
    let standing: Vec<Option<&Arc<SalesOrder>>> = ordinals.iter().map(|ordinal| posted(order, *ordinal)).collect();
    let totals: Vec<Decimal> = (0..shares.len())
        .map(|index| {
            let extra: Decimal = charges.iter().map(|charge| charge.amount + charge.tax).sum();
            if let Some(posted) = standing[index] {
                return posted.control.total;
            }
            total_of(&lines[index]) + if charges_on == ordinals[index] { extra } else { Decimal::ZERO }
        })
        .collect();
    let whole: Decimal = totals.iter().copied().sum();
    if whole != image.total.amount {
        return Err(Problem::TotalsDoNotTie {
            sums: vec![Untied {
                sum: "parts".to_owned(),
                components: Money::new(whole, image.currency),
                stated: image.total,
            }],
        });
    }
    let payments: Vec<(String, Vec<Decimal>)> = (0..)
        .zip(&image.payments)
        .map(|(place, payment)| (payment.gateway.clone(), tendered(payment.amount, place, &totals, &standing)))
        .collect();
    Ok(shares
        .iter()
        .enumerate()
        .map(|(index, share)| {
            let carries = charges_on == ordinals[index];
            if let Some(posted) = standing[index] {
                return Planned {
                    part: ordinals[index],
                    key: share.key.clone(),
                    total: Money::new(totals[index], image.currency),
                    sales_order: Ok(Arc::clone(posted)),
                    codes: Vec::new(),
                    carries_charges: carries && !charges.is_empty(),
                };
            }
            let own_charges: &[PricedCharge] = if carries { &charges } else { &[] };
            let own_payments: Vec<(String, Decimal)> =
                payments.iter().map(|(gateway, shares)| (gateway.clone(), shares[index])).collect();
            let mut book = CodeBook::new(codes);
            let sales_order =
                code(order, image, share, ordinals[index], &lines[index], own_charges, &own_payments, &mut book);
            Planned {
                part: ordinals[index],
                key: share.key.clone(),
                total: Money::new(totals[index], image.currency),
                sales_order: book.finish(sales_order),
                codes: book.used,
                carries_charges: carries && !charges.is_empty(),
            }
        })
        .collect())
}

/// What each part holds of one payment, the one at this place. Where parts stand already with other shares, since the charges went
/// to another part meanwhile, the rest of it is spread over those that do not.
fn tendered(amount: Money, place: usize, totals: &[Decimal], standing: &[Option<&Arc<SalesOrder>>]) -> Vec<Decimal> {
    let booked = |posted: &Arc<SalesOrder>| posted.payments.get(place).map_or(Decimal::ZERO, |payment| payment.amount);
    let shares = spread(amount.amount, totals, amount.currency);
    if shares.iter().zip(standing).all(|(share, posted)| posted.is_none_or(|posted| booked(posted) == *share)) {
        return shares;
    }
    let open: Vec<Decimal> =
        totals.iter().zip(standing).filter(|(_, posted)| posted.is_none()).map(|(total, _)| *total).collect();
    let rest = amount.amount - standing.iter().flatten().map(|posted| booked(posted)).sum::<Decimal>();
    let mut shares = spread(rest, &open, amount.currency).into_iter();
    standing.iter().map(|posted| posted.map_or_else(|| shares.next().unwrap_or_default(), booked)).collect()
}

/// What stands for a part at BlueCherry, or may.
fn posted(order: &Order, ordinal: u16) -> Option<&Arc<SalesOrder>> {
    order.parts.iter().find(|part| part.ordinal == ordinal && part.state.may_be_live()).and_then(Part::posted)
}

/// A part keeps the ordinal of its key; a new key gets the lowest that is free, so that a part that waits is not renumbered
/// when a later one goes first.
fn ordinals(order: &Order, shares: &[Share]) -> Vec<u16> {
    let mut free = (1..=u16::MAX).filter(|ordinal| !order.parts.iter().any(|part| part.ordinal == *ordinal));
    shares
        .iter()
        .map(|share| {
            let held = order.parts.iter().find(|part| part.key == share.key).map(|part| part.ordinal);
            held.or_else(|| free.next()).unwrap_or(u16::MAX)
        })
        .collect()
}

/// The part that carries the order's charges: the one that was chosen before, else the first that can still go and lacks no
/// code.
fn charges_on(order: &Order, ordinals: &[u16], lacking: &[BTreeMap<MappingKind, BTreeSet<String>>]) -> u16 {
    let frozen = order.plan.as_ref().filter(|_| order.may_be_live()).and_then(|plan| plan.charges_on);
    let open = || ordinals.iter().zip(lacking).filter(|(part, _)| posted(order, **part).is_none());
    let is_ready = |lacking: &BTreeMap<_, _>| lacking.is_empty() || planted::is(Bug::ChargesWait);
    let ready = open().find(|(_, lacking)| is_ready(lacking)).or_else(|| open().next()).map(|(part, _)| *part);
    frozen.or(ready).unwrap_or_default()
}

fn lacking_for_lines(
    image: &OrderImage,
    codes: &Codes,
    lines: &[PricedLine],
) -> BTreeMap<MappingKind, BTreeSet<String>> {
    let mut book = CodeBook::new(codes);
    book.ship_via(image);
    for (source, _) in lines.iter().flat_map(|line| &line.discounts) {
        book.allowance(source);
    }
    book.missing
}

#[expect(clippy::too_many_arguments, reason = "one place puts a sales order together from all that was worked out")]
fn code(
    order: &Order,
    image: &OrderImage,
    share: &Share,
    part: u16,
    lines: &[PricedLine],
    charges: &[PricedCharge],
    payments: &[(String, Decimal)],
    book: &mut CodeBook<'_>,
) -> Option<SalesOrder> {
    for slice in &share.slices {
        if let Some(line) = image.lines.iter().find(|line| line.id == slice.line) {
            book.note(MappingKind::Sku, &line.sku);
        }
    }
    book.note(MappingKind::Division, share.key.division.as_str());
    for routed in image.routing.iter().filter(|routed| share.slices.iter().any(|slice| slice.line == routed.line)) {
        book.note(MappingKind::Location, &routed.location.to_string());
    }
    let ship_via = book.ship_via(image);
    let lines: Vec<SalesOrderLine> = lines
        .iter()
        .map(|priced| SalesOrderLine {
            allowances: priced
                .discounts
                .iter()
                .filter_map(|(source, amount)| {
                    book.allowance(source).map(|code| SalesOrderAllowance { code, amount: *amount })
                })
                .collect(),
            ..priced.line.clone()
        })
        .collect();
    let charges: Vec<SalesOrderCharge> = charges
        .iter()
        .filter_map(|charge| {
            book.charge(charge.source).map(|code| SalesOrderCharge { code, amount: charge.amount, tax: charge.tax })
        })
        .collect();
    let payments: Vec<SalesOrderPayment> = payments
        .iter()
        .filter_map(|(gateway, amount)| {
            book.tender(gateway).map(|method| SalesOrderPayment { method, amount: *amount })
        })
        .collect();
    Some(SalesOrder {
        reference: ExternalReference::sales_order(order.id, part),
        order: order.id,
        name: image.name.clone(),
        ordered_at: image.created_at,
        division: share.key.division.clone(),
        order_type: share.key.order_type.clone(),
        customer: share.division.customer.clone(),
        store: share.division.store.clone(),
        terms: share.division.terms.clone(),
        warehouse: share.key.warehouse.clone(),
        ship_via: ship_via?,
        currency: image.currency,
        control: Control::of(&lines, &charges),
        lines,
        charges,
        payments,
    })
}
