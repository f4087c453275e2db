//! Null consensus: the validator with the most stake decides alone.
//!
//! For subnets too wide for Yuma. There are no bonds, no median and no permits but one. Half of the
//! emission goes to miners by the winner's weights, half to all stake.

use crate::{cutoffs::ActivityCutoff, epoch::parts, mechanisms::Aggregate, stake, Fixed};
use alloc::{vec, vec::Vec};
use noesis_types::AlphaBalance;
use serde::{Deserialize, Serialize};
use substrate_fixed::types::I64F64;

/// Fractional bits of a mechanism's part, and of a share in its weights.
const SHARE_BITS: u32 = 60;

/// Everything that an epoch under Null consensus reads. Missing items count as in
/// [`crate::EpochInput`].
#[derive(Clone, Copy, Debug)]
pub struct NullInput<'a> {
	/// The block of the epoch.
	pub block: u64,
	/// Blocks after its last update during which a neuron counts as active.
	pub activity_cutoff: ActivityCutoff,
	/// Alpha to pay out.
	pub emission: AlphaBalance,
	/// Total stake weight of each uid in rao, with fraction. Below zero counts as zero.
	pub stakes: &'a [I64F64],
	/// Block of each uid's registration.
	pub registered_at: &'a [u64],
	/// The subnet's mechanisms in their order.
	pub mechanisms: &'a [NullMechanism<'a>],
}

/// What an epoch under Null consensus reads of one mechanism.
#[derive(Clone, Copy, Debug)]
pub struct NullMechanism<'a> {
	/// The mechanism's part of the emission ([`crate::split_emission`]).
	pub part: AlphaBalance,
	/// Block of each uid's last update of weights.
	pub last_update: &'a [u64],
	/// Block of the winner's oldest weight commit that is still to be revealed; `u64::MAX` for none.
	pub pending_commit: u64,
	/// Weights that the winner gives ([`largest_stake`]).
	pub winner_weights: &'a [(u16, u16)],
}

/// What an epoch under Null consensus pays and stores.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct NullOutcome {
	/// The validator that decided, if anyone has stake.
	pub winner: Option<u16>,
	/// Incentive of each uid in each mechanism, in parts of 65535.
	pub incentives: Vec<Vec<u16>>,
	/// What the mechanisms come to. Consensus and trust are zero, the only permit is the winner's.
	pub aggregate: Aggregate,
}

/// The uid with the most stake, of equal stakes the lowest; nobody if there is no stake.
pub fn largest_stake(stakes: &[I64F64]) -> Option<u16> {
	let mut largest: Option<(I64F64, u16)> = None;
	for (uid, stake) in (0..=u16::MAX).zip(stakes) {
		let beaten = largest.map_or(I64F64::default(), |(most, _)| most);
		if *stake > beaten {
			largest = Some((*stake, uid));
		}
	}
	largest.map(|(_, uid)| uid)
}

/// Runs one epoch of all mechanisms of a subnet under Null consensus.
///
/// Of the emission miners get the half that is rounded up and validators the other. Without any
/// stake miners get all, in equal amounts. Amounts are apportioned by largest remainders, of equal
/// ones the lower uid first, so that they add up to the unit; stake counts in whole rao.
pub fn null_epoch(input: &NullInput) -> NullOutcome {
	let n = input.stakes.len();
	let winner = largest_stake(input.stakes);
	let rows: Vec<Vec<u64>> =
		input.mechanisms.iter().map(|mechanism| miner_weights(input, mechanism, winner)).collect();
	let stakes: Vec<u64> = input.stakes.iter().map(|stake| stake::whole(*stake)).collect();
	let wide: Vec<u128> = stakes.iter().copied().map(u128::from).collect();
	let for_validators = match stakes.iter().any(|stake| *stake > 0) {
		true => u64::from(input.emission) >> 1,
		false => 0,
	};
	let for_miners = u64::from(input.emission).saturating_sub(for_validators);
	let server = apportion(for_miners, &miner_shares(input, &rows));
	let validator = apportion(for_validators, &wide);
	let emission =
		server.iter().zip(&validator).map(|(one, other)| one.saturating_add(*other)).collect();
	let stake_shares = parts(&stake::shares_of_sum(&wide));
	let mut permits = vec![false; n];
	if let Some(slot) = winner.and_then(|uid| permits.get_mut(usize::from(uid))) {
		*slot = true;
	}
	NullOutcome {
		winner,
		incentives: rows.iter().map(|row| parts(&shares(row))).collect(),
		aggregate: Aggregate {
			active: active(input),
			permits,
			stake: stakes,
			stake_weight: stake_shares.clone(),
			consensus: vec![0; n],
			dividends: stake_shares,
			validator_trust: vec![0; n],
			server_emission: server,
			validator_emission: validator,
			emission,
		},
	}
}

