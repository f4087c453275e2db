//! Yuma consensus: weights in, incentive, dividends and bonds out.
//!
//! # Overview
//!
//! On a subnet validators give each miner a weight for its work. An *epoch* turns weights into pay,
//! once every few hundred blocks. A weight counts up to the *consensus*, the weight that the
//! majority of stake gives; the part beyond it is cut. Miners are paid for the weight they get
//! (*incentive*). Validators are paid for the weights they give (*dividends*), and more for giving
//! them early: each weight slowly grows into a *bond*, and bonds share the miner's incentive.
//!
//! The whole epoch is one pure function, [`epoch`], from stored lists to payments and new lists.
//! [`explain`] is the same run with all its terms. Weights are stored scaled up, by
//! [`max_upscale`]. [`rows_by_uid`] puts the rows of a storage map in order.
//!
//! ```
//! use noesis_yuma::{epoch, ActivityCutoff, BondsRule, EpochInput, Params, StepHistory};
//! use substrate_fixed::types::I64F64;
//!
//! // Validators 0 and 1 agree on miner 2; validator 1 alone also likes miner 3.
//! let rao = [600, 400, 0, 0].map(I64F64::from_num);
//! let weights = [vec![(2, 65535)], vec![(2, 65535), (3, 65535)], vec![], vec![]];
//! let steps = StepHistory { tempo: 360, last_step: 640, last_yuma_step: None };
//! let outcome = epoch(&EpochInput {
//!     block: 1000,
//!     activity_cutoff: ActivityCutoff::new(13_889, 360),
//!     bonds_cutoff: steps.bonds_cutoff(1000),
//!     emission: 1_000_000u64.into(),
//!     owner: None,
//!     stakes: &rao,
//!     last_update: &[900; 4],
//!     registered_at: &[10; 4],
//!     permits: &[true, true, false, false],
//!     pending_commits: &[],
//!     weights: &weights,
//!     bonds: &[],
//!     mechanism_consensus: &[],
//!     subnet_consensus: &[],
//!     params: Params {
//!         kappa: 32767,
//!         bonds_penalty: 65535,
//!         bonds_moving_average: 900_000,
//!         max_validators: 64,
//!         stake_threshold: 0,
//!         bonds: BondsRule::Own,
//!     },
//! })?;
//! let miners: Vec<u64> = outcome.server_emission.into_iter().map(u64::from).collect();
//! assert_eq!(miners, [0, 0, 500_000, 0]);
//! // The majority does not confirm the half of its weights that validator 1 gave to miner 3.
//! assert_eq!(outcome.validator_trust, [65535, 32767, 0, 0]);
//! # Ok::<(), noesis_yuma::InputError>(())
//! ```
//!
//! # Terminology
//!
//! - *uid*: a neuron's number on the subnet, from 0. All lists are by uid.
//! - *kappa*: the share of stake that makes a majority.
//! - *consensus* of a neuron: the largest weight that a majority gives it.
//! - *permit*: the right to validate. Stored permits decide whose weights count in an epoch. New
//!   permits decide whose bonds are kept, and whose weights count in the next epoch.
//! - *Yuma2*, *Yuma3*: the two ways in which bonds follow weights ([`BondsRule`]).
//! - *liquid alpha*: a pace of its own for every bond ([`LiquidAlpha`]).
//! - *mechanism*: one of several sets of weights on a subnet, each with an epoch of its own
//!   ([`split_emission`], [`aggregate`]).
//! - *Null consensus*: the validator with the most stake decides alone ([`null_epoch`]), from three
//!   [`Budgets`].
//!
//! # The formulas
//!
//! `S` is stake as shares of its sum, `A` the same of active validators alone, `W` the weights that
//! count with each row divided by its sum, `κ` kappa, `β` the bonds penalty.
//!
//! ```text
//! consensus      C_j  = the largest w with sum of A_i over { i : W_ij >= w } at least κ
//! clipped        CW   = min(W, C)            trust  VT_i = sum_j CW_ij
//! rank           R_j  = sum_i A_i CW_ij      incentive I = R / sum R
//! bond weights   WB   = W + β (CW - W)
//! Yuma2          E    = α (WB A by column) + (1 - α) (B by column), by column
//!                D_i  = sum_j I_j E_ij
//! Yuma3          E    = α WB + (1 - α) B     D_i = A_i sum_j I_j (E by column)_ij
//! dividends      D / sum D                   emission by I, D and I + D over their sum
//! ```
//!
//! "By column" means divided by the column's sum. All terms are [`Fixed`]: products are rounded
//! down, one by one, and quotients towards zero. A sum that others are divided by is exact, whatever
//! its size, so that shares of it never sum to more than one.
//!
//! # Errors
//!
//! Amounts and rows of any size are safe: nothing panics. A list whose length does not fit the
//! neurons is an [`InputError`]: the caller fills up lists that the chain stores too short.
//!
//! # Invariants
//!
//! - Paid amounts never exceed the emission, and fall short of it by dust only.
//! - A neuron without weight towards it has no incentive.
//! - Incentive and dividends each sum to one within rounding, or to zero.
//! - Validators with less than kappa of the stake cannot raise anyone above what the others give.
//! - Permuting uids permutes the outcome. Only permits at equal stake depend on them, and rows that
//!   do not ascend (see [`LiquidAlpha`]).
//!
//! # Cost
//!
//! Time and memory grow with the number of neurons and of stored weights and bonds, not with their
//! possible number: matrices are sparse, and consensus is found by selection rather than sorting.
//!
//! # Features
//!
//! `codec` gives the types that pallets store and runtime APIs answer their SCALE codec and type
//! info.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_possible_wrap,
		clippy::cast_precision_loss,
		clippy::cast_sign_loss,
		reason = "what tests compute stays small"
	)
)]
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::as_conversions))]

extern crate alloc;

mod apportion;
mod bonds;
mod consensus;
mod cutoffs;
mod epoch;
mod error;
mod explain;
mod fixed;
mod input;
mod liquid;
mod mechanisms;
mod null;
mod params;
mod rows;
mod stake;
mod upscale;

pub use bonds::reset_bonds;
pub use cutoffs::{ActivityCutoff, BondsCutoff, StepHistory};
pub use epoch::{epoch, Outcome};
pub use error::InputError;
pub use explain::{explain, Explanation, NeuronTerms};
pub use fixed::Fixed;
pub use input::EpochInput;
pub use mechanisms::{aggregate, split_emission, Aggregate};
pub use null::{largest_stake, null_epoch, Budgets, NullInput, NullMechanism, NullOutcome};
pub use params::{BondsRule, ConsensusMode, LiquidAlpha, Params};
pub use rows::{rows_by_uid, Row};
pub use stake::{inherited_stake, total_stake};
pub use upscale::max_upscale;

#[cfg(test)]
pub(crate) mod tests {
	use crate::{BondsRule, Params};

	/// Settings of the worked epochs.
	pub(crate) fn params() -> Params {
		Params {
			kappa: 32767,
			bonds_penalty: 65535,
			bonds_moving_average: 900_000,
			max_validators: 128,
			stake_threshold: 0,
			bonds: BondsRule::Shared,
		}
	}
}
