//! `dispute_coldkey_swap`.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

use crate::{
	tests::{
		mock::{account, ExtBuilder, RuntimeOrigin, SubtensorModule, System, Test},
		world::announced_swap,
	},
	ColdkeySwapDisputes, Error, Event,
};

#[test]
fn a_dispute_is_stored_with_its_block() {
	ExtBuilder::default().build_and_execute(|| {
		let coldkey = announced_swap(1);
		let origin = RuntimeOrigin::signed(coldkey.clone());
		assert_ok!(SubtensorModule::dispute_coldkey_swap(origin));
		assert_eq!(ColdkeySwapDisputes::<Test>::get(&coldkey), Some(1));
		System::assert_last_event(Event::ColdkeySwapDisputed { coldkey }.into());
	});
}

#[test]
fn only_an_announced_swap_is_disputed_and_only_once() {
	ExtBuilder::default().build_and_execute(|| {
		let dispute = |who| SubtensorModule::dispute_coldkey_swap(RuntimeOrigin::signed(who));
		assert_noop!(dispute(account(2)), Error::<Test>::ColdkeySwapAnnouncementNotFound);
		let coldkey = announced_swap(1);
		assert_ok!(dispute(coldkey.clone()));
		assert_noop!(dispute(coldkey), Error::<Test>::ColdkeySwapAlreadyDisputed);
	});
}

#[test]
fn root_disputes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let result = SubtensorModule::dispute_coldkey_swap(RuntimeOrigin::root());
		assert_noop!(result, DispatchError::BadOrigin);
	});
}
