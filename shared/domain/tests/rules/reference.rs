use std::collections::HashSet;

use domain::id::OrderId;
use domain::reference::{ExternalReference, LONGEST};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_reference_fits_wherever_a_purchase_order_number_does(order in any::<u64>(), part in 1..1000_u16) {
        let reference = ExternalReference::sales_order(OrderId(order), part).to_string();
        prop_assert!(reference.len() <= LONGEST, "{}", reference);
        prop_assert!(reference.chars().all(|letter| matches!(letter, 'A'..='Z' | '0'..='9' | '.' | '-')), "{}", reference);
    }

    #[test]
    fn two_parts_or_two_orders_never_share_a_reference(
        documents in prop::collection::hash_set((any::<u64>(), 1..1000_u16), 2..50),
    ) {
        let references: HashSet<String> = documents
            .iter()
            .map(|(order, part)| ExternalReference::sales_order(OrderId(*order), *part).to_string())
            .collect();
        prop_assert_eq!(references.len(), documents.len());
    }

    #[test]
    fn a_reference_says_which_order_and_part_it_is_of(order in any::<u64>(), part in 1..1000_u16) {
        let reference = ExternalReference::sales_order(OrderId(order), part);
        let fields: Vec<&str> = reference.as_str().split('-').collect();
        prop_assert_eq!(fields[0], "SO");
        prop_assert_eq!(u64::from_str_radix(fields[1], 36).unwrap(), order);
        prop_assert_eq!(fields[2].parse::<u16>().unwrap(), part);
    }
}

#[test]
fn the_longest_reference_is_known() {
    let longest = ExternalReference::sales_order(OrderId(u64::MAX), 999);
    assert_eq!(longest.as_str(), "SO-3W5E11264SGSF-999");
    assert_eq!(ExternalReference::sales_order(OrderId(0), 1).as_str(), "SO-0-1");
}
