use std::collections::HashSet;

use domain::exception::{Exception, OpenException, Owner, Problem};
use domain::image::LineKind;
use domain::mapping::MappingKind;
use domain::reference::ExternalReference;

use crate::sample::{ORDER, gbp, noon, number};

/// One problem of each kind.
pub fn problems() -> Vec<Problem> {
    let missing = |code| Problem::MissingCode { code, sources: vec!["X".to_owned()] };
    MappingKind::ALL
        .into_iter()
        .map(missing)
        .chain([
            Problem::SkuOutsideLocation { sku: "X".to_owned(), division: "010".to_owned(), location: "71".to_owned() },
            Problem::RoutingIncomplete,
            Problem::TotalsDoNotTie { sums: Vec::new() },
            Problem::CurrenciesMixed,
            Problem::PaidBackElsewhere { gateways: vec!["shopify_store_credit".to_owned()] },
            Problem::CircularLine,
            Problem::LineNotSupported { line: LineKind::GiftCard },
            Problem::AddressMissing,
            Problem::ErpRejected { part: 1, errors: Vec::new() },
            Problem::FoundTwice { part: 1, numbers: vec![number("7001"), number("7002")] },
            Problem::OutcomeUnknown { part: 1, reference: ExternalReference::sales_order(ORDER, 1) },
            Problem::EchoDiffers { number: number("7001"), what: "tax".to_owned() },
            Problem::ChangedAfterExport { differences: Vec::new() },
            Problem::MoneyKept,
            Problem::NumbersNotShown { why: "access denied".to_owned() },
            Problem::OrderNotFound,
            Problem::OrderUnreadable { why: "id".to_owned() },
        ])
        .collect()
}

#[test]
fn every_kind_has_a_name_of_its_own_an_owner_and_a_hint() {
    let mut names = HashSet::new();
    for problem in problems() {
        assert!(names.insert(problem.kind()), "{} is named twice", problem.kind());
        assert!(problem.kind().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", problem.kind());
        assert!(problem.hint().len() > 20, "{} says what to do next", problem.kind());
        let text = Exception::new(problem.clone(), None).to_string();
        assert!(text.starts_with(problem.kind()), "{text}");
        assert!(Owner::ALL.contains(&problem.owner()));
    }
    let owners: HashSet<Owner> = problems().iter().map(Problem::owner).collect();
    assert_eq!(owners.len(), Owner::ALL.len(), "every owner has something to do");
}

#[test]
fn an_open_exception_survives_its_table() {
    for problem in problems() {
        for at_stake in [Some(gbp("92.40")), None] {
            let open = OpenException { exception: Exception::new(problem.clone(), at_stake), since: noon() };
            let text = serde_json::to_string(&open).unwrap();
            assert_eq!(serde_json::from_str::<OpenException>(&text).unwrap(), open, "{text}");
        }
    }
}

#[test]
fn the_same_trouble_is_known_by_its_kind_and_its_part() {
    let rejected = |part| Exception::new(Problem::ErpRejected { part, errors: Vec::new() }, None);
    let missing = |code, source: &str| {
        Exception::new(Problem::MissingCode { code, sources: vec![source.to_owned()] }, gbp("1.00"))
    };
    assert!(rejected(1).is_same_trouble(&rejected(1)));
    assert!(!rejected(1).is_same_trouble(&rejected(2)));
    let unknown = |part| {
        let reference = ExternalReference::sales_order(ORDER, part);
        Exception::new(Problem::OutcomeUnknown { part, reference }, gbp("1.00"))
    };
    assert!(unknown(1).is_same_trouble(&unknown(1)));
    assert!(!unknown(1).is_same_trouble(&unknown(2)));
    assert!(missing(MappingKind::Sku, "A").is_same_trouble(&missing(MappingKind::Sku, "B")));
    assert!(!missing(MappingKind::Sku, "A").is_same_trouble(&missing(MappingKind::Location, "A")));
    for (index, one) in problems().into_iter().enumerate() {
        for (other_index, other) in problems().into_iter().enumerate() {
            let same = Exception::new(one.clone(), None).is_same_trouble(&Exception::new(other, None));
            assert_eq!(same, index == other_index);
        }
    }
}

#[test]
fn an_owner_is_named_as_it_is_stored() {
    for owner in Owner::ALL {
        assert_eq!(serde_json::to_string(&owner).unwrap(), format!("\"{}\"", owner.name()));
        assert_eq!(owner.to_string(), owner.name());
    }
}
