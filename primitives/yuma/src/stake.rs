//! Stake weights: of hotkeys in rao, and of uids as shares of all stake that counts.
//!
//! A hotkey weighs with the alpha it holds or inherits on the subnet, plus its root stake times the
//! TAO weight.

use alloc::{vec, vec::Vec};

use noesis_types::{AlphaBalance, TaoBalance};
use substrate_fixed::types::I64F64;

use crate::{fixed, fixed::Fixed, input::EpochInput};

const FRACTION_BITS: u32 = 32;

/// Stake of a hotkey as its child keys and parents leave it, rounded down.
///
/// `children` are the proportions of the hotkey's own stake that its children carry, `parents`
/// the proportion and the own stake of each parent; proportions are parts of 2^64 - 1. Amounts are
/// of one asset: all alpha, or all TAO. Never below zero.
pub fn inherited_stake(
	own: u64,
	children: impl IntoIterator<Item = u64>,
	parents: impl IntoIterator<Item = (u64, u64)>,
) -> u64 {
	let given = sum(children.into_iter().map(|proportion| share(own, proportion)));
	let received = sum(parents.into_iter().map(|(proportion, stake)| share(stake, proportion)));
	let whole = u128::from(own) << FRACTION_BITS;
	let rest = whole.saturating_sub(given).saturating_add(received) >> FRACTION_BITS;
	u64::try_from(rest).unwrap_or(u64::MAX)
}

/// Stake weight of a hotkey: its alpha plus `tao_weight` / (2^64 - 1) of its root stake.
pub fn total_stake(alpha: AlphaBalance, root: TaoBalance, tao_weight: u64) -> I64F64 {
	let weight = i128::from(proportion(tao_weight)) << FRACTION_BITS;
	let root = I64F64::saturating_from_num(u64::from(root));
	I64F64::saturating_from_num(u64::from(alpha))
		.saturating_add(root.saturating_mul(I64F64::from_bits(weight)))
}

/// `parts` of 2^64 - 1 in units of 2^-32, rounded down.
fn proportion(parts: u64) -> u64 {
	let units = (u128::from(parts) << FRACTION_BITS).checked_div(u64::MAX.into()).unwrap_or(0);
	u64::try_from(units).unwrap_or(u64::MAX)
}

/// `parts` of 2^64 - 1 of `stake`, in units of 2^-32.
fn share(stake: u64, parts: u64) -> u128 {
	u128::from(stake).saturating_mul(proportion(parts).into())
}

fn sum(shares: impl Iterator<Item = u128>) -> u128 {
	shares.fold(0, u128::saturating_add)
}

/// Whole rao of `stake`, rounded down.
pub(crate) fn whole(stake: I64F64) -> u64 {
	stake.saturating_to_num()
}

/// Share of each uid in the stake that counts, rounded down to a unit of 2^-32.
///
/// Stake below the threshold counts only if it is the owner's.
pub(crate) fn normalised_stake(input: &EpochInput) -> Vec<Fixed> {
	let threshold = input.params.stake_threshold;
	let owner = input.owner.map(usize::from);
	let counts = |(uid, stake): (usize, &I64F64)| {
		let counted = owner == Some(uid) || whole(*stake) >= threshold;
		if counted {
			u128::try_from(stake.to_bits()).unwrap_or(0)
		} else {
			0
		}
	};
	shares_of_sum(&input.stakes.iter().enumerate().map(counts).collect::<Vec<u128>>())
}

/// Each number's share of the sum of all, rounded down: together at most one.
///
/// Where the sum has more than 127 bits, all numbers first lose as many low bits as it has above
/// them. Against a sum that is cut off, shares would sum to more than one.
pub(crate) fn shares_of_sum(numbers: &[u128]) -> Vec<Fixed> {
	let excess = excess_bits(numbers);
	let kept = |number: &u128| number.checked_shr(excess).unwrap_or(0);
	let total = numbers.iter().map(kept).fold(0, u128::saturating_add);
	numbers.iter().map(|number| share_of(kept(number), total)).collect()
}

/// Number of bits above 127 in the sum of `numbers`.
fn excess_bits(numbers: &[u128]) -> u32 {
	// Sums of halves, which fit for up to 2^64 numbers.
	let low = numbers.iter().map(|number| number & u128::from(u64::MAX));
	let low = low.fold(0, u128::saturating_add);
	let high = numbers.iter().map(|number| number >> 64).fold(low >> 64, u128::saturating_add);
	u128::BITS.saturating_sub(high.leading_zeros()).saturating_sub(63)
}

