//! Epoch with all its terms, to show why a neuron earned what it earned.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
	epoch::{Outcome, Run},
	error::InputError,
	fixed::Fixed,
	input::EpochInput,
	params::Params,
	rows::Rows,
};

/// Outcome of an epoch and every term on the way to it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct Explanation {
	/// Settings that applied.
	pub params: Params,
	/// Share of stake that made a majority.
	pub kappa: Fixed,
	/// Part of a weight beyond consensus that was cut before it became a bond.
	pub bonds_penalty: Fixed,
	/// Pace at which bonds followed weights where liquid alpha did not apply.
	pub fixed_alpha: Fixed,
	/// Terms of each neuron by uid.
	pub neurons: Vec<NeuronTerms>,
	/// Outcome of [`crate::epoch`].
	pub outcome: Outcome,
}

/// Terms of one neuron, unrounded, in the order in which they are computed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct NeuronTerms {
	/// Uid of the neuron.
	pub uid: u16,
	/// Whether it updated its weights recently.
	pub active: bool,
	/// Share of the stake that counts.
	pub stake: Fixed,
	/// Share of the stake of active validators.
	pub active_stake: Fixed,
	/// Weights that count, as shares of their sum.
	pub weights: Vec<(u16, Fixed)>,
	/// Weight that the majority of stake gives to the neuron.
	pub consensus: Fixed,
	/// `weights` cut down to consensus.
	pub clipped_weights: Vec<(u16, Fixed)>,
	/// Sum of `clipped_weights`.
	pub validator_trust: Fixed,
	/// Clipped weights of all validators for the neuron times their active stake.
	pub rank: Fixed,
	/// `rank` as share of all ranks.
	pub incentive: Fixed,
	/// Weights that bonds follow: cut by the bonds penalty.
	pub bond_weights: Vec<(u16, Fixed)>,
	/// Bonds before the epoch.
	pub old_bonds: Vec<(u16, Fixed)>,
	/// Pace of each bond that has a weight; empty where liquid alpha did not apply.
	pub alphas: Vec<(u16, Fixed)>,
	/// Bonds after the epoch. They are stored only with a permit.
	pub bonds: Vec<(u16, Fixed)>,
	/// Bonds as shares of all bonds on the same neuron.
	pub bond_shares: Vec<(u16, Fixed)>,
	/// Sum of the bond shares times the incentives they are on.
	pub bond_yield: Fixed,
	/// `bond_yield`, with Yuma3 times active stake.
	pub earned: Fixed,
	/// `earned` as share of all earnings.
	pub dividend: Fixed,
	/// Share of the emission by incentive.
	pub server_share: Fixed,
	/// Share of the emission by dividend.
	pub validator_share: Fixed,
	/// Share of the emission by both.
	pub combined_share: Fixed,
	/// Whether it may validate in the next epoch.
	pub new_permit: bool,
}

/// Outcome of [`crate::epoch`] with all its terms, or its error.
///
/// Trust and pruning scores are not among the terms: the protocol no longer computes them, and
/// prunes the neuron with the least emission.
pub fn explain(input: &EpochInput) -> Result<Explanation, InputError> {
	input.check()?;
	let run = Run::new(input, true);
	let mut matrices = [
		&run.weights,
		&run.clipped,
		run.bond_weights(),
		&run.bonds.old,
		&run.bonds.alphas,
		&run.bonds.stored,
		&run.bonds.shares,
	]
	.map(Rows::iter);
	let mut neurons = Vec::with_capacity(input.stakes.len());
	// No neuron has a uid beyond `u16::MAX`.
	for (uid, index) in (0..=u16::MAX).zip(0..input.stakes.len()) {
		let [weights, clipped_weights, bond_weights, old_bonds, alphas, bonds, bond_shares] =
			matrices.each_mut().map(|rows| rows.next().map(<[_]>::to_vec).unwrap_or_default());
		let term = |terms: &[Fixed]| terms.get(index).copied().unwrap_or_default();
		let flag = |flags: &[bool]| flags.get(index).copied().unwrap_or_default();
		neurons.push(NeuronTerms {
			uid,
			active: flag(&run.active),
			stake: term(&run.stake),
			active_stake: term(&run.active_stake),
			weights,
			consensus: term(&run.consensus),
			clipped_weights,
			validator_trust: term(&run.validator_trust),
			rank: term(&run.ranks),
			incentive: term(&run.incentive),
			bond_weights,
			old_bonds,
			alphas,
			bonds,
			bond_shares,
			bond_yield: term(&run.bonds.yields),
			earned: term(&run.bonds.earned),
			dividend: term(&run.bonds.dividends),
			server_share: term(&run.shares.server),
			validator_share: term(&run.shares.validator),
			combined_share: term(&run.shares.combined),
			new_permit: flag(&run.new_permits),
		});
	}
	Ok(Explanation {
		params: input.params,
		kappa: run.kappa,
		bonds_penalty: run.penalty,
		fixed_alpha: crate::bonds::fixed_alpha(&input.params),
		neurons,
		outcome: run.outcome(input),
	})
}
