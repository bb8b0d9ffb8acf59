//! Addresses: passed on as they are, never kept.

use domain::address::Address;

use crate::generated::order_for_export as wire;

/// An address; none when every field is empty, as Shopify answers to an app without access to protected customer data.
pub(super) fn address(wire: wire::Address) -> Option<Address> {
    let address = Address {
        name: wire.name.unwrap_or_default(),
        company: wire.company.unwrap_or_default(),
        line1: wire.address1.unwrap_or_default(),
        line2: wire.address2.unwrap_or_default(),
        city: wire.city.unwrap_or_default(),
        province: wire.province_code.unwrap_or_default(),
        postcode: wire.zip.unwrap_or_default(),
        country: wire.country_code_v2.unwrap_or_default(),
        phone: wire.phone.unwrap_or_default(),
    };
    (address != Address::default()).then_some(address)
}
