//! Powers of ten, for the digits of shares.

use core::num::NonZeroU128;

/// The powers of ten that fit into 128 bits.
const POWERS_OF_TEN: [u128; 39] = powers_of_ten();

#[allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	reason = "evaluated by the compiler, which rejects an overflow or a bad index"
)]
const fn powers_of_ten() -> [u128; 39] {
	let mut powers = [1; 39];
	let mut exponent = 1;
	while exponent < powers.len() {
		powers[exponent] = powers[exponent - 1] * 10;
		exponent += 1;
	}
	powers
}

/// `10^exponent`, or `None` above 10^38.
pub(crate) fn power_of_ten(exponent: u64) -> Option<NonZeroU128> {
	let index = usize::try_from(exponent).ok()?;
	POWERS_OF_TEN.get(index).copied().and_then(NonZeroU128::new)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn powers_of_ten_end_at_38() {
		assert_eq!(power_of_ten(0).map(NonZeroU128::get), Some(1));
		assert_eq!(power_of_ten(21).map(NonZeroU128::get), Some(1_000_000_000_000_000_000_000));
		assert_eq!(power_of_ten(38).map(NonZeroU128::get), 10u128.checked_pow(38));
		assert_eq!(power_of_ten(39), None);
		assert_eq!(power_of_ten(u64::MAX), None);
	}
}
