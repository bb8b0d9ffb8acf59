//! The contract's paths below the base URL, all of them assumed (`openapi.yaml`).

use reqwest::Url;

/// What the company says of itself.
pub(crate) const STATUS: [&str; 1] = ["status"];
/// Where a sales order is posted.
pub(crate) const ORDERS: [&str; 1] = ["orders"];

/// The sales orders under a reference.
pub(crate) fn by_reference(reference: &str) -> [&str; 3] {
    ["orders", "by-ref", reference]
}

/// The sales order of a number.
pub(crate) fn by_number(number: &str) -> [&str; 2] {
    ["orders", number]
}

/// The import under which a sales order was staged.
pub(crate) fn import(import_id: &str) -> [&str; 3] {
    ["orders", "imports", import_id]
}

/// The base URL with a path below it. Its query stays, for gateways that take a code there.
pub(crate) fn below(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    // A URL that takes no path was refused with the settings.
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use super::*;

    #[test]
    fn a_path_goes_below_the_base_and_keeps_its_query() {
        for (base, path, expected) in [
            ("https://erp.example/SAMPLE/STG", &STATUS[..], "https://erp.example/SAMPLE/STG/status"),
            ("https://erp.example/SAMPLE/STG/", &ORDERS, "https://erp.example/SAMPLE/STG/orders"),
            ("https://erp.example/api?code=STG", &by_number("007"), "https://erp.example/api/orders/007?code=STG"),
            ("https://erp.example", &import("Ab/1"), "https://erp.example/orders/imports/Ab%2F1"),
            ("https://erp.example", &by_reference("a/../b c"), "https://erp.example/orders/by-ref/a%2F..%2Fb%20c"),
        ] {
            assert_eq!(below(&Url::parse(base).unwrap(), path).as_str(), expected);
        }
    }
}
