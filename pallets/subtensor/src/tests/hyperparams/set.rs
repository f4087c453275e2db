//! Change of a hyperparameter.

use frame_support::{assert_noop, assert_ok};
use noesis_types::{NetUid, TaoBalance};
use sp_runtime::DispatchError;

use crate::{
	hyperparams::{set, HyperparamError},
	limits::{Hyperparameter, RateLimitKey},
	tests::{
		mock::{account, start_block, ExtBuilder, RuntimeEvent, RuntimeOrigin, System, Test},
		world::{subnet, tempo},
	},
	AdminFreezeWindow, CommitRevealWeightsEnabled, Error, Event, Kappa, LastEpochBlock,
	LastRateLimitedBlock, MaxBurn, MinBurn, PendingEpochAt,
};

type CommitReveal = CommitRevealWeightsEnabled<Test>;

fn owner() -> RuntimeOrigin {
	RuntimeOrigin::signed(account(7))
}

fn rao(amount: u64) -> TaoBalance {
	TaoBalance::new(amount)
}

fn last_event() -> RuntimeEvent {
	System::events().pop().expect("there is an event").event
}

fn too_fast() -> HyperparamError {
	Error::<Test>::TxRateLimitExceeded.into()
}

fn frozen() -> HyperparamError {
	Error::<Test>::AdminActionProhibitedDuringWeightsWindow.into()
}

#[test]
fn root_sets_a_number_and_clients_see_it() {
	ExtBuilder::default().build_and_execute(|| {
		let netuid = subnet(1, 7);
		assert_ok!(set::<Test, Kappa<Test>>(RuntimeOrigin::root(), netuid, 5));
		assert_eq!(Kappa::<Test>::get(netuid), 5);
		assert_eq!(last_event(), Event::KappaSet(netuid, 5).into());
	});
}

#[test]
fn the_owner_does_not_set_what_only_root_sets() {
	ExtBuilder::default().build_and_execute(|| {
		let netuid = subnet(1, 7);
		let bad_origin = HyperparamError::Dispatch(DispatchError::BadOrigin);
		assert_noop!(set::<Test, Kappa<Test>>(owner(), netuid, 5), bad_origin);
	});
}

#[test]
fn the_owner_sets_a_switch_and_strangers_do_not() {
	ExtBuilder::default().build_and_execute(|| {
		let netuid = subnet(1, 7);
		let bad_origin = HyperparamError::Dispatch(DispatchError::BadOrigin);
		for origin in [RuntimeOrigin::signed(account(8)), RuntimeOrigin::none()] {
			assert_noop!(set::<Test, CommitReveal>(origin, netuid, false), bad_origin.clone());
		}
		assert_ok!(set::<Test, CommitReveal>(owner(), netuid, false));
		assert!(!CommitReveal::get(netuid));
		assert_eq!(last_event(), Event::CommitRevealEnabled(netuid, false).into());
	});
}

#[test]
fn a_subnet_that_does_not_exist_has_no_hyperparameters() {
	ExtBuilder::default().build_and_execute(|| {
		let result = set::<Test, Kappa<Test>>(RuntimeOrigin::root(), NetUid::new(9), 5);
		assert_noop!(result, HyperparamError::SubnetDoesNotExist);
	});
}

#[test]
fn prices_stay_within_their_bounds_and_in_order() {
	ExtBuilder::default().build_and_execute(|| {
		let netuid = subnet(1, 7);
		let min = |value| set::<Test, MinBurn<Test>>(RuntimeOrigin::root(), netuid, rao(value));
		let max = |value| set::<Test, MaxBurn<Test>>(RuntimeOrigin::root(), netuid, rao(value));
		// The bounds themselves are excluded: 1 TAO above, 0.1 TAO below.
		assert_noop!(min(1_000_000_000), HyperparamError::ValueNotInBounds);
		assert_noop!(max(100_000_000), HyperparamError::ValueNotInBounds);
		assert_ok!(max(100_000_001));
		assert_noop!(min(100_000_001), HyperparamError::ValueNotInBounds);
		assert_ok!(min(100_000_000));
		assert_eq!(last_event(), Event::MinBurnSet(netuid, rao(100_000_000)).into());
		assert_ok!(max(999_999_999));
		assert_ok!(min(999_999_998));
		assert_noop!(max(999_999_998), HyperparamError::ValueNotInBounds);
		assert_eq!(last_event(), Event::MinBurnSet(netuid, rao(999_999_998)).into());
	});
}

#[test]
fn the_owner_waits_for_two_tempos_and_root_does_not() {
	ExtBuilder::default().build_and_execute(|| {
		let netuid = subnet(1, 7);
		tempo(netuid, 10);
		start_block(5);
		assert_ok!(set::<Test, CommitReveal>(owner(), netuid, false));
		start_block(24);
		assert_noop!(set::<Test, CommitReveal>(owner(), netuid, true), too_fast());
		assert_ok!(set::<Test, CommitReveal>(RuntimeOrigin::root(), netuid, true));
		// Each hyperparameter has a limit of its own.
		assert_ok!(set::<Test, MinBurn<Test>>(owner(), netuid, rao(1)));
		start_block(25);
		assert_ok!(set::<Test, CommitReveal>(owner(), netuid, false));
		let key = |parameter| RateLimitKey::OwnerHyperparamUpdate(netuid, parameter);
		let last = |parameter| LastRateLimitedBlock::<Test>::get(key(parameter));
		assert_eq!(last(Hyperparameter::CommitRevealEnabled), 25);
		assert_eq!(last(Hyperparameter::MinBurn), 24);
	});
}

#[test]
fn a_rejected_change_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		let netuid = subnet(1, 7);
		start_block(5);
		let result = set::<Test, MinBurn<Test>>(owner(), netuid, rao(u64::MAX));
		assert_noop!(result, HyperparamError::ValueNotInBounds);
		assert_ok!(set::<Test, MinBurn<Test>>(owner(), netuid, rao(1)));
	});
}

#[test]
fn settings_are_frozen_before_an_epoch_for_root_as_well() {
	ExtBuilder::default().build_and_execute(|| {
		let netuid = subnet(1, 7);
		tempo(netuid, 100);
		LastEpochBlock::<Test>::insert(netuid, 50);
		AdminFreezeWindow::<Test>::put(10);
		let change = || set::<Test, CommitReveal>(RuntimeOrigin::root(), netuid, false);
		// The next epoch is due in block 150: ten blocks remain in block 140.
		start_block(141);
		assert_noop!(change(), frozen());
		start_block(140);
		assert_ok!(change());
		// An epoch that the owner triggered freezes until it has run.
		PendingEpochAt::<Test>::insert(netuid, 141);
		assert_noop!(change(), frozen());
		start_block(141);
		PendingEpochAt::<Test>::insert(netuid, 0);
		tempo(netuid, 0);
		assert_ok!(change());
		// The consensus majority has no freeze window.
		tempo(netuid, 100);
		assert_ok!(set::<Test, Kappa<Test>>(RuntimeOrigin::root(), netuid, 5));
	});
}