/// Who is active in any mechanism.
fn active(input: &NullInput) -> Vec<bool> {
	let recent = |uid: usize, mechanism: &NullMechanism| {
		let update = mechanism.last_update.get(uid).copied().unwrap_or(0);
		input.activity_cutoff.is_active(update, input.block)
	};
	(0..input.stakes.len())
		.map(|uid| input.mechanisms.iter().any(|mechanism| recent(uid, mechanism)))
		.collect()
}

/// The winner's weights by uid, without those for former holders of a uid; all one if none is left.
fn miner_weights(input: &NullInput, mechanism: &NullMechanism, winner: Option<u16>) -> Vec<u64> {
	let n = input.stakes.len();
	let mut weights = vec![0u64; n];
	if let Some(winner) = winner {
		let update = mechanism.last_update.get(usize::from(winner)).copied().unwrap_or(0);
		let limit = update.min(mechanism.pending_commit.saturating_add(1));
		for (uid, weight) in mechanism.winner_weights {
			let uid = usize::from(*uid);
			let since = input.registered_at.get(uid).copied().unwrap_or(0);
			if let Some(slot) = weights.get_mut(uid).filter(|_| since < limit) {
				*slot = slot.saturating_add((*weight).into());
			}
		}
	}
	if weights.iter().all(|weight| *weight == 0) {
		weights.fill(1);
	}
	weights
}

/// Shares of a row's sum, rounded down.
fn shares(row: &[u64]) -> Vec<Fixed> {
	stake::shares_of_sum(&row.iter().copied().map(u128::from).collect::<Vec<u128>>())
}

/// The miners' shares in all mechanisms together, in no unit.
///
/// One mechanism's weights are exact. Of several each is cut to 60 fractional bits.
fn miner_shares(input: &NullInput, rows: &[Vec<u64>]) -> Vec<u128> {
	let parts = input.mechanisms.iter().map(|mechanism| u64::from(mechanism.part));
	let paid: Vec<(u64, &Vec<u64>)> = parts.zip(rows).filter(|(part, _)| *part > 0).collect();
	match paid.as_slice() {
		// Without parts the emission is nobody's in particular.
		[] => vec![1; input.stakes.len()],
		[(_, row)] => row.iter().copied().map(u128::from).collect(),
		several => {
			let total = several.iter().map(|(part, _)| u128::from(*part)).fold(0, wide_add);
			let mut sums = vec![0u128; input.stakes.len()];
			for (part, row) in several {
				let part = unit_share((*part).into(), total);
				let row_sum = row.iter().copied().map(u128::from).fold(0, wide_add);
				for (sum, weight) in sums.iter_mut().zip(*row) {
					let share = unit_share((*weight).into(), row_sum);
					*sum = sum.saturating_add(part.saturating_mul(share));
				}
			}
			sums
		}
	}
}

/// `part` / `whole` in units of 2^-60, rounded down. `part` has 64 bits at most.
fn unit_share(part: u128, whole: u128) -> u128 {
	(part << SHARE_BITS).checked_div(whole).unwrap_or(0)
}

fn wide_add(one: u128, other: u128) -> u128 {
	one.saturating_add(other)
}

/// Deals out all of `budget` in proportion to `weights`: each gets its share rounded down or up,
/// none where its weight is zero. Nobody gets anything if all weights are zero.
///
/// The weights' sum is below 2^126.
fn apportion(budget: u64, weights: &[u128]) -> Vec<AlphaBalance> {
	let total = weights.iter().copied().fold(0, wide_add);
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
	// What is left is the sum of the remainders over the total: less than one for each of them.
	remainders.sort_unstable();
	for ((_, index), _) in remainders.into_iter().zip(0..left) {
		if let Some(share) = dealt.get_mut(index) {
			*share = share.saturating_add(1u64.into());
		}
	}
	dealt
}

