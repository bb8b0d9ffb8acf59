//! Money: a decimal with its currency, exact to the penny.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::image::Quantity;

/// An ISO 4217 currency code, three upper-case letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// The text is not three letters.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a currency code: three letters were expected, such as GBP")]
pub struct NotACurrency(String);

impl Currency {
    /// Parses a currency code, in either case.
    ///
    /// # Errors
    /// When the text is not three ASCII letters.
    pub fn parse(text: &str) -> Result<Self, NotACurrency> {
        match text.as_bytes() {
            [a, b, c] if text.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase(), c.to_ascii_uppercase()]))
            }
            _ => Err(NotACurrency(text.to_owned())),
        }
    }

    /// How many decimal places the currency's minor unit has: 2 for GBP, 0 for JPY, 3 for KWD (ISO 4217).
    pub fn decimals(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// Rounds an amount to the currency's minor unit, halves away from zero.
    pub fn round(self, amount: Decimal) -> Decimal {
        amount.round_dp_with_strategy(self.decimals(), RoundingStrategy::MidpointAwayFromZero)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl TryFrom<String> for Currency {
    type Error = NotACurrency;
    fn try_from(text: String) -> Result<Self, NotACurrency> {
        Self::parse(&text)
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;
    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        Self::parse(text)
    }
}

/// An amount of one currency. Two currencies never add up: the caller has to say what it wants instead.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The amount, in the currency's major unit (pounds, not pence).
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// Two amounts of different currencies met in one sum.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[error("{left} and {right} cannot be added: they are different currencies")]
pub struct CurrencyMismatch {
    /// The currency of the sum so far.
    pub left: Currency,
    /// The currency that does not fit.
    pub right: Currency,
}

impl Money {
    /// An amount of a currency.
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in a currency.
    pub fn zero(currency: Currency) -> Self {
        Self::new(Decimal::ZERO, currency)
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// When the currencies differ.
    pub fn plus(self, other: Self) -> Result<Self, CurrencyMismatch> {
        if self.currency == other.currency {
            Ok(Self::new(self.amount + other.amount, self.currency))
        } else {
            Err(CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }

    /// The difference of two amounts.
    ///
    /// # Errors
    /// When the currencies differ.
    pub fn minus(self, other: Self) -> Result<Self, CurrencyMismatch> {
        self.plus(Self::new(-other.amount, other.currency))
    }

    /// The amount for so many units.
    #[must_use]
    pub fn times(self, quantity: Quantity) -> Self {
        Self::new(self.amount * quantity.decimal(), self.currency)
    }

    /// The sum of many amounts, zero of `currency` if there are none.
    ///
    /// # Errors
    /// When one of them has another currency.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, CurrencyMismatch> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::plus)
    }

    /// The amount without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self::new(self.amount.abs(), self.currency)
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.amount.is_zero()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::try_from(self.currency.decimals()).unwrap_or(2);
        write!(f, "{:.places$} {}", self.amount, self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

/// Spreads an amount over weights so that the shares add up to it exactly: each share is cut to the minor unit, and the
/// units left over go to the largest remainders, the earlier first. With no weight at all, the first share takes it.
pub fn spread(amount: Decimal, weights: &[Decimal], currency: Currency) -> Vec<Decimal> {
    if weights.is_empty() {
        return Vec::new();
    }
    let whole: Decimal = weights.iter().copied().sum();
    if whole.is_zero() {
        let mut shares = vec![Decimal::ZERO; weights.len()];
        shares[0] = amount;
        return shares;
    }
    let exact: Vec<Decimal> = weights.iter().map(|weight| amount * weight / whole).collect();
    let mut shares: Vec<Decimal> = exact.iter().map(|share| share.trunc_with_scale(currency.decimals())).collect();
    let unit = Decimal::new(1, currency.decimals());
    let mut left = amount - shares.iter().copied().sum::<Decimal>();
    let step = if left.is_sign_negative() { -unit } else { unit };
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse((exact[index] - shares[index]).abs()));
    for index in order.into_iter().cycle() {
        if left.abs() < unit {
            break;
        }
        shares[index] += step;
        left -= step;
    }
    // What is below the minor unit (an amount that was not whole pence) must not be lost either.
    shares[0] += left;
    shares
}
