//! `SalesOrder` of `openapi.yaml`, field by field. Answers are read by [`crate::answer`].

use std::fmt;

use serde::Serialize;

/// The body of `POST /orders`.
#[derive(Debug, Serialize)]
pub(crate) struct SalesOrder<'a> {
    pub(crate) ext_ref: &'a str,
    pub(crate) channel: &'static str,
    pub(crate) ord_type: &'a str,
    pub(crate) division: &'a str,
    pub(crate) customer: &'a str,
    pub(crate) store: &'a str,
    pub(crate) cust_po: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ref_num2: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) aux_ref_num: Option<&'a str>,
    pub(crate) ord_date: String,
    pub(crate) start_date: String,
    pub(crate) location: &'a str,
    pub(crate) ship_via: &'a str,
    pub(crate) terms: &'a str,
    pub(crate) currency_code: String,
    pub(crate) ship_complete: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bill_to: Option<Address>,
    pub(crate) ship_to: Address,
    pub(crate) lines: Vec<Line<'a>>,
    pub(crate) charges: Vec<Charge<'a>>,
    pub(crate) payments: Vec<Payment<'a>>,
    pub(crate) control: Control,
}

/// Where goods or the invoice go. Its `Debug` prints nothing of it.
#[derive(Serialize)]
pub(crate) struct Address {
    pub(crate) name: String,
    pub(crate) addr1: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) addr2: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) addr3: String,
    pub(crate) city: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) state: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) zip: String,
    pub(crate) country: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) phone: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) email: String,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Line<'a> {
    pub(crate) ext_line_ref: &'a str,
    /// From 1.
    #[serde(rename = "line_no")]
    pub(crate) number: usize,
    pub(crate) sku: Sku<'a>,
    pub(crate) qty: u32,
    pub(crate) unit_price: String,
    pub(crate) list_price: String,
    pub(crate) tax_amt: String,
    pub(crate) allowances: Vec<Allowance<'a>>,
    pub(crate) circular: Circular,
}

#[derive(Debug, Serialize)]
pub(crate) struct Sku<'a> {
    pub(crate) division: &'a str,
    pub(crate) style: &'a str,
    pub(crate) color_code: &'a str,
    pub(crate) lbl_code: &'a str,
    pub(crate) dimension: &'a str,
    pub(crate) size_bk: u8,
    pub(crate) size_desc: &'a str,
    pub(crate) upc: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Allowance<'a> {
    pub(crate) code: &'a str,
    pub(crate) amt: String,
}

/// What makes a line circular.
#[derive(Debug, Serialize)]
pub(crate) struct Circular {
    pub(crate) kind: &'static str,
}

#[derive(Debug, Serialize)]
pub(crate) struct Charge<'a> {
    pub(crate) code: &'a str,
    pub(crate) amt: String,
    pub(crate) tax_amt: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Payment<'a> {
    pub(crate) method: &'a str,
    pub(crate) reference: String,
    pub(crate) amt: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Control {
    pub(crate) units: u32,
    pub(crate) merch_amt: String,
    pub(crate) allow_amt: String,
    pub(crate) freight_amt: String,
    pub(crate) tax_amt: String,
    pub(crate) total: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_not_shown() {
        let text = || "Jane".to_owned();
        let address = Address {
            name: text(),
            addr1: text(),
            addr2: text(),
            addr3: text(),
            city: text(),
            state: text(),
            zip: text(),
            country: text(),
            phone: text(),
            email: text(),
        };
        assert_eq!(format!("{address:?}"), "[personal]");
    }
}
