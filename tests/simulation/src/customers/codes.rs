//! The merchant's codes: the sample mappings as rows of the table, and rows that come during the day.

use domain::code::{
    AllowanceCode, ChargeCode, CustomerCode, DivisionCode, NotACode, OrderTypeCode, ShipViaCode, StoreCode, TenderCode,
    TermsCode, WarehouseCode,
};
use domain::mapping::{DivisionTarget, LocationTarget, MappingKind, MappingRow, MappingTarget, SkuTarget};
use jiff::{SignedDuration, Timestamp};
use sandbox::bluecherry::Sku;
use sandbox::shopify::Order;
use sandbox::world::samples::{Row, Samples, value};

use super::calendar::{begins, days, millis};
use super::draw::Draw;
use super::later::after;
use super::troubled::is_unmapped;
use super::{Action, What};
use crate::case::Case;

/// The sample mappings as the table holds them when the world begins.
///
/// # Errors
/// When a code of the samples is none.
pub fn mapping_rows(samples: &Samples, now: Timestamp) -> Result<Vec<MappingRow>, NotACode> {
    let kinds = [
        (MappingKind::Sku, &samples.skus),
        (MappingKind::Location, &samples.locations),
        (MappingKind::Division, &samples.divisions),
        (MappingKind::Carrier, &samples.carriers),
        (MappingKind::Allowance, &samples.allowances),
        (MappingKind::Charge, &samples.charges),
        (MappingKind::Tender, &samples.tenders),
    ];
    let rows = kinds.into_iter().flat_map(|(kind, rows)| rows.iter().map(move |row| (kind, row)));
    rows.map(|(kind, row)| mapping_row(kind, value(row, "source"), row, 1, now)).collect()
}

fn mapping_row(
    kind: MappingKind,
    source: &str,
    row: &Row,
    version: u32,
    changed_at: Timestamp,
) -> Result<MappingRow, NotACode> {
    let target = match kind {
        MappingKind::Sku => MappingTarget::Sku(SkuTarget {
            division: DivisionCode::parse(value(row, "division"))?,
            style: value(row, "style").to_owned(),
            color_code: value(row, "color_code").to_owned(),
            lbl_code: value(row, "lbl_code").to_owned(),
            dimension: value(row, "dimension").to_owned(),
            size_bk: value(row, "size_bk").parse().unwrap_or_default(),
            size_desc: value(row, "size_desc").to_owned(),
            upc: Some(value(row, "upc").to_owned()).filter(|upc| !upc.is_empty()),
        }),
        MappingKind::Location => MappingTarget::Location(LocationTarget {
            warehouse: WarehouseCode::parse(value(row, "warehouse"))?,
            divisions: value(row, "divisions").split('|').map(DivisionCode::parse).collect::<Result<_, _>>()?,
        }),
        MappingKind::Division => MappingTarget::Division(DivisionTarget {
            customer: CustomerCode::parse(value(row, "customer"))?,
            store: StoreCode::parse(value(row, "store"))?,
            terms: TermsCode::parse(value(row, "terms"))?,
            order_type: OrderTypeCode::parse(value(row, "order_type"))?,
        }),
        MappingKind::Carrier => MappingTarget::Carrier(ShipViaCode::parse(value(row, "ship_via"))?),
        MappingKind::Allowance => MappingTarget::Allowance(AllowanceCode::parse(value(row, "allowance"))?),
        MappingKind::Charge => MappingTarget::Charge(ChargeCode::parse(value(row, "charge"))?),
        MappingKind::Tender => MappingTarget::Tender(TenderCode::parse(value(row, "tender"))?),
    };
    Ok(MappingRow { source: source.to_owned(), target, version, author: "the merchant".to_owned(), changed_at })
}

