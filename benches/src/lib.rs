//! The work that the benchmarks measure.
//!
//! Without `std`, so that it runs natively and as WASM. Inputs are the same in every run.

#![no_std]
#![deny(missing_docs)]

extern crate alloc;

pub mod emission;
pub mod epoch;
pub mod shares;
pub mod shield;
pub mod swap;

use alloc::{boxed::Box, string::String, vec::Vec};
use core::hint::black_box;

/// A piece of work on inputs that lie ready.
pub struct Workload {
	/// What is worked on and what is done, apart by a slash.
	pub name: String,
	step: Box<dyn Fn() -> u64>,
}

impl Workload {
	fn new<W: Fn() -> u64 + 'static>(name: impl Into<String>, step: W) -> Self {
		Self { name: name.into(), step: Box::new(step) }
	}

	/// Does the work once. What comes back depends on its results, so that two ways of running it
	/// can be compared.
	pub fn run(&self) -> u64 {
		(self.step)()
	}

	/// Does the work a number of times, and returns what the last time did; 0 for no times.
	pub fn repeat(&self, times: u32) -> u64 {
		(0..times).fold(0, |_, _| black_box(self.run()))
	}
}

/// All work but for the table of epochs by size, which takes long to prepare.
///
/// The order is the same in every build, so that a place in the list names a workload.
pub fn workloads() -> Vec<Workload> {
	let mut all = epoch::workloads();
	all.extend(swap::workloads());
	all.extend(shares::workloads());
	all.extend(emission::workloads());
	all.extend(shield::workloads());
	all
}

/// One number that depends on all of the given ones and on their order.
fn digest(numbers: impl IntoIterator<Item = u64>) -> u64 {
	/// Odd and full of digits, so that no number is lost when multiplied.
	const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
	let fold = |sum: u64, number: u64| (sum ^ number).wrapping_mul(SPREAD).rotate_left(29);
	numbers.into_iter().fold(1, fold)
}
