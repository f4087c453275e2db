//! Subnet that owns the lists that an epoch reads.

#![allow(dead_code, reason = "each test uses its part")]

pub mod dense;
pub mod random;

use noesis_yuma::{
	epoch, explain, ActivityCutoff, EpochInput, Explanation, InputError, Outcome, Params, Row,
	StepHistory,
};
use substrate_fixed::types::I64F64;

/// See [`EpochInput`].
#[derive(Clone, Debug)]
pub struct Subnet {
	pub block: u64,
	/// In blocks.
	pub activity_cutoff: u32,
	/// Block of the last epoch, after which bonds start.
	pub last_step: u64,
	pub emission: u64,
	pub owner: Option<u16>,
	pub stakes: Vec<I64F64>,
	pub last_update: Vec<u64>,
	pub registered_at: Vec<u64>,
	pub permits: Vec<bool>,
	pub pending_commits: Vec<u64>,
	pub weights: Vec<Row>,
	pub bonds: Vec<Row>,
	pub mechanism_consensus: Vec<u16>,
	pub subnet_consensus: Vec<u16>,
	pub params: Params,
}

impl Subnet {
	/// All neurons active and long registered, without weights and bonds.
	pub fn new(rao: &[u64], permits: &[bool], params: Params) -> Self {
		let n = rao.len();
		Self {
			block: 1000,
			activity_cutoff: 500,
			last_step: 900,
			emission: 1_000_000_000,
			owner: None,
			stakes: rao.iter().map(|rao| I64F64::saturating_from_num(*rao)).collect(),
			last_update: vec![900; n],
			registered_at: vec![0; n],
			permits: permits.to_vec(),
			pending_commits: Vec::new(),
			weights: vec![Vec::new(); n],
			bonds: vec![Vec::new(); n],
			mechanism_consensus: Vec::new(),
			subnet_consensus: Vec::new(),
			params,
		}
	}

	pub fn input(&self) -> EpochInput<'_> {
		let steps = StepHistory { tempo: 360, last_step: self.last_step, last_yuma_step: None };
		EpochInput {
			block: self.block,
			// Thousandths of a tempo of 1000 blocks are blocks.
			activity_cutoff: ActivityCutoff::new(self.activity_cutoff, 1_000),
			bonds_cutoff: steps.bonds_cutoff(self.block),
			emission: self.emission.into(),
			owner: self.owner,
			stakes: &self.stakes,
			last_update: &self.last_update,
			registered_at: &self.registered_at,
			permits: &self.permits,
			pending_commits: &self.pending_commits,
			weights: &self.weights,
			bonds: &self.bonds,
			mechanism_consensus: &self.mechanism_consensus,
			subnet_consensus: &self.subnet_consensus,
			params: self.params,
		}
	}

	pub fn try_epoch(&self) -> Result<Outcome, InputError> {
		epoch(&self.input())
	}

	pub fn epoch(&self) -> Outcome {
		self.try_epoch().expect("the lists fit the neurons")
	}

	pub fn explain(&self) -> Explanation {
		explain(&self.input()).expect("the lists fit the neurons")
	}
}
