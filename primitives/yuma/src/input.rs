//! What an epoch is computed from.

use noesis_types::AlphaBalance;
use serde::{Deserialize, Serialize};
use substrate_fixed::types::I64F64;

/// Weights or bonds of one uid in storage order: the uid they are for and the value.
///
/// A uid appears in a row at most once. Repeated uids do no harm, but which of their values counts
/// is not defined.
pub type Row = alloc::vec::Vec<(u16, u16)>;

/// Everything that one epoch of one mechanism reads, as the chain stores it.
///
/// The subnet has as many neurons as there are `stakes`. Every other list may be shorter, which
/// its field explains, or longer, and then its end is ignored. So are uids beyond the neurons.
#[derive(Clone, Copy, Debug)]
pub struct EpochInput<'a> {
	/// The block of the epoch.
	pub block: u64,
	/// Blocks after its last update during which a neuron counts as active
	/// ([`activity_cutoff`]).
	pub activity_cutoff: u64,
	/// Bonds towards neurons registered at this block or later are forgotten ([`bonds_cutoff`]).
	pub bonds_cutoff: u64,
	/// Alpha to pay out.
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

/// The subnet's settings that steer an epoch.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Params {
	/// Share of stake that makes a majority, in parts of 65535.
	pub kappa: u16,
	/// How far weights beyond consensus are cut before they become bonds, in parts of 65535.
	pub bonds_penalty: u16,
	/// Share of the old bonds that an epoch keeps, in millionths.
	pub bonds_moving_average: u64,
	/// Number of validator permits.
	pub max_validators: u16,
	/// Stake weight below which a neuron that is not the owner's counts as having none, in rao.
	pub stake_threshold: u64,
	/// How bonds follow weights.
	pub bonds: BondsRule,
}

/// How bonds follow weights.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum BondsRule {
	/// Bonds are shares of a neuron, bought with stake (Yuma2).
	Shared,
	/// Each validator's bond follows its own weight (Yuma3).
	Own,
	/// As `Own`, each bond at its own pace (Yuma3 with liquid alpha).
	Liquid(LiquidAlpha),
}

/// How fast a bond follows its weight under liquid alpha.
///
/// The pace rises with the distance by which a bought weight is above consensus, or a sold bond
/// above its weight. It takes an entry of a row for zero unless its uid is above those of all
/// entries before it, so rows that do not ascend by uid move at other paces.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LiquidAlpha {
	/// The slowest pace, in parts of 65535.
	pub low: u16,
	/// The fastest pace, in parts of 65535.
	pub high: u16,
	/// Steepness of the curve between them, in hundredths.
	pub steepness: i16,
	/// Which consensus weights are compared with.
	pub mode: ConsensusMode,
}

/// Which consensus liquid alpha compares weights with.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum ConsensusMode {
	/// That of this epoch.
	Current,
	/// That of the last epoch, if one is stored.
	Previous,
	/// That of the last epoch under a full bonds penalty, else that of this epoch.
	Auto,
}

/// Blocks after its last update during which a neuron counts as active: `factor_milli`
/// thousandths of the tempo, rounded down, at least 1.
pub fn activity_cutoff(factor_milli: u32, tempo: u16) -> u64 {
	// 32 and 16 bits: the product fits.
	u64::from(factor_milli).saturating_mul(tempo.into()).wrapping_div(1000).max(1)
}

/// The first block of registration whose neurons have no bonds yet.
///
/// The block after the last Yuma step, or after the last step if none was recorded, or `tempo`
/// blocks ago if there was none (`last_step` is 0).
pub fn bonds_cutoff(block: u64, tempo: u16, last_step: u64, last_yuma_step: Option<u64>) -> u64 {
	match (last_yuma_step, last_step) {
		(Some(step), _) => step.saturating_add(1),
		(None, 0) => block.saturating_sub(tempo.into()),
		(None, step) => step.saturating_add(1),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn activity_lasts_about_fourteen_tempos_by_default() {
		assert_eq!(activity_cutoff(13_889, 360), 5000);
		assert_eq!(activity_cutoff(13_889, 10), 138);
	}

	#[test]
	fn activity_lasts_at_least_one_block() {
		assert_eq!(activity_cutoff(0, 360), 1);
		assert_eq!(activity_cutoff(13_889, 0), 1);
		assert_eq!(activity_cutoff(u32::MAX, u16::MAX), 281_470_681_677);
	}

	#[test]
	fn bonds_start_after_the_last_step() {
		assert_eq!(bonds_cutoff(1000, 360, 700, None), 701);
		assert_eq!(bonds_cutoff(1000, 360, 700, Some(500)), 501);
		assert_eq!(bonds_cutoff(1000, 360, 0, Some(0)), 1);
	}

	#[test]
	fn bonds_start_a_tempo_ago_before_the_first_step() {
		assert_eq!(bonds_cutoff(1000, 360, 0, None), 640);
		assert_eq!(bonds_cutoff(10, 360, 0, None), 0);
		assert_eq!(bonds_cutoff(0, 0, u64::MAX, None), u64::MAX);
	}
}
