//! One epoch of one mechanism under Yuma consensus.

use alloc::{vec, vec::Vec};

use noesis_types::AlphaBalance;
use serde::{Deserialize, Serialize};

use crate::{
	bonds::{self, Basis, Bonds},
	consensus,
	error::{ensure_full, InputError},
	fixed::{normalise, Fixed, Total},
	input::EpochInput,
	rows::{Entry, Row, Rows},
	stake,
};

/// Payments and stored results of an epoch, by uid. Every list has an item for each neuron.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct Outcome {
	/// Whether the neuron updated its weights recently.
	pub active: Vec<bool>,
	/// Whether the neuron may validate in the next epoch.
	pub permits: Vec<bool>,
	/// Total stake weight in whole rao, also below the threshold.
	pub stake: Vec<u64>,
	/// Share of the stake that counts, in parts of 65535.
	pub stake_weight: Vec<u16>,
	/// Weight that the majority of stake gives, in parts of 65535.
	pub consensus: Vec<u16>,
	/// Share of the miners' earnings, in parts of 65535.
	pub incentive: Vec<u16>,
	/// Share of the validators' earnings, in parts of 65535.
	pub dividends: Vec<u16>,
	/// Part of a validator's weights that consensus confirms, in parts of 65535.
	pub validator_trust: Vec<u16>,
	/// Alpha earned by incentive, in rao.
	pub server_emission: Vec<AlphaBalance>,
	/// Alpha earned by dividends, in rao.
	pub validator_emission: Vec<AlphaBalance>,
	/// Alpha earned by both, in rao, rounded down once rather than twice.
	pub emission: Vec<AlphaBalance>,
	/// Rows of bonds to store, empty for neurons that may not validate.
	pub bonds: Vec<Row>,
}

/// Shares of the emission.
#[derive(Clone, Debug)]
pub(crate) struct Shares {
	pub(crate) server: Vec<Fixed>,
	pub(crate) validator: Vec<Fixed>,
	pub(crate) combined: Vec<Fixed>,
}

/// All terms of an epoch.
#[derive(Clone, Debug)]
pub(crate) struct Run {
	pub(crate) active: Vec<bool>,
	pub(crate) new_permits: Vec<bool>,
	pub(crate) stake: Vec<Fixed>,
	pub(crate) active_stake: Vec<Fixed>,
	pub(crate) weights: Rows,
	pub(crate) kappa: Fixed,
	pub(crate) consensus: Vec<Fixed>,
	pub(crate) clipped: Rows,
	pub(crate) validator_trust: Vec<Fixed>,
	pub(crate) ranks: Vec<Fixed>,
	pub(crate) incentive: Vec<Fixed>,
	pub(crate) penalty: Fixed,
	/// Weights that bonds follow under a partial bonds penalty.
	penalised: Option<Rows>,
	pub(crate) bonds: Bonds,
	pub(crate) shares: Shares,
}

/// Outcome of one epoch of one mechanism.
///
/// Takes time in proportion to the neurons and to the weights and bonds that are stored. Fails with
/// [`InputError::WrongLength`] where a list does not fit the neurons.
pub fn epoch(input: &EpochInput) -> Result<Outcome, InputError> {
	input.check()?;
	Ok(Run::new(input, false).outcome(input))
}

impl Outcome {
	/// Fails unless every list that is aggregated has one item for each of `neurons`.
	pub(crate) fn check(&self, neurons: usize) -> Result<(), InputError> {
		ensure_full("active", self.active.len(), neurons)?;
		ensure_full("permits", self.permits.len(), neurons)?;
		ensure_full("stake", self.stake.len(), neurons)?;
		ensure_full("stake_weight", self.stake_weight.len(), neurons)?;
		ensure_full("consensus", self.consensus.len(), neurons)?;
		ensure_full("dividends", self.dividends.len(), neurons)?;
		ensure_full("validator_trust", self.validator_trust.len(), neurons)?;
		ensure_full("server_emission", self.server_emission.len(), neurons)?;
		ensure_full("validator_emission", self.validator_emission.len(), neurons)?;
		ensure_full("emission", self.emission.len(), neurons)
	}
}

