//! Several mechanisms of one subnet: the split of its emission between them, and their results
//! taken together.

use alloc::{vec, vec::Vec};

use noesis_types::AlphaBalance;
use serde::{Deserialize, Serialize};

use crate::{epoch::Outcome, error::InputError};

/// Fractional bits of a mechanism's part in the emission.
const FRACTION_BITS: u32 = 64;

/// Parts of a subnet's emission, one for each mechanism, in rao.
///
/// A `split` in parts of 65535 counts if it has a part for each mechanism and they sum to at most
/// 65535; otherwise all mechanisms get the same. Parts are rounded down and the first mechanism
/// gets the rest, so that the sum is the emission exactly.
pub fn split_emission(
	emission: AlphaBalance,
	split: Option<&[u16]>,
	mechanisms: u8,
) -> Vec<AlphaBalance> {
	let count = u64::from(mechanisms);
	let mut parts: Vec<AlphaBalance> = match split {
		Some(split) if is_split(split, mechanisms) => {
			split.iter().map(|part| part_of(emission, *part)).collect()
		}
		_ => {
			let equal = u64::from(emission).checked_div(count).unwrap_or(0);
			vec![equal.into(); usize::from(mechanisms)]
		}
	};
	let rest = emission.saturating_sub(parts.iter().copied().sum());
	if let Some(first) = parts.first_mut() {
		*first = first.saturating_add(rest);
	}
	parts
}

/// Whether `split` has a part for each mechanism and its parts are together at most the whole.
fn is_split(split: &[u16], mechanisms: u8) -> bool {
	let sum = split.iter().copied().map(u64::from).fold(0, u64::saturating_add);
	split.len() == usize::from(mechanisms) && sum <= u64::from(u16::MAX)
}

/// `part` of 65535 of the emission, rounded down.
fn part_of(emission: AlphaBalance, part: u16) -> AlphaBalance {
	let product = u128::from(emission).saturating_mul(part.into());
	let share = product.checked_div(u16::MAX.into()).unwrap_or(0);
	u64::try_from(share).unwrap_or(u64::MAX).into()
}

/// Results of all mechanisms of a subnet taken together, by uid.
///
/// Incentive and bonds are stored for each mechanism and not part of it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct Aggregate {
	/// Whether the neuron is active in any mechanism.
	pub active: Vec<bool>,
	/// Whether the neuron may validate in the next epoch.
	pub permits: Vec<bool>,
	/// Sum of the stake that the mechanisms reported, in rao.
	pub stake: Vec<u64>,
	/// Mean share of stake, in parts of 65535.
	pub stake_weight: Vec<u16>,
	/// Mean consensus, in parts of 65535.
	pub consensus: Vec<u16>,
	/// Mean dividends, in parts of 65535.
	pub dividends: Vec<u16>,
	/// Mean validator trust, in parts of 65535.
	pub validator_trust: Vec<u16>,
	/// Alpha earned by incentive in all mechanisms, in rao.
	pub server_emission: Vec<AlphaBalance>,
	/// Alpha earned by dividends in all mechanisms, in rao.
	pub validator_emission: Vec<AlphaBalance>,
	/// Mean alpha earned in a mechanism, in rao. Payments are the sum, not this.
	pub emission: Vec<AlphaBalance>,
}

/// Results of a subnet's mechanisms taken together, from each mechanism's part of the emission and
/// its outcome, in the order of mechanisms.
///
/// Means are weighted by these parts and rounded down after each mechanism. If all parts are zero,
/// the first mechanism alone makes the mean. Fails with [`InputError::WrongLength`] where the
/// outcomes are of different numbers of neurons.
pub fn aggregate(mechanisms: &[(AlphaBalance, Outcome)]) -> Result<Aggregate, InputError> {
	let neurons = mechanisms.first().map_or(0, |(_, outcome)| outcome.active.len());
	let total = mechanisms.iter().map(|(part, _)| u128::from(*part)).fold(0, u128::saturating_add);
	let mut sum = Aggregate::of_nothing(neurons);
	for (index, (part, outcome)) in mechanisms.iter().enumerate() {
		outcome.check(neurons)?;
		let weight = (u128::from(*part) << FRACTION_BITS)
			.checked_div(total)
			.unwrap_or(if index == 0 { 1 << FRACTION_BITS } else { 0 });
		sum.add(outcome, weight);
	}
	Ok(sum)
}

