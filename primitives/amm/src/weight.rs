//! The weights of the two sides of a pool.

use ruint::aliases::U256;
use serde::{Deserialize, Serialize};

use crate::power::{Exponent, PARTS};

/// The weight of the TAO side of a pool, in parts of 10^18. The alpha side has the rest.
///
/// At least [`QuoteWeight::MIN`] and at most [`QuoteWeight::MAX`], so that each side weighs at
/// least one hundredth. On the wire it is the type `Balancer` with the field `quote`.
///
/// ```
/// use noesis_amm::QuoteWeight;
/// assert_eq!(QuoteWeight::EVEN.parts(), 500_000_000_000_000_000);
/// assert!(QuoteWeight::try_from(9_999_999_999_999_999).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct QuoteWeight(u64);

/// The weight is below [`QuoteWeight::MIN`] or above [`QuoteWeight::MAX`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeightOutOfBounds;

impl core::fmt::Display for WeightOutOfBounds {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("a pool's weights lie between 0.01 and 0.99")
	}
}

impl core::error::Error for WeightOutOfBounds {}

impl QuoteWeight {
	/// The parts of one whole.
	pub const PARTS: u64 = PARTS;
	/// One hundredth.
	pub const MIN: Self = Self(10_000_000_000_000_000);
	/// Ninety-nine hundredths.
	pub const MAX: Self = Self(990_000_000_000_000_000);
	/// Even weights: the curve is `x * y = k`. Every pool starts with them.
	pub const EVEN: Self = Self(500_000_000_000_000_000);

	/// The weight of the TAO side in parts of 10^18.
	pub const fn parts(self) -> u64 {
		self.0
	}

	/// The weight of the alpha side in parts of 10^18.
	pub const fn base_parts(self) -> u64 {
		PARTS.saturating_sub(self.0)
	}

	/// The weight `floor(10^18 * part / whole)`, at most 10^18 before the bounds are checked.
	pub(crate) fn from_ratio(part: u128, whole: u128) -> Result<Self, WeightOutOfBounds> {
		let parts = if part < whole { parts_floor(part, whole) } else { Some(PARTS) };
		Self::try_from(parts.ok_or(WeightOutOfBounds)?)
	}

	/// The exponent that turns a ratio of TAO into one of alpha: quote over base weight.
	pub(crate) const fn quote_to_base(self) -> Exponent {
		Exponent { numerator: self.0, denominator: self.base_parts() }
	}

	/// The exponent that turns a ratio of alpha into one of TAO: base over quote weight.
	pub(crate) const fn base_to_quote(self) -> Exponent {
		Exponent { numerator: self.base_parts(), denominator: self.0 }
	}

	/// The exponent that turns a ratio of prices into one of TAO: the base weight.
	pub(crate) const fn base_to_whole(self) -> Exponent {
		Exponent { numerator: self.base_parts(), denominator: PARTS }
	}

	/// The exponent that turns a ratio of prices into one of alpha: the quote weight.
	pub(crate) const fn quote_to_whole(self) -> Exponent {
		Exponent { numerator: self.0, denominator: PARTS }
	}
}

impl Default for QuoteWeight {
	fn default() -> Self {
		Self::EVEN
	}
}

impl TryFrom<u64> for QuoteWeight {
	type Error = WeightOutOfBounds;

	fn try_from(parts: u64) -> Result<Self, Self::Error> {
		let weight = Self(parts);
		if (Self::MIN..=Self::MAX).contains(&weight) {
			Ok(weight)
		} else {
			Err(WeightOutOfBounds)
		}
	}
}

impl From<QuoteWeight> for u64 {
	fn from(weight: QuoteWeight) -> Self {
		weight.0
	}
}