impl Run {
	/// Computes all terms of a checked input; keeps the pace of each bond if `keep_alphas` says so.
	pub(crate) fn new(input: &EpochInput, keep_alphas: bool) -> Self {
		let n = input.stakes.len();
		let active = stake::active(input);
		let stake = stake::normalised_stake(input);
		let permits = stake::counted_permits(input);
		let active_stake = stake::active_stake(input, &stake, &active, &permits);
		let weights = consensus::counted_weights(input, &permits);
		let kappa = Fixed::from_part(input.params.kappa);
		let consensus = consensus::consensus(&weights, &active_stake, kappa);
		let clipped = consensus::clip(&weights, &consensus, n);
		let ranks = consensus::ranks(&clipped, &active_stake);
		let mut incentive = ranks.clone();
		normalise(&mut incentive);
		let penalty = Fixed::from_part(input.params.bonds_penalty);
		let partial = penalty > Fixed::ZERO && penalty < Fixed::ONE;
		let penalised = partial.then(|| bonds::penalised_weights(&weights, &consensus, penalty));
		let basis = Basis {
			weights: weights_of_bonds(&weights, &clipped, penalised.as_ref(), penalty),
			consensus: &consensus,
			incentive: &incentive,
			active_stake: &active_stake,
			registered: &consensus::registrations(input),
			keep_alphas,
		};
		let bonds = bonds::step(input, basis);
		let shares = Shares::new(&incentive, &bonds.dividends, &active_stake, &stake);
		Self {
			new_permits: stake::new_permits(&stake, input.params.max_validators, input.owner),
			validator_trust: consensus::validator_trust(&clipped),
			active,
			stake,
			active_stake,
			weights,
			kappa,
			consensus,
			clipped,
			ranks,
			incentive,
			penalty,
			penalised,
			bonds,
			shares,
		}
	}

	/// Weights that bonds follow.
	pub(crate) fn bond_weights(&self) -> &Rows {
		weights_of_bonds(&self.weights, &self.clipped, self.penalised.as_ref(), self.penalty)
	}

	/// Outcome that the terms lead to.
	pub(crate) fn outcome(&self, input: &EpochInput) -> Outcome {
		let emission = input.emission;
		Outcome {
			active: self.active.clone(),
			permits: self.new_permits.clone(),
			stake: input.stakes.iter().map(|stake| stake::whole(*stake)).collect(),
			stake_weight: parts(&self.stake),
			consensus: parts(&self.consensus),
			incentive: parts(&self.incentive),
			dividends: parts(&self.bonds.dividends),
			validator_trust: parts(&self.validator_trust),
			server_emission: amounts(&self.shares.server, emission),
			validator_emission: amounts(&self.shares.validator, emission),
			emission: amounts(&self.shares.combined, emission),
			bonds: self.bonds_to_store(),
		}
	}

	fn bonds_to_store(&self) -> Vec<Row> {
		let stored = |(row, permit): (&[Entry], &bool)| {
			if *permit {
				row.iter().map(|(uid, bond)| (*uid, bond.to_part())).collect()
			} else {
				Row::new()
			}
		};
		self.bonds.stored.iter().zip(&self.new_permits).map(stored).collect()
	}
}

fn weights_of_bonds<'a>(
	weights: &'a Rows,
	clipped: &'a Rows,
	penalised: Option<&'a Rows>,
	penalty: Fixed,
) -> &'a Rows {
	let whole = if penalty == Fixed::ZERO { weights } else { clipped };
	penalised.unwrap_or(whole)
}

impl Shares {
	/// Splits the emission by incentive and dividends. If nobody earned either, by the stake of
	/// active validators, or by all stake if there are none.
	fn new(
		incentive: &[Fixed],
		dividends: &[Fixed],
		active_stake: &[Fixed],
		stake: &[Fixed],
	) -> Self {
		let both = |(one, other): (&Fixed, &Fixed)| one.saturating_add(*other);
		let mut combined: Vec<Fixed> = incentive.iter().zip(dividends).map(both).collect();
		let total = Total::of(&combined);
		if total.is_zero() {
			let nobody_active = Total::of(active_stake).is_zero();
			let fallback = if nobody_active { stake } else { active_stake };
			return Self {
				server: vec![Fixed::ZERO; incentive.len()],
				validator: fallback.to_vec(),
				combined: fallback.to_vec(),
			};
		}
		normalise(&mut combined);
		let of_total = |terms: &[Fixed]| terms.iter().map(|term| term.share_of(total)).collect();
		Self { server: of_total(incentive), validator: of_total(dividends), combined }
	}
}

pub(crate) fn parts(numbers: &[Fixed]) -> Vec<u16> {
	numbers.iter().copied().map(Fixed::to_part).collect()
}

fn amounts(shares: &[Fixed], emission: AlphaBalance) -> Vec<AlphaBalance> {
	shares.iter().map(|share| share.of_amount(emission.into()).into()).collect()
}