/// `budget` * `weight` / `total`, rounded down, and the remainder, for `weight` <= `total` < 2^126.
/// Nothing of nothing.
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
	use super::*;
	use proptest::prelude::*;

	const N: usize = 4;

	fn stakes(rao: [u64; N]) -> Vec<I64F64> {
		rao.into_iter().map(I64F64::from_num).collect()
	}

	fn mechanism<'a>(part: u64, updates: &'a [u64], row: &'a [(u16, u16)]) -> NullMechanism<'a> {
		NullMechanism {
			part: part.into(),
			last_update: updates,
			pending_commit: u64::MAX,
			winner_weights: row,
		}
	}

	fn run(emission: u64, stakes: &[I64F64], mechanisms: &[NullMechanism]) -> NullOutcome {
		null_epoch(&NullInput {
			block: 100,
			activity_cutoff: ActivityCutoff::new(10_000, 1),
			emission: emission.into(),
			stakes,
			registered_at: &[0, 0, 0, 60],
			mechanisms,
		})
	}

	fn rao(amounts: &[AlphaBalance]) -> Vec<u64> {
		amounts.iter().copied().map(u64::from).collect()
	}

	#[test]
	fn miners_are_paid_by_the_winners_row_and_validators_by_stake() {
		let row = [(2, 1), (1, 2)];
		let got = run(101, &stakes([30, 10, 0, 0]), &[mechanism(101, &[95, 0, 0, 0], &row)]);
		assert_eq!(got.winner, Some(0));
		assert_eq!(rao(&got.aggregate.server_emission), [0, 34, 17, 0]);
		// 37.5 and 12.5: equal remainders, so the lower uid gets the unit.
		assert_eq!(rao(&got.aggregate.validator_emission), [38, 12, 0, 0]);
		assert_eq!(rao(&got.aggregate.emission), [38, 46, 17, 0]);
		assert_eq!(got.incentives, [[0, 43689, 21844, 0]]);
		assert_eq!(got.aggregate.dividends, [49151, 16383, 0, 0]);
		assert_eq!(got.aggregate.permits, [true, false, false, false]);
		assert_eq!(got.aggregate.active, [true, false, false, false]);
		assert_eq!(got.aggregate.consensus, [0; N]);
	}

	#[test]
	fn of_equal_stakes_the_lowest_uid_wins() {
		assert_eq!(largest_stake(&stakes([0, 5, 5, 1])), Some(1));
		assert_eq!(largest_stake(&stakes([0; N])), None);
		assert_eq!(largest_stake(&[]), None);
	}

	#[test]
	fn a_row_older_than_all_its_targets_pays_everyone_the_same() {
		// Uid 3 was registered in block 60, after the update in block 50.
		let got = run(8, &stakes([1, 0, 0, 0]), &[mechanism(8, &[50, 0, 0, 0], &[(3, 9)])]);
		assert_eq!(rao(&got.aggregate.server_emission), [1; N]);
		let got = run(8, &stakes([1, 0, 0, 0]), &[mechanism(8, &[50, 0, 0, 0], &[(3, 9), (2, 1)])]);
		assert_eq!(rao(&got.aggregate.server_emission), [0, 0, 4, 0]);
	}

	#[test]
	fn without_stake_everything_goes_to_all_miners_alike() {
		let got = run(10, &stakes([0; N]), &[mechanism(10, &[99], &[(1, 9)])]);
		assert_eq!(rao(&got.aggregate.server_emission), [3, 3, 2, 2]);
		assert_eq!(rao(&got.aggregate.validator_emission), [0; N]);
		assert_eq!((got.winner, got.aggregate.permits), (None, vec![false; N]));
	}

	#[test]
	fn several_mechanisms_are_rounded_once() {
		// Halves of 3 for uids 1 and 2: 1.5 each, not 1 and 1 with one left over in each mechanism.
		let one = mechanism(3, &[99], &[(1, 7)]);
		let other = mechanism(3, &[99], &[(2, 7)]);
		let got = run(6, &stakes([1, 0, 0, 0]), &[one, other]);
		assert_eq!(rao(&got.aggregate.server_emission), [0, 2, 1, 0]);
		assert_eq!(got.incentives, [[0, 65535, 0, 0], [0, 0, 65535, 0]]);
	}

	proptest! {
		#[test]
		fn apportioning_is_exact_and_fair(
			budget: u64,
			weights in prop::collection::vec(prop_oneof![Just(0), 0u128..9, 0u128..1 << 118], 0..20),
		) {
			let dealt = rao(&apportion(budget, &weights));
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

		#[test]
		fn emission_is_paid_to_the_unit_whatever_is_passed(
			emission in prop_oneof![Just(0), Just(1), Just(u64::MAX), any::<u64>()],
			stakes in prop::collection::vec(prop_oneof![Just(i128::MIN), Just(0), Just(i128::MAX), any::<i128>()], 0..6),
			registered in prop::collection::vec(any::<u64>(), 0..6),
			updates in prop::collection::vec(any::<u64>(), 0..6),
			row in prop::collection::vec((0u16..8, any::<u16>()), 0..8),
			parts in prop::collection::vec(any::<u64>(), 0..4),
			pending_commit: u64, block: u64, cutoff: (u32, u16),
		) {
			let stakes: Vec<I64F64> = stakes.into_iter().map(I64F64::from_bits).collect();
			let mechanisms: Vec<NullMechanism> = parts
				.iter()
				.map(|part| NullMechanism { pending_commit, ..mechanism(*part, &updates, &row) })
				.collect();
			let got = null_epoch(&NullInput {
				block,
				activity_cutoff: ActivityCutoff::new(cutoff.0, cutoff.1),
				emission: emission.into(),
				stakes: &stakes,
				registered_at: &registered,
				mechanisms: &mechanisms,
			});
			let sum = |amounts: &[AlphaBalance]| rao(amounts).into_iter().map(u128::from).sum::<u128>();
			let paid = sum(&got.aggregate.server_emission) + sum(&got.aggregate.validator_emission);
			prop_assert_eq!(paid, if stakes.is_empty() { 0 } else { emission.into() });
			prop_assert_eq!(sum(&got.aggregate.emission), paid);
		}
	}
}
