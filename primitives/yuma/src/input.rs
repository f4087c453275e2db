//! What an epoch is computed from.

use crate::{
	cutoffs::{ActivityCutoff, BondsCutoff},
	error::{ensure_full, ensure_full_or_empty, InputError},
	params::Params,
	rows::Row,
};
use noesis_types::AlphaBalance;
use substrate_fixed::types::I64F64;

/// Everything that one epoch of one mechanism reads, as the chain stores it.
///
/// The subnet has as many neurons as there are `stakes`. Every other list may be shorter, which
/// its field explains, or longer, and then its end is ignored. So are uids beyond the neurons.
#[derive(Clone, Copy, Debug)]
pub struct EpochInput<'a> {
	/// The block of the epoch.
	pub block: u64,
	/// Blocks after its last update during which a neuron counts as active.
	pub activity_cutoff: ActivityCutoff,
	/// Bonds towards neurons registered at this block or later are dropped
	/// ([`crate::StepHistory`]).
	pub bonds_cutoff: BondsCutoff,
	/// Alpha to pay out, in rao.
	pub emission: AlphaBalance,
	/// Uid of the subnet owner's hotkey, if it is registered.
	pub owner: Option<u16>,
	/// Total stake weight of each uid in rao, with fraction ([`crate::total_stake`]). Below zero
	/// counts as zero.
	pub stakes: &'a [I64F64],
	/// Block of each uid's last update of weights; 0 where missing.
	pub last_update: &'a [u64],
	/// Block of each uid's registration; 0 where missing.
	pub registered_at: &'a [u64],
	/// Validator permits as the last epoch stored them; none where missing. If the list is empty,
	/// active stake is not masked by permits, though weights are.
	pub permits: &'a [bool],
	/// Block of each uid's oldest weight commit that is still to be revealed, `u64::MAX` for none
	/// and where missing. Empty without commit-reveal.
	pub pending_commits: &'a [u64],
	/// Rows of weights by uid.
	pub weights: &'a [Row],
	/// Rows of bonds by uid.
	pub bonds: &'a [Row],
	/// Consensus that the mechanism's last epoch stored, in parts of 65535; empty if none did.
	pub mechanism_consensus: &'a [u16],
	/// Consensus that the subnet's last epoch stored, in parts of 65535; empty if none did.
	pub subnet_consensus: &'a [u16],
	/// The subnet's settings.
	pub params: Params,
}

impl EpochInput<'_> {
	/// Fails with [`InputError::WrongLength`] for the first list whose length fits no neurons.
	pub(crate) fn check(&self) -> Result<(), InputError> {
		let neurons = self.stakes.len();
		ensure_full_or_empty("last_update", self.last_update.len(), neurons)?;
		ensure_full("registered_at", self.registered_at.len(), neurons)?;
		ensure_full_or_empty("permits", self.permits.len(), neurons)?;
		ensure_full_or_empty("pending_commits", self.pending_commits.len(), neurons)?;
		ensure_full_or_empty("weights", self.weights.len(), neurons)?;
		ensure_full_or_empty("bonds", self.bonds.len(), neurons)
	}
}