/// `number` / `total`, rounded down, for `number` <= `total` < 2^127.
///
/// The quotient is produced bit by bit: the numbers have 64 fractional bits themselves and shifted
/// they would not fit.
fn share_of(number: u128, total: u128) -> Fixed {
	if number == 0 {
		return Fixed::ZERO;
	}
	if number >= total {
		return Fixed::ONE;
	}
	let mut rest = number;
	let mut bits = 0i64;
	for _ in 0..FRACTION_BITS {
		rest <<= 1;
		bits <<= 1;
		if rest >= total {
			rest = rest.wrapping_sub(total);
			bits |= 1;
		}
	}
	Fixed::from_bits(bits)
}

/// Permits of the next epoch: of the uids with the most stake, and of the owner.
///
/// Of equal stakes the higher uid has the better claim. No stake, no permit.
pub(crate) fn new_permits(stake: &[Fixed], max_validators: u16, owner: Option<u16>) -> Vec<bool> {
	let mut permits: Vec<bool> = stake.iter().map(|share| *share != Fixed::ZERO).collect();
	let losers = stake.len().saturating_sub(max_validators.into());
	if losers > 0 {
		let mut order: Vec<(Fixed, usize)> = stake.iter().copied().zip(0..).collect();
		// The list is partitioned at the loser with the most stake: all before it lose as well.
		let last = losers.saturating_sub(1);
		if last < order.len() {
			order.select_nth_unstable(last);
		}
		for (_, uid) in order.iter().take(losers) {
			set(&mut permits, *uid, false);
		}
	}
	if let Some(owner) = owner {
		set(&mut permits, owner.into(), true);
	}
	permits
}

/// Permits that count in this epoch, one per neuron: the stored ones, and the owner's.
pub(crate) fn counted_permits(input: &EpochInput) -> Vec<bool> {
	let n = input.stakes.len();
	let mut permits: Vec<bool> = input.permits.iter().copied().take(n).collect();
	if let Some(owner) = input.owner {
		set(&mut permits, owner.into(), true);
	}
	permits.resize(n, false);
	permits
}

fn set(permits: &mut [bool], uid: usize, permit: bool) {
	if let Some(slot) = permits.get_mut(uid) {
		*slot = permit;
	}
}

/// Activity of each uid: whether it updated its weights recently enough.
pub(crate) fn active(input: &EpochInput) -> Vec<bool> {
	let mut active = vec![false; input.stakes.len()];
	for (uid, slot) in active.iter_mut().enumerate() {
		let update = input.last_update.get(uid).copied().unwrap_or(0);
		*slot = input.activity_cutoff.is_active(update, input.block);
	}
	active
}

