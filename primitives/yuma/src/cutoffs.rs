//! Blocks that an epoch compares updates and registrations with.
//!
//! Both are types of their own: they are computed from what the chain stores and cannot be taken
//! for a block number, nor for each other.

/// Number of blocks after its last update during which a neuron counts as active, at least 1.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct ActivityCutoff(u64);

impl ActivityCutoff {
	/// Cutoff of `factor_milli` thousandths of `tempo`, rounded down, at least 1 block.
	#[must_use]
	pub fn new(factor_milli: u32, tempo: u16) -> Self {
		// 32 and 16 bits: the product fits.
		Self(u64::from(factor_milli).saturating_mul(tempo.into()).wrapping_div(1000).max(1))
	}

	/// Cutoff in blocks.
	#[must_use]
	pub const fn blocks(self) -> u64 {
		self.0
	}

	/// Whether a neuron that last updated its weights in block `update` is active in `block`.
	pub(crate) const fn is_active(self, update: u64, block: u64) -> bool {
		update.saturating_add(self.0) >= block
	}
}

/// Block from which on a registered neuron has no bonds yet.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct BondsCutoff(u64);

impl BondsCutoff {
	/// Block of the cutoff.
	#[must_use]
	pub const fn block(self) -> u64 {
		self.0
	}

	/// Whether bonds towards a neuron registered in block `registered` count.
	pub(crate) const fn keeps(self, registered: u64) -> bool {
		registered < self.0
	}
}

/// Stored steps of a subnet from which the cutoff of its bonds follows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StepHistory {
	/// Blocks between two epochs.
	pub tempo: u16,
	/// Block of the last epoch of any kind, 0 before the first one.
	pub last_step: u64,
	/// Block of the last Yuma epoch, if one was recorded.
	pub last_yuma_step: Option<u64>,
}

impl StepHistory {
	/// Cutoff of bonds in an epoch of `block`.
	///
	/// The block after the last Yuma step; without a record of it the block after the last step;
	/// without any step `tempo` blocks before `block`.
	#[must_use]
	pub fn bonds_cutoff(&self, block: u64) -> BondsCutoff {
		BondsCutoff(match (self.last_yuma_step, self.last_step) {
			(Some(step), _) => step.saturating_add(1),
			(None, 0) => block.saturating_sub(self.tempo.into()),
			(None, step) => step.saturating_add(1),
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn activity(factor_milli: u32, tempo: u16) -> u64 {
		ActivityCutoff::new(factor_milli, tempo).blocks()
	}

	fn bonds(block: u64, tempo: u16, last_step: u64, last_yuma_step: Option<u64>) -> u64 {
		StepHistory { tempo, last_step, last_yuma_step }.bonds_cutoff(block).block()
	}

	#[test]
	fn activity_lasts_about_fourteen_tempos_by_default() {
		assert_eq!(activity(13_889, 360), 5000);
		assert_eq!(activity(13_889, 10), 138);
	}

	#[test]
	fn activity_lasts_at_least_one_block() {
		assert_eq!(activity(0, 360), 1);
		assert_eq!(activity(13_889, 0), 1);
		assert_eq!(activity(u32::MAX, u16::MAX), 281_470_681_677);
	}

	#[test]
	fn a_neuron_is_active_up_to_the_cutoff() {
		let cutoff = ActivityCutoff::new(5_000, 1);
		assert!(cutoff.is_active(95, 100) && !cutoff.is_active(94, 100));
		assert!(cutoff.is_active(u64::MAX, u64::MAX));
	}

	#[test]
	fn bonds_start_after_the_last_step() {
		assert_eq!(bonds(1000, 360, 700, None), 701);
		assert_eq!(bonds(1000, 360, 700, Some(500)), 501);
		assert_eq!(bonds(1000, 360, 0, Some(0)), 1);
	}

	#[test]
	fn bonds_start_a_tempo_ago_before_the_first_step() {
		assert_eq!(bonds(1000, 360, 0, None), 640);
		assert_eq!(bonds(10, 360, 0, None), 0);
		assert_eq!(bonds(0, 0, u64::MAX, None), u64::MAX);
	}
}
