//! Null consensus: the validator with the most stake decides alone.
//!
//! For subnets too wide for Yuma. There are no bonds, no median and a single permit. Miners are
//! paid by the winner's weights, all stake is paid in proportion.
//!
//! An epoch has three budgets, the pots that [`Budgets`] names. While anybody has stake, miners get
//! exactly the miners' budget and dividends are exactly the other two. Without stake miners get
//! the budgets of miners and validators, in equal amounts, and the caller recycles root's.

use alloc::{vec, vec::Vec};

use noesis_types::AlphaBalance;
use serde::{Deserialize, Serialize};
use substrate_fixed::types::I64F64;

use crate::{
	apportion::apportion,
	cutoffs::ActivityCutoff,
	epoch::parts,
	error::{ensure_full, ensure_full_or_empty, InputError},
	mechanisms::Aggregate,
	stake, Fixed,
};

/// Fractional bits of a mechanism's part, and of a share in its weights.
const SHARE_BITS: u32 = 60;

/// One whole rao, the least stake that counts.
const ONE_RAO: I64F64 = I64F64::from_bits(1 << 64);

/// Budgets of an epoch, in rao: the pots that were collected for it.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(
		codec::Decode,
		codec::DecodeWithMemTracking,
		codec::Encode,
		codec::MaxEncodedLen,
		scale_info::TypeInfo
	)
)]
pub struct Budgets {
	/// Alpha for miners.
	pub server: AlphaBalance,
	/// Alpha for validators and their stakers.
	pub validator: AlphaBalance,
	/// Alpha for root stakers.
	pub root: AlphaBalance,
}

impl Budgets {
	/// Budgets of an epoch that is given one number, such as a preview: half of `emission` for
	/// miners, rounded up, the rest for validators, nothing for root.
	pub fn halved(emission: AlphaBalance) -> Self {
		let validator = AlphaBalance::from(u64::from(emission) >> 1);
		Self { server: emission.saturating_sub(validator), validator, root: AlphaBalance::ZERO }
	}

	/// Sum of the budgets, which is the emission of a Yuma epoch.
	///
	/// Fails with [`InputError::BudgetsOverflow`] where it exceeds `u64::MAX`.
	pub fn total(&self) -> Result<AlphaBalance, InputError> {
		let sum = self.server.try_add(self.validator).and_then(|sum| sum.try_add(self.root));
		sum.map_err(|_| InputError::BudgetsOverflow)
	}
}

/// Input of an epoch under Null consensus.
///
/// The subnet has as many neurons as there are `stakes`. A list of another length is an
/// [`InputError`], unless it is empty and its field allows that.
#[derive(Clone, Copy, Debug)]
pub struct NullInput<'a> {
	/// Block of the epoch.
	pub block: u64,
	/// Blocks after its last update during which a neuron counts as active.
	pub activity_cutoff: ActivityCutoff,
	/// Alpha to pay out.
	pub budgets: Budgets,
	/// Total stake weight of each uid in rao, with fraction. Below one rao counts as none.
	pub stakes: &'a [I64F64],
	/// Block of each uid's registration.
	pub registered_at: &'a [u64],
	/// Mechanisms of the subnet in their order.
	pub mechanisms: &'a [NullMechanism<'a>],
}

impl NullInput<'_> {
	/// Fails for the first list whose length fits no neurons, and for budgets without a sum.
	fn check(&self) -> Result<(), InputError> {
		let neurons = self.stakes.len();
		ensure_full("registered_at", self.registered_at.len(), neurons)?;
		for mechanism in self.mechanisms {
			ensure_full_or_empty("last_update", mechanism.last_update.len(), neurons)?;
		}
		self.budgets.total().map(|_| ())
	}
}

/// Part of one mechanism in an epoch under Null consensus.
#[derive(Clone, Copy, Debug)]
pub struct NullMechanism<'a> {
	/// Part of the mechanism in the emission ([`crate::split_emission`]). Only its proportion to
	/// the other mechanisms' parts counts.
	pub part: AlphaBalance,
	/// Block of each uid's last update of weights. Empty if nobody ever set weights for the
	/// mechanism: block 0 for all.
	pub last_update: &'a [u64],
	/// Block of the winner's oldest weight commit that is still to be revealed; `u64::MAX` for none.
	pub pending_commit: u64,
	/// Weights that the winner gives ([`largest_stake`]).
	pub winner_weights: &'a [(u16, u16)],
}