/// Stake of active validators as shares of their sum; zero for all others.
pub(crate) fn active_stake(
	input: &EpochInput,
	stake: &[Fixed],
	active: &[bool],
	permits: &[bool],
) -> Vec<Fixed> {
	// Without stored permits there is nothing to mask stake with.
	let unmasked = input.permits.is_empty();
	let masks = active.iter().zip(permits);
	let mut shares: Vec<Fixed> = stake
		.iter()
		.zip(masks)
		.map(
			|(share, (active, permit))| {
				if *active && (unmasked || *permit) {
					*share
				} else {
					Fixed::ZERO
				}
			},
		)
		.collect();
	fixed::normalise(&mut shares);
	shares
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	/// TaoWeight as a new chain has it.
	const TAO_WEIGHT: u64 = noesis_types::INITIAL_TAO_WEIGHT;

	#[test]
	fn root_stake_weighs_a_nineteenth_by_default() {
		assert_eq!(proportion(TAO_WEIGHT), 226_245_882);
		let total = total_stake(1_000_000_000_000u64.into(), 500_000_000_000u64.into(), TAO_WEIGHT);
		assert_eq!(whole(total), 1_026_338_487_165);
	}

	#[test]
	fn parent_and_child_part_the_stake() {
		let half = (1u64 << 63) - 1;
		assert_eq!(proportion(half), 2_147_483_647);
		let stake = 1_000_000_000_000;
		assert_eq!(inherited_stake(0, [], [(half, stake)]), 499_999_999_767);
		assert_eq!(inherited_stake(stake, [half], []), 500_000_000_232);
	}

	#[test]
	fn stake_given_away_twice_leaves_nothing_but_what_is_received() {
		assert_eq!(inherited_stake(100, [u64::MAX, u64::MAX], [(u64::MAX, 7)]), 7);
	}

	#[test]
	fn four_quarters_of_more_than_the_type_holds_are_quarters() {
		let quarter = Fixed::from_bits(1 << 30);
		assert_eq!(shares_of_sum(&[1 << 126; 4]), [quarter; 4]);
		assert_eq!(shares_of_sum(&[i128::MAX.unsigned_abs(); 4]), [quarter; 4]);
		assert_eq!(shares_of_sum(&[u128::MAX; 4]), [quarter; 4]);
	}

	#[test]
	fn of_equal_stakes_the_lower_uid_loses_its_permit() {
		let stake = [Fixed::HALF; 4];
		assert_eq!(new_permits(&stake, 2, None), [false, false, true, true]);
		assert_eq!(new_permits(&stake, 4, None), [true; 4]);
		assert_eq!(new_permits(&stake, 0, None), [false; 4]);
	}

	#[test]
	fn the_owner_needs_neither_stake_nor_a_free_permit() {
		let stake = [Fixed::HALF, Fixed::ZERO, Fixed::HALF];
		assert_eq!(new_permits(&stake, 1, Some(1)), [false, true, true]);
		assert_eq!(new_permits(&stake, 1, Some(9)), [false, false, true]);
	}

	proptest! {
		#[test]
		fn shares_are_those_of_substrate_fixed(numbers in prop::collection::vec(0..=i128::MAX / 64, 0..20)) {
			let total = numbers.iter().fold(I64F64::from_num(0), |sum, n| sum + I64F64::from_bits(*n));
			let expected: Vec<Fixed> = numbers
				.iter()
				.map(|n| I64F64::from_bits(*n).checked_div(total).unwrap_or_default())
				.map(|share| Fixed::from_bits(i64::try_from(share.to_bits() >> 32).unwrap()))
				.collect();
			let got = shares_of_sum(&numbers.iter().map(|n| n.unsigned_abs()).collect::<Vec<u128>>());
			prop_assert_eq!(got, expected);
		}

		#[test]
		fn shares_never_sum_to_more_than_one(
			numbers in prop::collection::vec(
				prop_oneof![Just(0), Just(1), Just(u128::MAX), Just(1 << 126), any::<u128>()], 0..40,
			),
		) {
			let shares = shares_of_sum(&numbers);
			let sum: i64 = shares.iter().map(|share| share.to_bits()).sum();
			prop_assert!(sum <= Fixed::ONE.to_bits());
			let nothing = numbers.iter().all(|number| *number == 0);
			// Each share is rounded down once, and a number loses less than 2^-120 of the sum.
			let dust = i64::try_from(numbers.len()).unwrap();
			prop_assert!(nothing || sum + dust >= Fixed::ONE.to_bits());
		}

		#[test]
		fn stake_never_panics_and_never_exceeds_the_amounts(own: u64, given: u64, got: u64, stake: u64, alpha: u64, root: u64, weight: u64) {
			let kept = inherited_stake(own, [given], []);
			prop_assert!(kept <= own);
			let sum = inherited_stake(own, [given], [(got, stake)]);
			prop_assert!(sum >= kept && sum - kept <= stake);
			let total = total_stake(alpha.into(), root.into(), weight);
			prop_assert!(whole(total) >= alpha.min(u64::MAX >> 1));
			prop_assert!(whole(total) <= alpha.saturating_add(root));
		}

		#[test]
		fn permits_go_to_the_most_stake(stake in prop::collection::vec(0i64..20, 0..40), k in 0u16..45) {
			let stake: Vec<Fixed> = stake.into_iter().map(Fixed::from_bits).collect();
			let mut order: Vec<usize> = (0..stake.len()).collect();
			order.sort_by_key(|uid| stake[*uid]);
			let mut expected: Vec<bool> = stake.iter().map(|s| *s != Fixed::ZERO).collect();
			for uid in order.iter().take(stake.len().saturating_sub(k.into())) {
				expected[*uid] = false;
			}
			prop_assert_eq!(new_permits(&stake, k, None), expected);
		}
	}
}
