//! Fixed-point numbers of the formulas.
//!
//! Compare them with numbers of their own type only: in a comparison with an integer the library
//! takes unsigned numbers from 2^31 to 2^32 for negative ones.

use alloc::vec::Vec;

use substrate_fixed::traits::Fixed;
pub use substrate_fixed::types::{I32F32, I96F32, U64F64, U96F32};

/// Zero, as a share.
pub(crate) const ZERO: U64F64 = U64F64::from_bits(0);

/// One, as a share.
pub(crate) const ONE: U64F64 = U64F64::from_bits(1 << 64);

/// One half, as a factor of an amount.
pub(crate) const HALF: U96F32 = U96F32::from_bits(1 << 31);

/// `a / b` rounded down; 0 where `b` is 0 or the quotient does not fit.
pub(crate) fn div_or_zero<F: Fixed>(a: F, b: F) -> F {
	a.checked_div(b).unwrap_or_default()
}

/// Shares of each number in the sum of all, rounded down, so that their sum is at most 1; 0 where
/// the sum is 0.
pub(crate) fn scaled_to_one(numbers: &[U64F64]) -> Vec<U64F64> {
	let sum = numbers.iter().try_fold(ZERO, |sum, number| sum.checked_add(*number));
	let Some(total) = sum else {
		// Against a sum that is cut off, shares would sum to more than one. Half of the digits
		// always have a sum.
		let coarse = |number: &U64F64| U64F64::from_bits(number.to_bits() >> 64);
		return scaled_to_one(&numbers.iter().map(coarse).collect::<Vec<_>>());
	};
	numbers.iter().map(|number| div_or_zero(*number, total)).collect()
}

/// Number of smallest units as a term of a formula, exactly.
pub(crate) fn term(units: impl Into<u64>) -> U96F32 {
	U96F32::saturating_from_num(units.into())
}

/// Whole units of `amount`, rounded down, at most `u64::MAX`.
pub(crate) fn whole<A: From<u64>>(amount: U96F32) -> A {
	amount.saturating_to_num::<u64>().into()
}

/// Fraction `parts` of `u64::MAX`, rounded down to 32 bits.
pub(crate) fn fraction_of_u64(parts: u64) -> U96F32 {
	div_or_zero(term(parts), term(u64::MAX))
}

/// Fraction `parts` of `u16::MAX`, rounded down to 32 bits.
pub(crate) fn fraction_of_u16(parts: u16) -> U96F32 {
	div_or_zero(term(parts), term(u16::MAX))
}
