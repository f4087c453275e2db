//! Input of a Yuma epoch, as the chain stores it.

use noesis_types::AlphaBalance;
use substrate_fixed::types::I64F64;

use crate::{
	cutoffs::{ActivityCutoff, BondsCutoff},
	error::{ensure_full, ensure_full_or_empty, InputError},
	params::Params,
	rows::Row,
};

/// Everything that one epoch of one mechanism reads, as the chain stores it.
///
/// The subnet has as many neurons as there are `stakes`. The other lists have one item for each
/// neuron, or are empty where their field says so; any other length is an [`InputError`]. Entries
/// of rows towards uids beyond the neurons are ignored.
#[derive(Clone, Copy, Debug)]
pub struct EpochInput<'a> {
	/// Block of the epoch.
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
	/// Block of each uid's last update of weights. Empty if nobody ever set weights for the
	/// mechanism: block 0 for all.
	pub last_update: &'a [u64],
	/// Block of each uid's registration.
	pub registered_at: &'a [u64],
	/// Validator permits as the last epoch stored them. Empty if no epoch did: then nobody's
	/// weights count, and active stake is not masked by permits.
	pub permits: &'a [bool],
	/// Block of each uid's oldest weight commit that is still to be revealed, `u64::MAX` for none.
	/// Empty without commit-reveal.
	pub pending_commits: &'a [u64],
	/// Rows of weights by uid ([`crate::rows_by_uid`]). Empty if none is stored.
	pub weights: &'a [Row],
	/// Rows of bonds by uid ([`crate::rows_by_uid`]). Empty if none is stored.
	pub bonds: &'a [Row],
	/// Consensus that the mechanism's last epoch stored, in parts of 65535; empty if none did. Of
	/// any length: the protocol takes zero for what is missing and ignores what is too much.
	pub mechanism_consensus: &'a [u16],
	/// Consensus that the subnet's last epoch stored, in parts of 65535; empty if none did. Of any
	/// length, as the mechanism's.
	pub subnet_consensus: &'a [u16],
	/// Settings of the subnet.
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
