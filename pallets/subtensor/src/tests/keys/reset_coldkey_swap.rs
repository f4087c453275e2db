//! `reset_coldkey_swap`.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

use crate::{
	tests::{
		mock::{account, ExtBuilder, RuntimeOrigin, SubtensorModule, System, Test},
		world::announced_swap,
	},
	ColdkeySwapAnnouncements, ColdkeySwapDisputes, Event,
};

#[test]
fn a_reset_removes_the_announcement_and_the_dispute_of_one_coldkey() {
	ExtBuilder::default().build_and_execute(|| {
		let (coldkey, other) = (announced_swap(1), announced_swap(2));
		for who in [&coldkey, &other] {
			let origin = RuntimeOrigin::signed(who.clone());
			assert_ok!(SubtensorModule::dispute_coldkey_swap(origin));
		}
		assert_ok!(SubtensorModule::reset_coldkey_swap(RuntimeOrigin::root(), coldkey.clone()));
		assert!(!ColdkeySwapAnnouncements::<Test>::contains_key(&coldkey));
		assert!(!ColdkeySwapDisputes::<Test>::contains_key(&coldkey));
		assert!(ColdkeySwapAnnouncements::<Test>::contains_key(&other));
		assert!(ColdkeySwapDisputes::<Test>::contains_key(&other));
		System::assert_last_event(Event::ColdkeySwapReset { who: coldkey }.into());
	});
}

#[test]
fn a_reset_of_nothing_succeeds() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(SubtensorModule::reset_coldkey_swap(RuntimeOrigin::root(), account(1)));
	});
}

#[test]
fn only_root_resets() {
	ExtBuilder::default().build_and_execute(|| {
		let coldkey = announced_swap(1);
		let origin = RuntimeOrigin::signed(coldkey.clone());
		let result = SubtensorModule::reset_coldkey_swap(origin, coldkey);
		assert_noop!(result, DispatchError::BadOrigin);
	});
}
