//! Weight of the TAO staked on root beside a subnet's alpha.

use noesis_types::{AlphaBalance, TaoBalance};

use crate::fixed::{div_or_zero, fraction_of_u64, term, U96F32};

/// Weight of one rao of root stake, from the stored fraction of `u64::MAX`. Rounded down.
pub fn tao_weight(stored: u64) -> U96F32 {
	fraction_of_u64(stored)
}

/// Alpha of a subnet: in its pool, outside it, and in the pool's reservoir. Saturates.
pub fn alpha_issuance(
	pool: AlphaBalance,
	outside: AlphaBalance,
	reservoir: AlphaBalance,
) -> AlphaBalance {
	pool.saturating_add(outside).saturating_add(reservoir)
}

/// Part of root in the weight behind a subnet, 0 to 1: `w / (w + issuance)` with `w` = `root_stake`
/// times [`tao_weight`]. Rounded down; 0 if both weights are 0.
///
/// The value changes within a block: the limit of the injection uses the value before it, the split
/// of the new alpha the value after it.
pub fn root_proportion(
	root_stake: TaoBalance,
	tao_weight: U96F32,
	issuance: AlphaBalance,
) -> U96F32 {
	let weight = term(root_stake).saturating_mul(tao_weight);
	div_or_zero(weight, weight.saturating_add(term(issuance)))
}

#[cfg(test)]
mod tests {
	use noesis_types::INITIAL_TAO_WEIGHT;
	use proptest::prelude::*;

	use super::*;

	fn at(root_stake: u64, issuance: u64) -> U96F32 {
		root_proportion(root_stake.into(), tao_weight(INITIAL_TAO_WEIGHT), issuance.into())
	}

	#[test]
	fn default_weight_and_equal_sides_give_the_worked_bits() {
		assert_eq!(tao_weight(INITIAL_TAO_WEIGHT).to_bits(), 226_245_882);
		assert_eq!(at(1_000_000_000_000_000, 1_000_000_000_000_000).to_bits(), 214_924_319);
	}

	#[test]
	fn a_subnet_without_alpha_is_all_root_unless_root_is_empty() {
		assert_eq!(at(1, 0), U96F32::from_num(1));
		assert_eq!(at(0, 0), U96F32::from_num(0));
		assert_eq!(at(0, 1), U96F32::from_num(0));
	}

	#[test]
	fn alpha_beside_the_pool_counts_and_the_sum_saturates() {
		let sum = |a: u64, b: u64, c: u64| alpha_issuance(a.into(), b.into(), c.into()).to_u64();
		assert_eq!(sum(1, 2, 4), 7);
		assert_eq!(sum(u64::MAX, 1, 1), u64::MAX);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn proportion_is_between_zero_and_one(stake: u64, weight: u128, issuance: u64) {
			let weight = U96F32::from_bits(weight);
			let proportion = root_proportion(stake.into(), weight, issuance.into());
			prop_assert!(proportion <= U96F32::from_num(1));
		}

		#[test]
		fn proportion_never_rises_as_alpha_is_issued(stake: u64, a: u64, b in 1u64..) {
			let more = a.saturating_add(b);
			prop_assert!(at(stake, more) <= at(stake, a));
		}
	}
}
