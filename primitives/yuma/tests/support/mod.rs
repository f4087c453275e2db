//! A subnet that owns what an epoch reads.

#![allow(dead_code, reason = "each test uses its part")]

pub mod dense;
pub mod random;

use noesis_yuma::{epoch, explain, EpochInput, Explanation, Outcome, Params, Row};
use substrate_fixed::types::I64F64;

/// See [`EpochInput`].
#[derive(Clone, Debug)]
pub struct Subnet {
	pub block: u64,
	pub activity_cutoff: u64,
	pub bonds_cutoff: u64,
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
			bonds_cutoff: 901,
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
		EpochInput {
			block: self.block,
			activity_cutoff: self.activity_cutoff,
			bonds_cutoff: self.bonds_cutoff,
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

	pub fn epoch(&self) -> Outcome {
		epoch(&self.input())
	}

	pub fn explain(&self) -> Explanation {
		explain(&self.input())
	}
}
