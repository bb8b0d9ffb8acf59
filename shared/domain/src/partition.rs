//! Which sales orders an order becomes: one part for each (division, order type, warehouse).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::code::{DivisionCode, OrderTypeCode, WarehouseCode};
use crate::exception::Problem;
use crate::id::{LineId, LocationId};
use crate::image::{OrderImage, Quantity};
use crate::mapping::{CodeKey, Codes, DivisionTarget, LocationTarget, MappingKind, MappingTarget, SkuTarget};

/// What makes a sales order of its own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct PartKey {
    /// Division of its articles.
    pub division: DivisionCode,
    /// Order type.
    pub order_type: OrderTypeCode,
    /// Warehouse that ships it: BlueCherry wants one header for each.
    pub warehouse: WarehouseCode,
}

/// Units of one line that go to one part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slice {
    /// The line.
    pub line: LineId,
    /// How many of its units.
    pub quantity: Quantity,
    /// The article.
    pub sku: SkuTarget,
}

/// A part before it has its money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Which part.
    pub key: PartKey,
    /// How the division's orders are booked.
    pub division: DivisionTarget,
    /// Its units.
    pub slices: Vec<Slice>,
}

/// Divides a routed order into its parts, in a stable order.
///
/// # Errors
/// With every reason at once: all missing articles, locations and divisions, and all articles outside their location.
pub fn partition(image: &OrderImage, codes: &Codes) -> Result<Vec<Share>, Vec<Problem>> {
    let mut missing: BTreeMap<MappingKind, BTreeSet<String>> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut shares: BTreeMap<PartKey, Share> = BTreeMap::new();
    for line in image.standing_lines() {
        let sku = find(codes, MappingKind::Sku, &line.sku, &mut missing, |target| match target {
            MappingTarget::Sku(sku) => Some(sku),
            _ => None,
        });
        let division = sku.and_then(|sku| {
            find(codes, MappingKind::Division, sku.division.as_str(), &mut missing, |target| match target {
                MappingTarget::Division(division) => Some(division),
                _ => None,
            })
        });
        for (location, quantity) in allotment(image, line.id, line.current) {
            let name = location.to_string();
            let target = find(codes, MappingKind::Location, &name, &mut missing, |target| match target {
                MappingTarget::Location(location) => Some(location),
                _ => None,
            });
            let (Some(sku), Some(LocationTarget { warehouse, divisions })) = (sku, target) else { continue };
            if !divisions.contains(&sku.division) {
                problems.push(Problem::SkuOutsideLocation {
                    sku: line.sku.clone(),
                    division: sku.division.to_string(),
                    location: name,
                });
                continue;
            }
            let Some(division) = division else { continue };
            let key = PartKey {
                division: sku.division.clone(),
                order_type: division.order_type.clone(),
                warehouse: warehouse.clone(),
            };
            shares
                .entry(key.clone())
                .or_insert_with(|| Share { key, division: division.clone(), slices: Vec::new() })
                .slices
                .push(Slice { line: line.id, quantity, sku: sku.clone() });
        }
    }
    problems.extend(
        missing
            .into_iter()
            .map(|(code, sources)| Problem::MissingCode { code, sources: sources.into_iter().collect() }),
    );
    if problems.is_empty() { Ok(shares.into_values().collect()) } else { Err(problems) }
}

fn find<'codes, T>(
    codes: &'codes Codes,
    kind: MappingKind,
    source: &str,
    missing: &mut BTreeMap<MappingKind, BTreeSet<String>>,
    pick: impl Fn(&'codes MappingTarget) -> Option<&'codes T>,
) -> Option<&'codes T> {
    let found = codes.find(&CodeKey::new(kind, source)).and_then(|row| pick(&row.target));
    if found.is_none() {
        missing.entry(kind).or_default().insert(source.to_owned());
    }
    found
}

/// Where a line's standing units go. What ships goes where Shopify routed it; what does not ship, and so need not be
/// routed, goes with the order's first location.
fn allotment(image: &OrderImage, line: LineId, current: Quantity) -> Vec<(LocationId, Quantity)> {
    let mut left = current.0;
    let mut allotted: Vec<(LocationId, Quantity)> = Vec::new();
    for routed in image.routing.iter().filter(|routed| routed.line == line) {
        let units = routed.quantity.0.min(left);
        left -= units;
        match allotted.iter_mut().find(|(location, _)| *location == routed.location) {
            Some((_, quantity)) => quantity.0 += units,
            None if units > 0 => allotted.push((routed.location, Quantity(units))),
            None => {}
        }
    }
    if left > 0
        && let Some(first) = image.routing.first()
    {
        allotted.push((first.location, Quantity(left)));
    }
    allotted
}
