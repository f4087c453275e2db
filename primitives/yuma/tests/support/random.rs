//! Subnets as they look in practice, of any size, the same for the same seed.

use noesis_yuma::{Params, Row};

use super::Subnet;

/// A xorshift generator: good enough to fill a subnet.
pub struct Random(u64);

impl Random {
	pub fn new(seed: u64) -> Self {
		Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
	}

	/// A number below `bound`.
	pub fn below(&mut self, bound: u64) -> u64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		(self.0 >> 11) % bound
	}
}

/// A subnet of `n` neurons, the first `validators` of which have stake, permits and rows of weights
/// and bonds towards `percent` of all neurons.
///
/// Validators agree on who is worth a weight, but for some: otherwise no neuron would find a
/// majority, and there would be little to compute.
pub fn subnet(n: u16, validators: u16, percent: u64, params: Params, seed: u64) -> Subnet {
	let mut random = Random::new(seed);
	let permits: Vec<bool> = (0..n).map(|uid| uid < validators).collect();
	let rao: Vec<u64> = permits
		.iter()
		.map(|permit| if *permit { 1_000_000_000 + random.below(1 << 50) } else { 0 })
		.collect();
	let served: Vec<u16> = (0..n).filter(|_| random.below(100) < percent).collect();
	let mut subnet = Subnet::new(&rao, &permits, params);
	for rows in [&mut subnet.weights, &mut subnet.bonds] {
		for row in rows.iter_mut().take(validators.into()) {
			*row = random_row(&mut random, &served, percent);
		}
	}
	subnet.subnet_consensus = subnet.epoch().consensus;
	subnet
}

fn random_row(random: &mut Random, served: &[u16], percent: u64) -> Row {
	let mut row = Row::new();
	for uid in served {
		if percent == 100 || random.below(16) > 0 {
			row.push((*uid, 1 + u16::try_from(random.below(65535)).unwrap()));
		}
	}
	row
}