/// Payments and stored results of an epoch under Null consensus.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct NullOutcome {
	/// Validator that decided; `None` if nobody has stake.
	pub winner: Option<u16>,
	/// Incentive of each uid in each mechanism, in parts of 65535.
	pub incentives: Vec<Vec<u16>>,
	/// Results of all mechanisms taken together. Consensus and trust are zero, the only permit is
	/// the winner's.
	pub aggregate: Aggregate,
}

/// Uid with the most stake, of equal stakes the lowest; `None` if nobody has a whole rao.
pub fn largest_stake(stakes: &[I64F64]) -> Option<u16> {
	let mut largest: Option<(I64F64, u16)> = None;
	for (uid, stake) in (0..=u16::MAX).zip(stakes) {
		let larger = largest.is_none_or(|(most, _)| *stake > most);
		if larger && *stake >= ONE_RAO {
			largest = Some((*stake, uid));
		}
	}
	largest.map(|(_, uid)| uid)
}

/// Outcome of one epoch of all mechanisms of a subnet under Null consensus.
///
/// The sums of `server_emission` and `validator_emission` are exact: with stake, the miners'
/// budget and the two others; without, the budgets of miners and validators and zero. Root's
/// budget is then paid to nobody, for the caller to recycle. Each sum is apportioned once for all
/// mechanisms by largest remainders, of equal ones the lower uid first; stake counts in whole rao.
///
/// Fails where a list does not fit the neurons or the budgets have no sum.
pub fn null_epoch(input: &NullInput) -> Result<NullOutcome, InputError> {
	input.check()?;
	let n = input.stakes.len();
	let winner = largest_stake(input.stakes);
	let rows: Vec<Vec<u64>> =
		input.mechanisms.iter().map(|mechanism| miner_weights(input, mechanism, winner)).collect();
	let stakes: Vec<u64> = input.stakes.iter().map(|stake| stake::whole(*stake)).collect();
	let wide: Vec<u128> = stakes.iter().copied().map(u128::from).collect();
	let (for_miners, for_validators) = sums_to_pay(&input.budgets, winner);
	let server = apportion(for_miners.into(), &miner_shares(input, &rows));
	let validator = apportion(for_validators.into(), &wide);
	let emission =
		server.iter().zip(&validator).map(|(one, other)| one.saturating_add(*other)).collect();
	let stake_shares = parts(&stake::shares_of_sum(&wide));
	let mut permits = vec![false; n];
	if let Some(slot) = winner.and_then(|uid| permits.get_mut(usize::from(uid))) {
		*slot = true;
	}
	Ok(NullOutcome {
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
	})
}

/// Sum for miners and sum for validators. Without a winner nobody has stake, and validators get
/// nothing.
///
/// The budgets have a sum, so these do.
fn sums_to_pay(budgets: &Budgets, winner: Option<u16>) -> (AlphaBalance, AlphaBalance) {
	if winner.is_some() {
		(budgets.server, budgets.validator.saturating_add(budgets.root))
	} else {
		(budgets.server.saturating_add(budgets.validator), AlphaBalance::ZERO)
	}
}

/// Activity of each uid: whether it is active in any mechanism.
fn active(input: &NullInput) -> Vec<bool> {
	let recent = |uid: usize, mechanism: &NullMechanism| {
		let update = mechanism.last_update.get(uid).copied().unwrap_or(0);
		input.activity_cutoff.is_active(update, input.block)
	};
	(0..input.stakes.len())
		.map(|uid| input.mechanisms.iter().any(|mechanism| recent(uid, mechanism)))
		.collect()
}

/// Weights of the winner by uid, without those for former holders of a uid; all one if all are
/// zero.
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

/// Weights of the miners in all mechanisms together. Only their proportion counts; their sum is
/// below 2^126.
///
/// Weights of a single mechanism are exact. Of several, each share is cut to 60 fractional bits.
fn miner_shares(input: &NullInput, rows: &[Vec<u64>]) -> Vec<u128> {
	let parts = input.mechanisms.iter().map(|mechanism| u64::from(mechanism.part));
	let paid: Vec<(u64, &Vec<u64>)> = parts.zip(rows).filter(|(part, _)| *part > 0).collect();
	match paid.as_slice() {
		// No mechanism has a part, so none says who earns: all uids alike.
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
