//! Epochs of subnets as they look in practice.

use alloc::{vec, vec::Vec};
use core::hint::black_box;

use noesis_yuma::{
	epoch, ActivityCutoff, BondsRule, ConsensusMode, EpochInput, LiquidAlpha, Outcome, Params, Row,
	StepHistory,
};
use substrate_fixed::types::I64F64;

use crate::{digest, Workload};

/// Number of neurons of a subnet with stake, a permit, weights and bonds.
pub const VALIDATORS: u16 = 64;

/// Liquid alpha as it is by default.
pub const LIQUID: BondsRule = BondsRule::Liquid(LiquidAlpha {
	low: 45_875,
	high: 58_982,
	steepness: 1_000,
	mode: ConsensusMode::Auto,
});

/// Rules for bonds by their common names.
pub const RULES: [(&str, BondsRule); 3] =
	[("Yuma2", BondsRule::Shared), ("Yuma3", BondsRule::Own), ("Yuma3 liquid", LIQUID)];

/// Lists that an epoch reads. All neurons are active and long registered.
pub struct Subnet {
	stakes: Vec<I64F64>,
	last_update: Vec<u64>,
	registered_at: Vec<u64>,
	permits: Vec<bool>,
	weights: Vec<Row>,
	bonds: Vec<Row>,
	consensus: Vec<u16>,
	params: Params,
}

impl Subnet {
	/// A subnet of `n` neurons, the first [`VALIDATORS`] of which have rows towards `percent` of
	/// all. It has had an epoch before.
	///
	/// Validators agree on who is worth a weight, but for some: otherwise no neuron would find a
	/// majority, and there would be little to compute.
	pub fn random(n: u16, percent: u64, bonds: BondsRule) -> Self {
		let mut random = Random(7u64.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
		let permits: Vec<bool> = (0..n).map(|uid| uid < VALIDATORS).collect();
		let mut stake = |permit: &bool| match permit {
			true => I64F64::from_num(1_000_000_000 + random.below(1 << 50)),
			false => I64F64::from_num(0),
		};
		let stakes = permits.iter().map(&mut stake).collect();
		let served: Vec<u16> = (0..n).filter(|_| random.below(100) < percent).collect();
		let mut rows = || -> Vec<Row> {
			let mut row = |permit: &bool| match permit {
				true => random.row(&served, percent),
				false => Row::new(),
			};
			permits.iter().map(&mut row).collect()
		};
		let (weights, old_bonds) = (rows(), rows());
		let mut subnet = Self {
			stakes,
			last_update: vec![900; n.into()],
			registered_at: vec![0; n.into()],
			permits,
			weights,
			bonds: old_bonds,
			consensus: Vec::new(),
			params: params(bonds),
		};
		subnet.consensus = subnet.epoch().consensus;
		subnet
	}

	/// The subnet as the epoch reads it.
	pub fn input(&self) -> EpochInput<'_> {
		let steps = StepHistory { tempo: 36, last_step: 900, last_yuma_step: None };
		EpochInput {
			block: 1_000,
			activity_cutoff: ActivityCutoff::new(13_889, 36),
			bonds_cutoff: steps.bonds_cutoff(1_000),
			emission: 1_000_000_000u64.into(),
			owner: None,
			stakes: &self.stakes,
			last_update: &self.last_update,
			registered_at: &self.registered_at,
			permits: &self.permits,
			pending_commits: &[],
			weights: &self.weights,
			bonds: &self.bonds,
			mechanism_consensus: &[],
			subnet_consensus: &self.consensus,
			params: self.params,
		}
	}

	/// The work: one epoch.
	pub fn epoch(&self) -> Outcome {
		epoch(black_box(&self.input()))
			.unwrap_or_else(|error| panic!("the subnet to measure: {error}"))
	}
}

fn params(bonds: BondsRule) -> Params {
	Params {
		kappa: 32_767,
		bonds_penalty: 65_535,
		bonds_moving_average: 900_000,
		max_validators: VALIDATORS,
		stake_threshold: 0,
		bonds,
	}
}

/// A xorshift generator: good enough to fill a subnet.
struct Random(u64);

impl Random {
	/// A number below `bound`.
	fn below(&mut self, bound: u64) -> u64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		(self.0 >> 11) % bound
	}

	/// Values for all of `served`, or for most of them if the subnet is not full.
	fn row(&mut self, served: &[u16], percent: u64) -> Row {
		let mut row = Row::new();
		for uid in served {
			if percent == 100 || self.below(16) > 0 {
				let value = u16::try_from(1 + self.below(65_535));
				row.push((*uid, value.unwrap_or(u16::MAX)));
			}
		}
		row
	}
}

/// 256 neurons and full rows, under each rule.
pub fn workloads() -> Vec<Workload> {
	let workload = |(name, rule)| {
		let subnet = Subnet::random(256, 100, rule);
		Workload::new(alloc::format!("epoch/{name}"), move || digest_of(&subnet.epoch()))
	};
	RULES.map(workload).into()
}

/// Bonds are left out: they are many, and dividends depend on each of them.
fn digest_of(outcome: &Outcome) -> u64 {
	let parts = [&outcome.consensus, &outcome.incentive, &outcome.dividends];
	let parts = parts.into_iter().flatten().map(|part| u64::from(*part));
	digest(parts.chain(outcome.emission.iter().map(|amount| u64::from(*amount))))
}