impl Aggregate {
	/// Results of no mechanism.
	fn of_nothing(neurons: usize) -> Self {
		Self {
			active: vec![false; neurons],
			permits: vec![false; neurons],
			stake: vec![0; neurons],
			stake_weight: vec![0; neurons],
			consensus: vec![0; neurons],
			dividends: vec![0; neurons],
			validator_trust: vec![0; neurons],
			server_emission: vec![AlphaBalance::ZERO; neurons],
			validator_emission: vec![AlphaBalance::ZERO; neurons],
			emission: vec![AlphaBalance::ZERO; neurons],
		}
	}

	/// Adds a mechanism that has `weight` (in units of 2^-64) in the means.
	fn add(&mut self, outcome: &Outcome, weight: u128) {
		let mean_part = |acc: u16, new: u16| {
			let mean = mean_step(acc.into(), new.into(), weight);
			u16::try_from(mean).unwrap_or(u16::MAX)
		};
		let mean_amount =
			|acc: AlphaBalance, new: AlphaBalance| mean_step(acc.into(), new.into(), weight).into();
		let or = |acc, new| acc | new;
		fold(&mut self.active, &outcome.active, or);
		fold(&mut self.permits, &outcome.permits, or);
		fold(&mut self.stake, &outcome.stake, u64::saturating_add);
		fold(&mut self.stake_weight, &outcome.stake_weight, mean_part);
		fold(&mut self.consensus, &outcome.consensus, mean_part);
		fold(&mut self.dividends, &outcome.dividends, mean_part);
		fold(&mut self.validator_trust, &outcome.validator_trust, mean_part);
		let add = AlphaBalance::saturating_add;
		fold(&mut self.server_emission, &outcome.server_emission, add);
		fold(&mut self.validator_emission, &outcome.validator_emission, add);
		fold(&mut self.emission, &outcome.emission, mean_amount);
	}
}

/// `acc` plus `weight` (in units of 2^-64) times `new`, rounded down.
fn mean_step(acc: u64, new: u64, weight: u128) -> u64 {
	let gained = u128::from(new).saturating_mul(weight) >> FRACTION_BITS;
	acc.saturating_add(u64::try_from(gained).unwrap_or(u64::MAX))
}