/// `parts / 10^18 * value`, rounded to the nearest integer, halves up, in 256 bits.
///
/// At most `u128::MAX`, which parts up to 10^18 do not reach.
pub(crate) fn share_of(parts: u64, value: u128) -> u128 {
	let whole = U256::from(PARTS);
	// A product of 128 and 64 bits stays below 256 bits.
	let product = U256::from(value).saturating_mul(U256::from(parts));
	let share = product.saturating_add(whole.wrapping_shr(1)).checked_div(whole);
	share.and_then(|share| u128::try_from(share).ok()).unwrap_or(u128::MAX)
}

/// `floor(10^18 * part / whole)` for a part below the whole, in 256 bits.
fn parts_floor(part: u128, whole: u128) -> Option<u64> {
	let scaled = U256::from(part).saturating_mul(U256::from(PARTS));
	u64::try_from(scaled.checked_div(U256::from(whole))?).ok()
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "values are chosen to fit")]
mod tests {
	use proptest::prelude::*;

	use super::*;

	#[test]
	fn both_bounds_belong_to_the_range() {
		assert_eq!(QuoteWeight::try_from(QuoteWeight::MIN.parts()), Ok(QuoteWeight::MIN));
		assert_eq!(QuoteWeight::try_from(QuoteWeight::MAX.parts()), Ok(QuoteWeight::MAX));
		for parts in [0, QuoteWeight::MIN.parts() - 1, QuoteWeight::MAX.parts() + 1, u64::MAX] {
			assert_eq!(QuoteWeight::try_from(parts), Err(WeightOutOfBounds));
		}
	}

	#[test]
	fn halves_round_up_in_shares() {
		assert_eq!(share_of(PARTS / 2, 1), 1);
		assert_eq!(share_of(PARTS / 2 - 1, 1), 0);
		assert_eq!(share_of(PARTS / 2, 3), 2);
		assert_eq!(share_of(PARTS, u128::MAX), u128::MAX);
		assert_eq!(share_of(0, u128::MAX), 0);
	}

	#[test]
	fn ratios_without_a_weight_are_refused() {
		assert_eq!(QuoteWeight::from_ratio(0, 0), Err(WeightOutOfBounds));
		assert_eq!(QuoteWeight::from_ratio(1, 0), Err(WeightOutOfBounds));
		assert_eq!(QuoteWeight::from_ratio(1, 1), Err(WeightOutOfBounds));
		assert_eq!(QuoteWeight::from_ratio(1, 101), Err(WeightOutOfBounds));
		assert_eq!(QuoteWeight::from_ratio(1, 100), Ok(QuoteWeight::MIN));
		let third = QuoteWeight::from_ratio(u128::MAX / 3, u128::MAX).unwrap();
		assert_eq!(third.parts(), 333_333_333_333_333_333);
	}

	#[test]
	fn a_serialized_weight_out_of_bounds_is_refused() {
		assert_eq!(serde_json::to_string(&QuoteWeight::EVEN).unwrap(), "500000000000000000");
		assert!(serde_json::from_str::<QuoteWeight>("500000000000000000").is_ok());
		assert!(serde_json::from_str::<QuoteWeight>("1").is_err());
	}

	proptest! {
		#[test]
		fn ratios_agree_with_plain_division(part in 0u128..1 << 60, extra in 1u128..1 << 60) {
			let whole = part + extra;
			let expected = u64::try_from(part * u128::from(PARTS) / whole).unwrap();
			prop_assert_eq!(parts_floor(part, whole), Some(expected));
		}

		#[test]
		fn shares_agree_with_plain_division(parts in 0..=PARTS, value in 0u128..1 << 64) {
			let expected = (value * u128::from(parts) + u128::from(PARTS / 2)) / u128::from(PARTS);
			prop_assert_eq!(share_of(parts, value), expected);
		}

		#[test]
		fn no_argument_makes_a_weight_panic(part: u128, whole: u128, parts: u64) {
			let weight = QuoteWeight::from_ratio(part, whole);
			prop_assert!(weight.is_err() || part < whole);
			prop_assert!(parts > PARTS || share_of(parts, whole) <= whole);
		}
	}
}
