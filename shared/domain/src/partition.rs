//! Which sales orders an order becomes: one part for each (division, order type, warehouse).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::code::{DivisionCode, OrderTypeCode, WarehouseCode};
use crate::exception::Problem;
use crate::id::{LineId, LocationId};
use crate::image::{Line, OrderImage, Quantity};
use crate::mapping::{Codes, DivisionTarget, LocationTarget, MappingKind, MappingTarget, SkuTarget};

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
    partition_beside(&[], image, codes)
}

/// Divides what is not yet placed of an order. Units that are placed stay where they went, whatever became of routing and
/// mappings since: nothing is asked of them any more, and no other part gets them.
///
/// # Errors
/// As [`partition`].
pub(crate) fn partition_beside(
    placed: &[Share],
    image: &OrderImage,
    codes: &Codes,
) -> Result<Vec<Share>, Vec<Problem>> {
    let mut missing: BTreeMap<MappingKind, BTreeSet<String>> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut shares: BTreeMap<PartKey, Share> = placed.iter().map(|share| (share.key.clone(), share.clone())).collect();
    for line in image.standing_lines().filter(|line| !is_placed(placed, line)) {
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
        for (location, quantity) in rest_of(placed, image, line, codes) {
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
    let found = codes.find(kind, source).and_then(|row| pick(&row.target));
    if found.is_none() {
        missing.entry(kind).or_default().insert(source.to_owned());
    }
    found
}

/// Whether all standing units of a line are placed.
pub(crate) fn is_placed(placed: &[Share], line: &Line) -> bool {
    let slices = placed.iter().flat_map(|share| &share.slices).filter(|slice| slice.line == line.id);
    slices.map(|slice| slice.quantity.0).sum::<u32>() >= line.current.0
}

/// Where the units of a line go that are not placed: those that were placed are taken from the locations of their warehouse
/// first, then from any.
fn rest_of(placed: &[Share], image: &OrderImage, line: &Line, codes: &Codes) -> Vec<(LocationId, Quantity)> {
    let mut allotted = allotment(image, line.id, line.current);
    let warehouse_of = |location: LocationId| match &codes.find(MappingKind::Location, &location.to_string())?.target {
        MappingTarget::Location(target) => Some(&target.warehouse),
        _ => None,
    };
    let slices = placed.iter().flat_map(|share| share.slices.iter().map(move |slice| (&share.key.warehouse, slice)));
    for (warehouse, slice) in slices.filter(|(_, slice)| slice.line == line.id) {
        let mut left = slice.quantity.0;
        let (own, other): (Vec<usize>, Vec<usize>) =
            (0..allotted.len()).partition(|&index| warehouse_of(allotted[index].0) == Some(warehouse));
        for index in own.into_iter().chain(other) {
            let units = &mut allotted[index].1.0;
            let taken = left.min(*units);
            *units -= taken;
            left -= taken;
        }
    }
    allotted.retain(|(_, quantity)| !quantity.is_zero());
    allotted
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
