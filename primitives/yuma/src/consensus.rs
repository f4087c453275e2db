//! Consensus of validators: weights that count, their stake-weighted median, and ranks.

use alloc::{vec, vec::Vec};

use crate::{
	fixed,
	fixed::Fixed,
	input::EpochInput,
	rows::{at, Entry, Rows},
};

/// Vote of one validator on one neuron: the weight it gives and the stake behind it.
type Vote = (Fixed, Fixed);

/// Weights that count, each row divided by its sum and rounded down.
///
/// Only validators' rows count. A weight of a validator for itself does not count, unless it is
/// the owner. Nor does a weight for a neuron registered at or after the update of the weights, or
/// after the oldest commit that is still to be revealed: it was meant for the uid's former holder.
pub(crate) fn counted_weights(input: &EpochInput, permits: &[bool]) -> Rows {
	let entries = input.weights.iter().map(Vec::len).fold(0, usize::saturating_add);
	let mut weights = Rows::with_capacity(permits.len(), entries);
	let registered = registrations(input);
	for (uid, permit) in permits.iter().enumerate() {
		if !permit {
			weights.end_row();
			continue;
		}
		let limit = knowledge_limit(input, uid);
		let may_self = input.owner.map(usize::from) == Some(uid);
		let row = input.weights.get(uid).map(Vec::as_slice).unwrap_or_default();
		let mut sum = 0i64;
		for (target, weight) in row {
			let Some(since) = registered.get(usize::from(*target)) else { continue };
			let to_self = usize::from(*target) == uid;
			if *since < limit && (may_self || !to_self) {
				sum = sum.saturating_add((*weight).into());
				weights.push(*target, Fixed::from_bits((*weight).into()));
			}
		}
		// Numbers and sum are in the same unit, which the quotient does not see.
		let row = weights.end_row();
		if sum > 0 {
			let sum = Fixed::from_bits(sum);
			row.iter_mut().for_each(|(_, weight)| *weight = weight.div_or_zero(sum));
		}
	}
	weights
}

/// Block of registration of each neuron.
pub(crate) fn registrations(input: &EpochInput) -> Vec<u64> {
	let n = input.stakes.len();
	let mut registered: Vec<u64> = input.registered_at.iter().copied().take(n).collect();
	registered.resize(n, 0);
	registered
}

/// Block before which a neuron must be registered for the weights of `uid` to count for it.
pub(crate) fn knowledge_limit(input: &EpochInput, uid: usize) -> u64 {
	let update = input.last_update.get(uid).copied().unwrap_or(0);
	let commit = input.pending_commits.get(uid).copied().unwrap_or(u64::MAX);
	update.min(commit.saturating_add(1))
}

/// Consensus weight of each neuron: the largest that validators with at least `kappa` of the
/// active stake give it.
///
/// Where no weight finds so much stake (only possible by rounding, with `kappa` at one) it is the
/// smallest that any of them gives.
pub(crate) fn consensus(weights: &Rows, active_stake: &[Fixed], kappa: Fixed) -> Vec<Fixed> {
	let mut stake = active_stake.to_vec();
	fixed::normalise(&mut stake);
	let voters = stake.iter().filter(|stake| **stake > Fixed::ZERO).count();
	let (mut votes, ends) = votes_by_neuron(weights, &stake);
	let mut start = 0;
	let mut consensus = Vec::with_capacity(ends.len());
	for end in ends {
		let column = votes.get_mut(start..end).unwrap_or_default();
		// A vote of zero is a vote like any other, though it is not in the list.
		let floor_is_zero = column.len() < voters;
		consensus.push(majority_weight(column, floor_is_zero, kappa));
		start = end;
	}
	consensus
}

