//! The fixed-point numbers that the formulas are written in.
//!
//! They are compared with numbers of their own type only: beside an integer the library takes an
//! unsigned one from 2^31 to 2^32 for negative.

use substrate_fixed::traits::Fixed;
pub use substrate_fixed::types::{I32F32, I96F32, U64F64, U96F32};

/// Nothing, as a share.
pub(crate) const ZERO: U64F64 = U64F64::from_bits(0);

/// One, as a share.
pub(crate) const ONE: U64F64 = U64F64::from_bits(1 << 64);

/// One half, as a factor of an amount.
pub(crate) const HALF: U96F32 = U96F32::from_bits(1 << 31);

/// `a / b` rounded down; 0 where `b` is 0 or the quotient does not fit.
pub(crate) fn div_or_zero<F: Fixed>(a: F, b: F) -> F {
	a.checked_div(b).unwrap_or_default()
}

/// A number of smallest units as a term of a formula, exactly.
pub(crate) fn term(units: impl Into<u64>) -> U96F32 {
	U96F32::saturating_from_num(units.into())
}

/// The whole units of `amount`, rounded down, at most `u64::MAX`.
pub(crate) fn whole<A: From<u64>>(amount: U96F32) -> A {
	amount.saturating_to_num::<u64>().into()
}

/// The fraction `parts` of `u64::MAX`, rounded down to 32 bits.
pub(crate) fn fraction_of_u64(parts: u64) -> U96F32 {
	div_or_zero(term(parts), term(u64::MAX))
}

/// The fraction `parts` of `u16::MAX`, rounded down to 32 bits.
pub(crate) fn fraction_of_u16(parts: u16) -> U96F32 {
	div_or_zero(term(parts), term(u16::MAX))
}
