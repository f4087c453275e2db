//! Fixed-point arithmetic of prices and fractions: 64 bits before the point, 64 after it.

use substrate_fixed::types::U64F64;

/// A price in TAO per alpha, with 64 bits before and 64 after the point.
///
/// Products round down and saturate; quotients round down.
pub type Price = U64F64;

/// `units` as a fixed-point number.
pub(crate) fn fixed(units: u64) -> U64F64 {
	U64F64::from_bits(u128::from(units) << 64)
}

/// The lower and the upper 64 bits.
pub(crate) fn halves(bits: u128) -> (u64, u64) {
	let low = bits & u128::from(u64::MAX);
	// Both fit: the mask and the shift leave 64 bits.
	(u64::try_from(low).unwrap_or(u64::MAX), u64::try_from(bits >> 64).unwrap_or(u64::MAX))
}

/// The whole part.
pub(crate) fn floor(value: U64F64) -> u64 {
	let (_, whole) = halves(value.to_bits());
	whole
}

/// The part after the point.
pub(crate) fn fraction(value: U64F64) -> U64F64 {
	let (below, _) = halves(value.to_bits());
	U64F64::from_bits(below.into())
}

/// `value / divisor` rounded down to 2^-64.
///
/// Zero for a divisor of zero, and for a quotient of 2^64 or more.
pub(crate) fn div_or_zero(value: U64F64, divisor: U64F64) -> U64F64 {
	value.checked_div(divisor).unwrap_or(U64F64::from_bits(0))
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	#[test]
	fn quotient_by_zero_or_beyond_the_type_is_zero() {
		assert_eq!(div_or_zero(fixed(1), fixed(0)), fixed(0));
		assert_eq!(div_or_zero(fixed(0), fixed(0)), fixed(0));
		assert_eq!(div_or_zero(fixed(1), U64F64::from_bits(1)), fixed(0));
		assert_eq!(div_or_zero(fixed(1), fixed(4)), U64F64::from_bits(1 << 62));
	}

	proptest! {
		#[test]
		fn a_number_is_its_whole_part_and_its_fraction(bits: u128) {
			let value = U64F64::from_bits(bits);
			let sum = fixed(floor(value)).checked_add(fraction(value));
			prop_assert_eq!(sum, Some(value));
		}

		#[test]
		fn no_division_panics(left: u128, right: u128) {
			let quotient = div_or_zero(U64F64::from_bits(left), U64F64::from_bits(right));
			prop_assert!(right >= 1 << 64 || left == 0 || quotient.to_bits() == 0 || quotient.to_bits() >= left);
		}
	}
}
