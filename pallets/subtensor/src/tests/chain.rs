//! Block time and profile.

use frame_support::traits::Get;

use super::mock::{ExtBuilder, SubtensorModule, Test};
use crate::{
	chain::{is_valid_block_time, BlockComputation, MinimumPeriod, SlotDuration},
	BlockTime, ChainProfile, Profile,
};

#[test]
fn a_chain_without_choices_runs_at_twelve_seconds_in_production() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(MinimumPeriod::<Test>::get(), 6_000);
		assert_eq!(SlotDuration::<Test>::get(), 12_000);
		assert_eq!(SubtensorModule::initial_tempo(), 360);
	});
}

#[test]
fn absent_values_read_as_twelve_seconds_in_production() {
	ExtBuilder::default().block_time(250).profile(Profile::Fast).build_and_execute(|| {
		BlockTime::<Test>::kill();
		ChainProfile::<Test>::kill();
		assert_eq!(SlotDuration::<Test>::get(), 12_000);
		assert_eq!(SubtensorModule::initial_max_epochs_per_block(), 2);
	});
}

#[test]
fn the_fast_profile_shortens_its_six_constants_and_no_other() {
	ExtBuilder::default().profile(Profile::Fast).build_and_execute(|| {
		assert_eq!(SlotDuration::<Test>::get(), 12_000);
		assert_eq!(SubtensorModule::initial_tempo(), 10);
		assert_eq!(SubtensorModule::initial_tx_child_key_take_rate_limit(), 5);
		assert_eq!(SubtensorModule::initial_coldkey_swap_announcement_delay(), 50);
		assert_eq!(SubtensorModule::initial_coldkey_swap_reannouncement_delay(), 10);
		assert_eq!(SubtensorModule::hotkey_swap_on_subnet_interval(), 1);
		assert_eq!(SubtensorModule::initial_max_epochs_per_block(), 32);
		assert_eq!(SubtensorModule::min_tempo(), 360);
	});
}

#[test]
fn block_time_and_profile_are_independent() {
	ExtBuilder::default().block_time(250).build_and_execute(|| {
		assert_eq!(SlotDuration::<Test>::get(), 250);
		assert_eq!(MinimumPeriod::<Test>::get(), 125);
		assert_eq!(SubtensorModule::initial_tempo(), 360);
	});
}

#[test]
#[should_panic(expected = "even number of milliseconds")]
fn genesis_rejects_an_odd_block_time() {
	ExtBuilder::default().block_time(251).build_and_execute(|| {});
}

#[test]
#[should_panic(expected = "even number of milliseconds")]
fn genesis_rejects_a_block_time_out_of_bounds() {
	ExtBuilder::default().block_time(0).build_and_execute(|| {});
}

#[test]
fn block_times_are_even_and_within_bounds() {
	for valid in [100, 250, 12_000, 60_000] {
		assert!(is_valid_block_time(valid), "{valid}");
	}
	for invalid in [0, 98, 101, 251, 60_002, u64::MAX] {
		assert!(!is_valid_block_time(invalid), "{invalid}");
	}
}

#[test]
fn a_block_computes_a_third_of_its_time_and_at_most_four_seconds() {
	for (block_time, milliseconds) in [(300, 100), (3_000, 1_000), (12_000, 4_000), (60_000, 4_000)]
	{
		ExtBuilder::default().block_time(block_time).build_and_execute(|| {
			assert_eq!(BlockComputation::<Test>::get(), milliseconds * 1_000_000_000);
			BlockTime::<Test>::put(0);
			assert_eq!(BlockComputation::<Test>::get(), 4_000_000_000_000);
			BlockTime::<Test>::put(block_time);
		});
	}
}
