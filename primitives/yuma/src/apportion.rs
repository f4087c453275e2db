//! Apportionment: a sum divided by weights so that no unit of it is lost.

use alloc::vec::Vec;

use noesis_types::AlphaBalance;

/// Parts of `budget` in proportion to `weights`, in rao, that sum to it exactly.
///
/// Each part is its exact share rounded down, or up where its remainder is among the largest; of
/// equal remainders the first is rounded up. A weight of zero gets nothing, and so do all if all
/// weights are zero. The weights' sum is below 2^126.
pub(crate) fn apportion(budget: u64, weights: &[u128]) -> Vec<AlphaBalance> {
	let total = weights.iter().copied().fold(0, u128::saturating_add);
	let mut dealt = Vec::with_capacity(weights.len());
	let mut remainders = Vec::with_capacity(weights.len());
	let mut left = budget;
	for (index, weight) in weights.iter().enumerate() {
		let (share, remainder) = mul_div(budget, *weight, total);
		left = left.saturating_sub(share);
		dealt.push(AlphaBalance::from(share));
		if remainder > 0 {
			remainders.push((core::cmp::Reverse(remainder), index));
		}
	}
	if total == 0 {
		return dealt;
	}
	// The rest is the sum of the remainders over the total: less than one for each of them.
	remainders.sort_unstable();
	for ((_, index), _) in remainders.into_iter().zip(0..left) {
		if let Some(share) = dealt.get_mut(index) {
			*share = share.saturating_add(1u64.into());
		}
	}
	dealt
}

/// `budget` * `weight` / `total`, rounded down, and the remainder, for `weight` <= `total` < 2^126.
/// Zero for a total of zero.
fn mul_div(budget: u64, weight: u128, total: u128) -> (u64, u128) {
	if total == 0 {
		return (0, 0);
	}
	if let Some(product) = u128::from(budget).checked_mul(weight) {
		let share = product.checked_div(total).unwrap_or(0);
		let rest = product.checked_rem(total).unwrap_or(0);
		return (u64::try_from(share).unwrap_or(u64::MAX), rest);
	}
	// Long multiplication and division at once, from the highest bit of the budget.
	let (mut share, mut rest) = (0u64, 0u128);
	for bit in (0..u64::BITS).rev() {
		share = share.wrapping_shl(1);
		rest <<= 1;
		if budget.wrapping_shr(bit) & 1 == 1 {
			rest = rest.saturating_add(weight);
		}
		// Below 2 * total, plus a weight: two steps at most.
		while rest >= total {
			rest = rest.wrapping_sub(total);
			share = share.wrapping_add(1);
		}
	}
	(share, rest)
}

#[cfg(test)]
mod tests {
	use alloc::vec;

	use proptest::prelude::*;

	use super::*;

	fn rao(budget: u64, weights: &[u128]) -> Vec<u64> {
		apportion(budget, weights).into_iter().map(u64::from).collect()
	}

	#[test]
	fn of_equal_remainders_the_first_is_rounded_up() {
		assert_eq!(rao(10, &[1; 4]), [3, 3, 2, 2]);
		assert_eq!(rao(50, &[30, 10, 0, 0]), [38, 12, 0, 0]);
	}

	#[test]
	fn without_weights_nothing_is_dealt() {
		assert_eq!(rao(10, &[0, 0]), [0, 0]);
		assert_eq!(rao(10, &[]), vec![0u64; 0]);
		assert_eq!(rao(0, &[1, 2]), [0, 0]);
	}

	proptest! {
		#[test]
		fn apportioning_is_exact_and_fair(
			budget: u64,
			weights in prop::collection::vec(prop_oneof![Just(0), 0u128..9, 0u128..1 << 118], 0..20),
		) {
			let dealt = rao(budget, &weights);
			let total: u128 = weights.iter().sum();
			let sum: u128 = dealt.iter().copied().map(u128::from).sum();
			prop_assert_eq!(sum, if total == 0 { 0 } else { budget.into() });
			for (share, weight) in dealt.into_iter().zip(weights) {
				let floor = mul_div(budget, weight, total).0;
				prop_assert!(share == floor || (share == floor + 1 && weight > 0));
			}
		}

		#[test]
		fn long_division_is_exact(budget: u64, weight in 0u128..1 << 120, more in 1u128..1 << 120) {
			let total = weight + more;
			let (share, rest) = mul_div(budget, weight, total);
			prop_assert!(rest < total);
			// budget * weight = share * total + rest, modulo 2^128 and in size.
			let left = u128::from(budget).wrapping_mul(weight);
			prop_assert_eq!(left, u128::from(share).wrapping_mul(total).wrapping_add(rest));
			let ratio = budget as f64 * (weight as f64 / total as f64);
			prop_assert!((share as f64 - ratio).abs() <= 1.0 + ratio * 1e-12);
		}
	}
}
