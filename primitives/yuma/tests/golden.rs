//! Epochs of the reference chain, bit for bit.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_possible_wrap,
	clippy::cast_precision_loss,
	clippy::cast_sign_loss,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "tests may fail, and what they compute stays small"
)]

use noesis_yuma::{
	epoch, explain, ActivityCutoff, BondsRule, ConsensusMode, EpochInput, LiquidAlpha, Outcome,
	Params, Row, StepHistory,
};
use serde::Deserialize;
use substrate_fixed::types::I64F64;

const VECTORS: &str = "tests/vectors/yuma.json";

#[derive(Deserialize)]
struct Case {
	#[serde(rename = "in")]
	input: In,
	out: Out,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct In {
	n: usize,
	current_block: u64,
	tempo: u16,
	activity_cutoff: u32,
	last_update: Vec<u64>,
	block_at_registration: Vec<u64>,
	stake: Vec<u64>,
	stake_threshold: u64,
	owner_uid: Option<u16>,
	permits: Vec<bool>,
	max_validators: u16,
	weights: Vec<Row>,
	bonds: Vec<Row>,
	kappa: u16,
	bonds_penalty: u16,
	bonds_moving_average: u64,
	yuma3: bool,
	liquid_alpha: bool,
	alpha_low: u16,
	alpha_high: u16,
	alpha_sigmoid_steepness: i16,
	last_step_block: u64,
	emission: u64,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Out {
	active: Vec<bool>,
	stake_weight: Vec<u16>,
	consensus: Vec<u16>,
	incentive: Vec<u16>,
	dividends: Vec<u16>,
	validator_trust: Vec<u16>,
	new_permits: Vec<bool>,
	server_emission: Vec<u64>,
	validator_emission: Vec<u64>,
	emission: Vec<u64>,
	bonds: Vec<Row>,
}

impl From<Outcome> for Out {
	fn from(outcome: Outcome) -> Self {
		let amounts = |list: Vec<_>| list.into_iter().map(u64::from).collect();
		Self {
			active: outcome.active,
			stake_weight: outcome.stake_weight,
			consensus: outcome.consensus,
			incentive: outcome.incentive,
			dividends: outcome.dividends,
			validator_trust: outcome.validator_trust,
			new_permits: outcome.permits,
			server_emission: amounts(outcome.server_emission),
			validator_emission: amounts(outcome.validator_emission),
			emission: amounts(outcome.emission),
			bonds: outcome.bonds,
		}
	}
}

impl In {
	fn rule(&self) -> BondsRule {
		let liquid = LiquidAlpha {
			low: self.alpha_low,
			high: self.alpha_high,
			steepness: self.alpha_sigmoid_steepness,
			mode: ConsensusMode::Current,
		};
		match (self.yuma3, self.liquid_alpha) {
			(false, _) => BondsRule::Shared,
			(true, false) => BondsRule::Own,
			(true, true) => BondsRule::Liquid(liquid),
		}
	}

	fn stakes(&self) -> Vec<I64F64> {
		assert_eq!(self.stake.len(), self.n);
		self.stake.iter().map(|rao| I64F64::from_num(*rao)).collect()
	}

	fn input<'a>(&'a self, stakes: &'a [I64F64]) -> EpochInput<'a> {
		let steps = StepHistory {
			tempo: self.tempo,
			last_step: self.last_step_block,
			last_yuma_step: None,
		};
		EpochInput {
			block: self.current_block,
			// Thousandths of a tempo of 1000 blocks are blocks.
			activity_cutoff: ActivityCutoff::new(self.activity_cutoff, 1_000),
			bonds_cutoff: steps.bonds_cutoff(self.current_block),
			emission: self.emission.into(),
			owner: self.owner_uid,
			stakes,
			last_update: &self.last_update,
			registered_at: &self.block_at_registration,
			permits: &self.permits,
			pending_commits: &[],
			weights: &self.weights,
			bonds: &self.bonds,
			mechanism_consensus: &[],
			subnet_consensus: &[],
			params: Params {
				kappa: self.kappa,
				bonds_penalty: self.bonds_penalty,
				bonds_moving_average: self.bonds_moving_average,
				max_validators: self.max_validators,
				stake_threshold: self.stake_threshold,
				bonds: self.rule(),
			},
		}
	}
}

/// The vectors in `text`; none is an error, so that no test passes for want of them.
fn cases_in(text: &str) -> Result<Vec<Case>, String> {
	let cases: Vec<Case> = serde_json::from_str(text).map_err(|error| error.to_string())?;
	if cases.is_empty() {
		return Err("no vectors".into());
	}
	Ok(cases)
}

fn cases() -> Vec<Case> {
	let text =
		std::fs::read_to_string(VECTORS).unwrap_or_else(|error| panic!("{VECTORS}: {error}"));
	let cases = cases_in(&text).unwrap_or_else(|error| panic!("{VECTORS}: {error}"));
	assert_eq!(cases.len(), 40, "{VECTORS} has lost vectors");
	cases
}

#[test]
fn a_file_without_vectors_is_an_error() {
	for text in ["", "[]", "{}", "[{}]"] {
		assert!(cases_in(text).is_err(), "{text:?}");
	}
}

#[test]
fn epochs_match_the_reference_chain_bit_for_bit() {
	for (number, case) in cases().into_iter().enumerate() {
		let stakes = case.input.stakes();
		let got = Out::from(epoch(&case.input.input(&stakes)).expect("the vectors are legal"));
		assert_eq!(got, case.out, "vector {number}");
	}
}

#[test]
fn explained_epochs_end_in_the_same_outcome() {
	for (number, case) in cases().into_iter().enumerate() {
		let stakes = case.input.stakes();
		let explanation = explain(&case.input.input(&stakes)).expect("the vectors are legal");
		assert_eq!(explanation.neurons.len(), case.input.n, "vector {number}");
		let json = serde_json::to_string(&explanation).expect("explanations serialise");
		assert_eq!(serde_json::from_str::<noesis_yuma::Explanation>(&json).unwrap(), explanation);
		assert_eq!(Out::from(explanation.outcome), case.out, "vector {number}");
	}
}
