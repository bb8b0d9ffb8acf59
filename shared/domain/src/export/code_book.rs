//! Codes of a sales order, resolved: which rows were used, and which are missing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::code::{AllowanceCode, ChargeCode, ShipViaCode, TenderCode};
use crate::exception::Problem;
use crate::image::OrderImage;
use crate::mapping::{CodeKey, Codes, MappingKind, MappingTarget, carrier_of, looked_up_as};
use crate::sales_order::SalesOrder;

/// Resolves codes, and notes which rows were used and which are missing.
pub(super) struct CodeBook<'codes> {
    codes: &'codes Codes,
    pub(super) used: Vec<(CodeKey, u32)>,
    pub(super) missing: BTreeMap<MappingKind, BTreeSet<String>>,
}

impl<'codes> CodeBook<'codes> {
    pub(super) fn new(codes: &'codes Codes) -> Self {
        Self { codes, used: Vec::new(), missing: BTreeMap::new() }
    }

    pub(super) fn note(&mut self, kind: MappingKind, source: &str) -> Option<&'codes MappingTarget> {
        let Some(row) = self.codes.find(kind, source) else {
            self.missing.entry(kind).or_default().insert(CodeKey::new(kind, source).source);
            return None;
        };
        if !self.used.iter().any(|(key, _)| key.kind == kind && key.source == looked_up_as(&row.source)) {
            self.used.push((row.key(), row.version));
        }
        Some(&row.target)
    }

    pub(super) fn ship_via(&mut self, image: &OrderImage) -> Option<ShipViaCode> {
        match self.note(MappingKind::Carrier, carrier_of(image)) {
            Some(MappingTarget::Carrier(code)) => Some(code.clone()),
            _ => None,
        }
    }

    pub(super) fn allowance(&mut self, source: &str) -> Option<AllowanceCode> {
        match self.note(MappingKind::Allowance, source) {
            Some(MappingTarget::Allowance(code)) => Some(code.clone()),
            _ => None,
        }
    }

    pub(super) fn charge(&mut self, source: &str) -> Option<ChargeCode> {
        match self.note(MappingKind::Charge, source) {
            Some(MappingTarget::Charge(code)) => Some(code.clone()),
            _ => None,
        }
    }

    pub(super) fn tender(&mut self, gateway: &str) -> Option<TenderCode> {
        match self.note(MappingKind::Tender, gateway) {
            Some(MappingTarget::Tender(code)) => Some(code.clone()),
            _ => None,
        }
    }

    pub(super) fn finish(&mut self, sales_order: Option<SalesOrder>) -> Result<Arc<SalesOrder>, Vec<Problem>> {
        let missing = std::mem::take(&mut self.missing);
        match sales_order.filter(|_| missing.is_empty()) {
            Some(sales_order) => Ok(Arc::new(sales_order)),
            None => Err(missing
                .into_iter()
                .map(|(code, sources)| Problem::MissingCode { code, sources: sources.into_iter().collect() })
                .collect()),
        }
    }
}
