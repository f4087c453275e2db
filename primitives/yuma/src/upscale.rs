//! Upscaling of weights before they are stored: the largest weight of a row becomes 65535.

use alloc::vec::Vec;

/// Fractional bits of the factor between given and stored weights.
const FRACTION_BITS: u32 = 32;
/// One half, added before a quotient is rounded down.
const HALF: u64 = 1 << 31;
/// Largest weight whose product with 65535 the epoch's number type holds.
const LARGEST_EXACT: u16 = 32_768;

/// Weights scaled so that the largest is 65535, each rounded to the nearest.
///
/// Zeros stay zeros, also in a row of zeros only. If the largest weight is above 32768, the factor
/// is rounded down before it is applied, since the protocol's numbers have too few digits for the
/// product; a weight may come out one lower by it. Subnets under Null consensus store weights as
/// they are given instead.
pub fn max_upscale(weights: &[u16]) -> Vec<u16> {
	let largest = weights.iter().copied().max().unwrap_or(0);
	weights.iter().map(|weight| upscale(*weight, largest)).collect()
}

/// Scaled `weight` of a row whose largest weight is `largest`.
fn upscale(weight: u16, largest: u16) -> u16 {
	let (weight, full) = (u64::from(weight), u64::from(u16::MAX) << FRACTION_BITS);
	let over_largest = |number: u64| number.checked_div(largest.into()).unwrap_or(0);
	// At most 2^16 · 2^48 before and 2^48 after the division.
	let scaled = if largest > LARGEST_EXACT {
		weight.saturating_mul(over_largest(full))
	} else {
		over_largest(weight.saturating_mul(full))
	};
	u16::try_from(scaled.saturating_add(HALF) >> FRACTION_BITS).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;
	use substrate_fixed::types::I32F32;

	use super::*;

	#[test]
	fn rows_are_scaled_to_the_worked_weights() {
		assert_eq!(max_upscale(&[1, 2, 3]), [21_845, 43_690, 65_535]);
		assert_eq!(max_upscale(&[10, 0, 5]), [65_535, 0, 32_768]);
		assert_eq!(max_upscale(&[40_000, 20_000]), [65_535, 32_767]);
		assert_eq!(max_upscale(&[60_000, 59_999, 12_345]), [65_535, 65_534, 13_484]);
		assert_eq!(max_upscale(&[32_768, 1]), [65_535, 2]);
		assert_eq!(max_upscale(&[32_769, 1]), [65_535, 2]);
		assert_eq!(max_upscale(&[65_534, 1]), [65_535, 1]);
	}

	#[test]
	fn nothing_stays_nothing() {
		assert_eq!(max_upscale(&[0, 0]), [0, 0]);
		assert_eq!(max_upscale(&[]), [0u16; 0]);
	}

	/// The rule as it is written, in the library's numbers.
	fn by_library(weight: u16, largest: u16) -> u16 {
		let (v, m, full) =
			(I32F32::from_num(weight), I32F32::from_num(largest), I32F32::from_num(u16::MAX));
		let scaled = match largest {
			0 => return 0,
			32_769.. => v.saturating_mul(full.checked_div(m).unwrap()),
			_ => v.saturating_mul(full).checked_div(m).unwrap(),
		};
		scaled.round().saturating_to_num()
	}

	#[test]
	fn every_largest_weight_becomes_65535() {
		assert!((1..=u16::MAX).all(|weight| max_upscale(&[weight]) == [u16::MAX]));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn upscaling_is_that_of_substrate_fixed(row in prop::collection::vec(any::<u16>(), 0..8)) {
			let largest = row.iter().copied().max().unwrap_or(0);
			let expected: Vec<u16> = row.iter().map(|weight| by_library(*weight, largest)).collect();
			prop_assert_eq!(max_upscale(&row), expected);
		}

		/// Up to 32768 the quotient is exact before it is rounded; beyond, one unit may be lost.
		#[test]
		fn a_common_factor_of_a_row_moves_no_weight_by_more_than_one(
			row in prop::collection::vec(0u16..=655, 1..8), factor in 1u16..=100,
		) {
			let large: Vec<u16> = row.iter().map(|weight| weight * factor).collect();
			let exact = large.iter().all(|weight| *weight <= LARGEST_EXACT);
			let (before, after) = (max_upscale(&row), max_upscale(&large));
			for (before, after) in before.into_iter().zip(after) {
				prop_assert!(before == after || (!exact && before == after + 1));
			}
		}

		#[test]
		fn upscaling_keeps_the_order_of_weights(row in prop::collection::vec(any::<u16>(), 2..8)) {
			let scaled = max_upscale(&row);
			for (one, scaled_one) in row.iter().zip(&scaled) {
				for (other, scaled_other) in row.iter().zip(&scaled) {
					prop_assert!(one > other || scaled_one <= scaled_other);
				}
				prop_assert!(one <= scaled_one);
			}
		}
	}
}