/// All votes above zero, neuron by neuron, and the end of each neuron's votes in the list.
fn votes_by_neuron(weights: &Rows, stake: &[Fixed]) -> (Vec<Vote>, Vec<usize>) {
	let voters = || weights.iter().zip(stake).filter(|(_, stake)| **stake > Fixed::ZERO);
	let positive = |(_, weight): &&Entry| *weight > Fixed::ZERO;
	let mut ends = vec![0usize; stake.len()];
	for (row, _) in voters() {
		for (uid, _) in row.iter().filter(positive) {
			if let Some(count) = ends.get_mut(usize::from(*uid)) {
				*count = count.saturating_add(1);
			}
		}
	}
	// Counts become starts. Each vote then moves the mark of its column, up to the column's end.
	let mut total = 0usize;
	for mark in &mut ends {
		let count = core::mem::replace(mark, total);
		total = total.saturating_add(count);
	}
	let mut votes = vec![Vote::default(); total];
	for (row, stake) in voters() {
		for (uid, weight) in row.iter().filter(positive) {
			let Some(mark) = ends.get_mut(usize::from(*uid)) else { continue };
			if let Some(slot) = votes.get_mut(*mark) {
				*slot = (*weight, *stake);
			}
			*mark = mark.saturating_add(1);
		}
	}
	(votes, ends)
}

/// Largest weight with at least `kappa` of stake at or above it, else the smallest.
///
/// Halves the votes in each step: linear in their number.
fn majority_weight(votes: &mut [Vote], floor_is_zero: bool, kappa: Fixed) -> Fixed {
	let mut window = votes;
	let mut above = Fixed::ZERO;
	let mut smallest = Fixed::ZERO;
	while !window.is_empty() {
		let middle = window.len() >> 1;
		let (higher, vote, lower) =
			window.select_nth_unstable_by(middle, |one, other| other.0.cmp(&one.0));
		let (weight, stake) = *vote;
		let before = higher.iter().map(|(_, stake)| stake).sum::<Fixed>().saturating_add(above);
		let with_vote = before.saturating_add(stake);
		if before >= kappa && !higher.is_empty() {
			window = higher;
		} else if with_vote >= kappa {
			return weight;
		} else {
			above = with_vote;
			smallest = weight;
			window = lower;
		}
	}
	if floor_is_zero {
		Fixed::ZERO
	} else {
		smallest
	}
}

/// Weights cut down to consensus. A weight cut to zero leaves its row; one that was zero stays.
pub(crate) fn clip(weights: &Rows, consensus: &[Fixed], rows: usize) -> Rows {
	let mut clipped = Rows::with_capacity(rows, weights.len());
	for row in weights.iter() {
		for (uid, weight) in row {
			let limit = at(consensus, *uid);
			if limit >= *weight {
				clipped.push(*uid, *weight);
			} else if limit > Fixed::ZERO {
				clipped.push(*uid, limit);
			}
		}
		clipped.end_row();
	}
	clipped
}

/// Sum of each validator's clipped weights.
pub(crate) fn validator_trust(clipped: &Rows) -> Vec<Fixed> {
	clipped.iter().map(|row| row.iter().map(|(_, weight)| weight).sum()).collect()
}