/// Replaces each item of `sum` by `f` of it and the item of `items` at its place.
fn fold<T: Copy>(sum: &mut [T], items: &[T], f: impl Fn(T, T) -> T) {
	sum.iter_mut().zip(items).for_each(|(acc, item)| *acc = f(*acc, *item));
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn split(emission: u64, split: Option<&[u16]>, count: u8) -> Vec<u64> {
		split_emission(emission.into(), split, count).into_iter().map(u64::from).collect()
	}

	fn paying(part: u64, dividends: u16, emission: u64) -> (AlphaBalance, Outcome) {
		let outcome = Outcome {
			active: vec![false],
			permits: vec![true],
			stake: vec![7],
			stake_weight: vec![0],
			consensus: vec![0],
			dividends: vec![dividends],
			validator_trust: vec![0],
			server_emission: vec![emission.into()],
			validator_emission: vec![AlphaBalance::ZERO],
			emission: vec![emission.into()],
			..Outcome::default()
		};
		(part.into(), outcome)
	}

	#[test]
	fn the_first_mechanism_gets_what_rounding_leaves() {
		assert_eq!(split(1000, None, 3), [334, 333, 333]);
		assert_eq!(split(1001, Some(&[32767, 32768]), 2), [501, 500]);
		assert_eq!(split(7, Some(&[1, 65534]), 2), [1, 6]);
	}

	#[test]
	fn a_split_for_another_number_of_mechanisms_is_ignored() {
		assert_eq!(split(1000, Some(&[65535]), 2), [500, 500]);
		assert_eq!(split(1000, None, 0), [0u64; 0]);
	}

	#[test]
	fn a_split_of_more_than_the_whole_is_ignored() {
		assert_eq!(split(1000, Some(&[65535, 65535]), 2), [500, 500]);
		assert_eq!(split(1000, Some(&[65535, 1]), 2), [500, 500]);
		assert_eq!(split(1000, Some(&[65534, 0]), 2), [1000, 0]);
	}

	#[test]
	fn means_of_two_equal_mechanisms_lose_a_part() {
		let one = aggregate(&[paying(250, 65535, 250), paying(250, 0, 0)]).unwrap();
		assert_eq!((one.dividends, one.emission), (vec![32767], vec![125u64.into()]));
		let both = aggregate(&[paying(250, 65535, 250), paying(250, 65535, 250)]).unwrap();
		assert_eq!(both.dividends, [65534]);
		assert_eq!(both.emission, [250u64.into()]);
		assert_eq!(both.server_emission, [500u64.into()]);
		assert_eq!((both.stake, both.permits, both.active), (vec![14], vec![true], vec![false]));
	}

	#[test]
	fn without_emission_the_first_mechanism_makes_the_mean() {
		let both = aggregate(&[paying(0, 100, 0), paying(0, 900, 0)]).unwrap();
		assert_eq!(both.dividends, [100]);
	}

	#[test]
	fn outcomes_of_different_sizes_are_refused() {
		let error = |list, expected, found| Err(InputError::WrongLength { list, expected, found });
		let mut short = paying(250, 1, 1);
		short.1.dividends.clear();
		assert_eq!(aggregate(&[short]), error("dividends", 1, 0));
		let nobody = (AlphaBalance::ZERO, Outcome::default());
		assert_eq!(aggregate(&[paying(250, 1, 1), nobody]), error("active", 1, 0));
		assert_eq!(aggregate(&[]), Ok(Aggregate::default()));
	}

	proptest! {
		#[test]
		fn splits_sum_to_the_emission(emission: u64, first in 0u16..=65535, count in 1u8..17) {
			prop_assert_eq!(split(emission, Some(&[first, 65535 - first]), 2).iter().sum::<u64>(), emission);
			prop_assert_eq!(split(emission, None, count).iter().sum::<u64>(), emission);
		}

		#[test]
		fn any_split_sums_to_the_emission_and_any_mean_stays_below_the_largest_term(
			emission in prop_oneof![Just(0), Just(u64::MAX), any::<u64>()],
			parts in prop::collection::vec(any::<u16>(), 0..5), count in 0u8..5,
			mechanisms in prop::collection::vec((any::<u64>(), any::<u16>(), any::<u64>()), 0..5),
		) {
			let got = split(emission, Some(&parts), count);
			prop_assert_eq!(got.len(), usize::from(count));
			let paid: u128 = got.into_iter().map(u128::from).sum();
			prop_assert_eq!(paid, if count == 0 { 0 } else { u128::from(emission) });
			let most = mechanisms.iter().map(|(_, dividends, _)| *dividends).max();
			let mechanisms: Vec<_> = mechanisms.into_iter().map(|(p, d, e)| paying(p, d, e)).collect();
			let sum = aggregate(&mechanisms).unwrap();
			prop_assert_eq!(sum.dividends.len(), mechanisms.len().min(1));
			prop_assert!(sum.dividends.first().copied() <= most);
		}

		#[test]
		fn means_never_exceed_the_largest_term(
			emission in 2u64.., first: prop::sample::Index, one: (u16, u64), other: (u16, u64),
		) {
			let part = first.index(usize::try_from(emission).unwrap()) as u64;
			let terms = [paying(part, one.0, one.1), paying(emission - part, other.0, other.1)];
			let mean = aggregate(&terms).unwrap();
			prop_assert!(mean.dividends[0] <= one.0.max(other.0));
			prop_assert!(u64::from(mean.emission[0]) <= one.1.max(other.1));
		}
	}
}