/// An order's unknown article nearly always gets its row: long after, or while the order begins to wait for it and an index may not
/// show that yet.
pub(super) fn of_an_order(
    case: &Case,
    number: u32,
    samples: &Samples,
    order: &Order,
    at: SignedDuration,
    actions: &mut Vec<Action>,
) {
    let mut draw = Draw::of(case, number, "unknown article");
    for line in &order.lines {
        let source = line.sku.as_deref().unwrap_or_default();
        if Samples::find(&samples.skus, source).is_some() || !draw.happens(900) {
            continue;
        }
        let (location, _) = line.locations.first().copied().unwrap_or_default();
        let served = Samples::find(&samples.locations, &location.to_string()).map_or("", |row| value(row, "divisions"));
        let known = &samples.skus[..samples.skus.len().saturating_sub(1)];
        let fitting: Vec<&Row> =
            known.iter().filter(|row| served.split('|').any(|served| served == value(row, "division"))).collect();
        let Some(row) = draw.one_of(&fitting) else { continue };
        let when = if draw.happens(700) { at + millis(draw.between(1_000, 20_000)) } else { at + after(&mut draw) };
        put(MappingKind::Sku, source, row, 1, begins(case), when, actions);
    }
}

/// On some days a gateway, a carrier or a location gets the row that it lacked; on some BlueCherry gets to know the article that it
/// did not know, and somebody touches its mapping.
pub(super) fn of_the_day(case: &Case, samples: &Samples, actions: &mut Vec<Action>) {
    let mut draw = Draw::of_day(case, "codes of the day");
    let end = u64::from(days(case)) * 24 * 3_600_000;
    let lacking = [
        (MappingKind::Tender, "klarna", samples.tenders.first()),
        (MappingKind::Carrier, "Drone", samples.carriers.first()),
        (MappingKind::Location, "99000000001", samples.locations.first()),
    ];
    for (kind, source, like) in lacking {
        let (comes, when) = (draw.happens(350), millis(draw.between(3_600_000, end)));
        if let Some(row) = like.filter(|_| comes) {
            put(kind, source, row, 1, begins(case), when, actions);
        }
    }
    // The touch comes up to ten minutes later, and on the same day.
    let (comes, when) = (draw.happens(350), millis(draw.between(3_600_000, end - 700_000)));
    if let Some(row) = samples.skus.last().filter(|_| comes) {
        actions.push(Action { at: when, order: 0, what: What::Know(Box::new(article(row))) });
        let touched = when + millis(draw.between(1_000, 600_000));
        put(MappingKind::Sku, value(row, "source"), row, 2, begins(case), touched, actions);
    }
}

fn put(
    kind: MappingKind,
    source: &str,
    row: &Row,
    version: u32,
    begins: Timestamp,
    at: SignedDuration,
    actions: &mut Vec<Action>,
) {
    // The samples' codes were read before: none of them is no code.
    if let Ok(row) = mapping_row(kind, source, row, version, begins + at) {
        actions.push(Action { at, order: 0, what: What::PutMapping(Box::new(row)) });
    }
}

/// A discount that no mapping knows gets its row as an article does, or never: then its part waits for ever.
pub(super) fn of_its_discounts(
    case: &Case,
    number: u32,
    samples: &Samples,
    order: &Order,
    at: SignedDuration,
    actions: &mut Vec<Action>,
) {
    let mut draw = Draw::of(case, number, "unmapped discount");
    for discount in order.discounts.iter().filter(|discount| is_unmapped(discount)) {
        let Some(row) = draw.one_of(&samples.allowances) else { continue };
        let when = if draw.happens(400) { at + millis(draw.between(1_000, 20_000)) } else { at + after(&mut draw) };
        if draw.happens(600) {
            put(MappingKind::Allowance, &discount.name, row, 1, begins(case), when, actions);
        }
    }
}

fn article(row: &Row) -> Sku {
    Sku {
        division: value(row, "division").to_owned(),
        style: value(row, "style").to_owned(),
        color_code: value(row, "color_code").to_owned(),
        lbl_code: value(row, "lbl_code").to_owned(),
        dimension: value(row, "dimension").to_owned(),
        size_bk: value(row, "size_bk").parse().unwrap_or_default(),
        size_desc: value(row, "size_desc").to_owned(),
        upc: None,
    }
}