/// Rank of each neuron: clipped weights of all active validators for it times their stake, each
/// product rounded down.
pub(crate) fn ranks(clipped: &Rows, active_stake: &[Fixed]) -> Vec<Fixed> {
	let mut ranks = vec![Fixed::ZERO; active_stake.len()];
	for (row, stake) in clipped.iter().zip(active_stake) {
		if *stake == Fixed::ZERO {
			continue;
		}
		for (uid, weight) in row {
			if let Some(rank) = ranks.get_mut(usize::from(*uid)) {
				*rank = rank.saturating_add(stake.mul_floor(*weight));
			}
		}
	}
	ranks
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn fixed(bits: i64) -> Fixed {
		Fixed::from_bits(bits)
	}

	/// Partition walk of the protocol's text over all votes, zeros included.
	fn by_partition(votes: &[Vote], kappa: Fixed) -> Fixed {
		let total: Fixed = votes.iter().map(|(_, stake)| stake).sum();
		let minority = total.saturating_sub(kappa);
		let (mut low, mut high) = (Fixed::ZERO, total);
		let mut rest = votes.to_vec();
		for _ in 0..=votes.len() {
			match rest.as_slice() {
				[] => return Fixed::ZERO,
				[(weight, _)] => return *weight,
				_ => {}
			}
			let pivot = rest[rest.len() / 2].0;
			let lower: Vec<Vote> = rest.iter().copied().filter(|vote| vote.0 < pivot).collect();
			let upper: Vec<Vote> = rest.iter().copied().filter(|vote| vote.0 > pivot).collect();
			let below = low.saturating_add(lower.iter().map(|vote| vote.1).sum());
			let upto = high.saturating_sub(upper.iter().map(|vote| vote.1).sum());
			if minority < below && !lower.is_empty() {
				(rest, high) = (lower, below);
			} else if upto <= minority && !upper.is_empty() {
				(rest, low) = (upper, upto);
			} else {
				return pivot;
			}
		}
		panic!("the walk did not end")
	}

	fn by_selection(votes: &[Vote], kappa: Fixed) -> Fixed {
		let mut positive: Vec<Vote> =
			votes.iter().copied().filter(|vote| vote.0 > Fixed::ZERO).collect();
		let floor_is_zero = positive.len() < votes.len();
		majority_weight(&mut positive, floor_is_zero, kappa)
	}

	#[test]
	fn a_majority_of_exactly_kappa_suffices() {
		let votes = [(fixed(9), fixed(40)), (fixed(5), fixed(20)), (fixed(1), fixed(40))];
		assert_eq!(by_selection(&votes, fixed(60)), fixed(5));
		assert_eq!(by_selection(&votes, fixed(61)), fixed(1));
		assert_eq!(by_selection(&votes, fixed(40)), fixed(9));
	}

	#[test]
	fn kappa_beyond_all_stake_takes_the_smallest_vote() {
		let votes = [(fixed(9), fixed(40)), (fixed(5), fixed(59))];
		assert_eq!(by_selection(&votes, fixed(100)), fixed(5));
		assert_eq!(by_selection(&[votes[0], (fixed(0), fixed(59))], fixed(100)), fixed(0));
	}

	#[test]
	fn kappa_of_nothing_takes_the_largest_vote() {
		let votes = [(fixed(0), fixed(40)), (fixed(5), fixed(1)), (fixed(2), fixed(59))];
		assert_eq!(by_selection(&votes, Fixed::ZERO), fixed(5));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		/// Few distinct weights, so that equal ones and sums on the edge are common.
		#[test]
		fn selection_finds_what_the_partition_walk_finds(
			votes in prop::collection::vec((0i64..8, 1i64..6), 0..12),
			kappa in 0i64..70,
		) {
			let votes: Vec<Vote> = votes.into_iter().map(|(w, s)| (fixed(w), fixed(s))).collect();
			prop_assert_eq!(by_selection(&votes, fixed(kappa)), by_partition(&votes, fixed(kappa)));
		}

		#[test]
		fn consensus_falls_with_kappa_and_rises_with_a_vote(
			votes in prop::collection::vec((0i64..100, 1i64..60), 1..40),
			kappa in 0i64..2000, more in 0i64..500, who: prop::sample::Index, raise in 0i64..50,
		) {
			let mut votes: Vec<Vote> = votes.into_iter().map(|(w, s)| (fixed(w), fixed(s))).collect();
			let before = by_selection(&votes, fixed(kappa));
			prop_assert!(by_selection(&votes, fixed(kappa + more)) <= before);
			let who = who.index(votes.len());
			votes[who].0 = fixed(votes[who].0.to_bits() + raise);
			prop_assert!(by_selection(&votes, fixed(kappa)) >= before);
		}
	}
}
