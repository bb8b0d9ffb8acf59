use domain::image::Quantity;
use domain::money::{Currency, CurrencyMismatch, Money, spread};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::sample::{decimal, gbp};

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

#[test]
fn two_currencies_never_add_up() {
    let usd = Money::new(decimal("1.00"), currency("USD"));
    let mismatch = CurrencyMismatch { left: currency("GBP"), right: currency("USD") };
    assert_eq!(gbp("1.00").plus(usd), Err(mismatch));
    assert_eq!(gbp("1.00").minus(usd), Err(mismatch));
    assert_eq!(Money::sum(currency("GBP"), [gbp("1.00"), usd]), Err(mismatch));
    assert_eq!(gbp("0.00").plus(Money::zero(currency("USD"))), Err(mismatch), "not even nothing");
}

#[test]
fn one_currency_adds_up_to_the_penny() {
    assert_eq!(gbp("0.10").plus(gbp("0.20")), Ok(gbp("0.30")));
    assert_eq!(gbp("0.10").minus(gbp("0.30")).unwrap().abs(), gbp("0.20"));
    assert_eq!(gbp("0.10").times(Quantity(3)), gbp("0.30"));
    assert_eq!(Money::sum(currency("GBP"), []), Ok(gbp("0")));
    assert!(gbp("0.00").is_zero());
}

#[test]
fn an_amount_is_shown_in_its_currencys_minor_unit() {
    for (amount, code, shown) in [
        ("1", "GBP", "1.00 GBP"),
        ("12.5", "JPY", "13 JPY"),
        ("1.5", "KWD", "1.500 KWD"),
        ("-0.125", "GBP", "-0.13 GBP"),
    ] {
        assert_eq!(
            currency(code).round(decimal(amount)).to_string().parse::<Decimal>().unwrap(),
            decimal(shown.split(' ').next().unwrap())
        );
        assert_eq!(Money::new(currency(code).round(decimal(amount)), currency(code)).to_string(), shown);
    }
}

#[test]
fn a_currency_is_three_letters_in_either_case() {
    assert_eq!(Currency::parse("gbp"), Currency::parse("GBP"));
    for bad in ["", "GB", "GBPX", "G1P", "£££", "GB\u{e9}"] {
        assert!(Currency::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn money_is_stored_without_a_float() {
    let money = gbp("0.10");
    let text = serde_json::to_string(&money).unwrap();
    assert_eq!(text, r#"{"amount":"0.10","currency":"GBP"}"#);
    assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), money);
}

fn pennies() -> impl Strategy<Value = Decimal> {
    (-10_000_000_i64..10_000_000).prop_map(|pennies| Decimal::new(pennies, 2))
}

fn weights() -> impl Strategy<Value = Vec<Decimal>> {
    prop::collection::vec((0_i64..100_000).prop_map(|weight| Decimal::new(weight, 2)), 1..12)
}

proptest! {
    #[test]
    fn shares_add_up_exactly(amount in pennies(), weights in weights()) {
        let shares = spread(amount, &weights, currency("GBP"));
        prop_assert_eq!(shares.len(), weights.len());
        prop_assert_eq!(shares.iter().copied().sum::<Decimal>(), amount);
    }

    #[test]
    fn a_share_is_less_than_one_unit_from_its_exact_part(amount in pennies(), weights in weights()) {
        let whole: Decimal = weights.iter().copied().sum();
        prop_assume!(!whole.is_zero());
        for (share, weight) in spread(amount, &weights, currency("GBP")).iter().zip(&weights) {
            prop_assert!((share - amount * weight / whole).abs() < Decimal::new(1, 2));
            prop_assert!(share.normalize().scale() <= 2, "whole in the minor unit");
            prop_assert!(!weight.is_zero() || share.is_zero(), "what weighs nothing gets nothing");
        }
    }

    #[test]
    fn equal_weights_differ_by_one_unit_at_most(amount in pennies(), runs in 1..30_usize) {
        let shares = spread(amount, &vec![Decimal::ONE; runs], currency("GBP"));
        let (most, least) = (shares.iter().max().unwrap(), shares.iter().min().unwrap());
        prop_assert!(most - least <= Decimal::new(1, 2));
    }

    #[test]
    fn what_is_below_the_minor_unit_is_not_lost(amount in any::<i32>(), weights in weights()) {
        let amount = Decimal::new(i64::from(amount), 4);
        for code in ["GBP", "JPY", "KWD"] {
            let shares = spread(amount, &weights, currency(code));
            prop_assert_eq!(shares.iter().copied().sum::<Decimal>(), amount, "{}", code);
        }
    }
}

#[test]
fn the_units_left_over_go_to_the_largest_remainders_the_earlier_first() {
    let shares = |amount: &str, weights: &[i64]| {
        let weights: Vec<Decimal> = weights.iter().map(|weight| Decimal::from(*weight)).collect();
        spread(decimal(amount), &weights, currency("GBP"))
    };
    assert_eq!(shares("0.10", &[1, 1, 1]), ["0.04", "0.03", "0.03"].map(decimal));
    assert_eq!(shares("1.00", &[1, 2]), ["0.33", "0.67"].map(decimal));
    assert_eq!(shares("-0.10", &[1, 1, 1]), ["-0.04", "-0.03", "-0.03"].map(decimal));
    assert_eq!(shares("5.00", &[0, 0]), ["5.00", "0"].map(decimal), "no weight at all: the first takes it");
    assert!(shares("5.00", &[]).is_empty());
}
