//! Yuma consensus: weights in, incentive, dividends and bonds out.
//!
//! # Overview
//!
//! On a subnet validators say, in weights, how good each miner is. An *epoch* turns what they say
//! into pay, once every few hundred blocks. What the majority of stake agrees on counts; what a
//! validator claims beyond it is cut. Miners are paid for the weight they got (*incentive*).
//! Validators are paid for having weighed them, best for having done so early (*dividends*): each
//! weight slowly grows into a *bond*, and bonds share the miner's success.
//!
//! The whole epoch is one pure function, [`epoch`], from what the chain stores to what it pays and
//! stores. [`explain`] is the same run with all its working, for those who ask why. Weights are
//! stored scaled up, by [`max_upscale`].
//!
//! ```
//! use noesis_yuma::{epoch, BondsRule, EpochInput, Params};
//! use substrate_fixed::types::I64F64;
//!
//! // Validators 0 and 1 agree on miner 2; validator 1 alone also likes miner 3.
//! let rao = [600, 400, 0, 0].map(I64F64::from_num);
//! let weights = [vec![(2, 65535)], vec![(2, 65535), (3, 65535)], vec![], vec![]];
//! let outcome = epoch(&EpochInput {
//!     block: 1000,
//!     activity_cutoff: 500,
//!     bonds_cutoff: 640,
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
//! });
//! let miners: Vec<u64> = outcome.server_emission.into_iter().map(u64::from).collect();
//! assert_eq!(miners, [0, 0, 500_000, 0]);
//! // Half of what validator 1 said was against the majority.
//! assert_eq!(outcome.validator_trust, [65535, 32767, 0, 0]);
//! ```
//!
//! # Terminology
//!
//! - *uid*: a neuron's place on the subnet, from 0. All lists are by uid.
//! - *kappa*: the share of stake that makes a majority.
//! - *consensus* of a neuron: the largest weight that a majority gives it.
//! - *permit*: the right to validate. The stored permits decide whose weights count in an epoch,
//!   the new ones whose bonds are kept and whose weights count in the next.
//! - *Yuma2*, *Yuma3*: the two ways in which bonds follow weights ([`BondsRule`]).
//! - *liquid alpha*: a pace of its own for every bond ([`LiquidAlpha`]).
//! - *mechanism*: one of several sets of weights on a subnet, each with an epoch of its own
//!   ([`split_emission`], [`aggregate`]).
//! - *Null consensus*: the validator with the most stake decides alone ([`null_epoch`]).
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
//! down, one by one, and quotients towards zero. Sums stop at the type's bounds, which subnets of up
//! to 32768 neurons never reach. Rows and amounts of any size and shape are safe: nothing panics.
//!
//! # Invariants
//!
//! - Paid amounts never exceed the emission, and fall short of it by dust only.
//! - A neuron without weight towards it has no incentive.
//! - Incentive and dividends sum to one within rounding, or to nothing.
//! - Validators with less than kappa of the stake cannot raise anyone above what the others give.
//! - Uids are names: permuting them permutes the outcome. Only permits at equal stake depend on
//!   them, and rows that do not ascend (see [`LiquidAlpha`]).
//!
//! # Cost
//!
//! Time and memory grow with neurons plus stored weights and bonds, not with their possible number:
//! matrices are lists of what is there, and consensus is found by selection rather than sorting.

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

	/// The settings of the spec's worked epochs.
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
