//! Limits of the queue: their defaults, and that root alone sets them.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

use super::mock::*;
use crate::{
	Error, Event, ExtrinsicLifetime, MaxExtrinsicWeight, MaxPendingExtrinsicsLimit,
	OnInitializeWeight, ABSOLUTE_MAX_WEIGHT,
};

#[test]
fn limits_are_those_of_the_specification_until_root_sets_them() {
	build_and_execute(3, || {
		assert_eq!(MaxPendingExtrinsicsLimit::<Test>::get(), 100);
		assert_eq!(ExtrinsicLifetime::<Test>::get(), 10);
		assert_eq!(OnInitializeWeight::<Test>::get(), 500_000_000_000);
		assert_eq!(MaxExtrinsicWeight::<Test>::get(), 50_000_000_000);
		assert_eq!(ABSOLUTE_MAX_WEIGHT, 2_000_000_000_000);
	});
}

#[test]
fn root_sets_every_limit_and_each_has_its_event() {
	build_and_execute(3, || {
		begin(1);
		let root = RuntimeOrigin::root;
		assert_ok!(MevShield::set_max_pending_extrinsics_number(root(), 7));
		assert_ok!(MevShield::set_on_initialize_weight(root(), 8));
		assert_ok!(MevShield::set_stored_extrinsic_lifetime(root(), 9));
		assert_ok!(MevShield::set_max_extrinsic_weight(root(), 10));
		assert_eq!(MaxPendingExtrinsicsLimit::<Test>::get(), 7);
		assert_eq!(OnInitializeWeight::<Test>::get(), 8);
		assert_eq!(ExtrinsicLifetime::<Test>::get(), 9);
		assert_eq!(MaxExtrinsicWeight::<Test>::get(), 10);
		assert_eq!(
			own_events(),
			[
				Event::MaxPendingExtrinsicsNumberSet { value: 7 },
				Event::OnInitializeWeightSet { value: 8 },
				Event::ExtrinsicLifetimeSet { value: 9 },
				Event::MaxExtrinsicWeightSet { value: 10 },
			]
		);
	});
}

#[test]
fn other_origins_than_root_set_no_limit() {
	build_and_execute(3, || {
		begin(1);
		for origin in [signed(ALICE), RuntimeOrigin::none()] {
			assert_noop!(
				MevShield::set_max_pending_extrinsics_number(origin.clone(), 7),
				DispatchError::BadOrigin
			);
			assert_noop!(
				MevShield::set_on_initialize_weight(origin.clone(), 8),
				DispatchError::BadOrigin
			);
			assert_noop!(
				MevShield::set_stored_extrinsic_lifetime(origin.clone(), 9),
				DispatchError::BadOrigin
			);
			assert_noop!(MevShield::set_max_extrinsic_weight(origin, 10), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn weights_above_that_of_a_block_are_rejected() {
	build_and_execute(3, || {
		begin(1);
		let (most, root) = (2_000_000_000_000, RuntimeOrigin::root);
		assert_ok!(MevShield::set_on_initialize_weight(root(), most));
		assert_ok!(MevShield::set_max_extrinsic_weight(root(), most));
		for value in [most + 1, u64::MAX] {
			assert_noop!(
				MevShield::set_on_initialize_weight(root(), value),
				Error::<Test>::WeightExceedsAbsoluteMax
			);
			assert_noop!(
				MevShield::set_max_extrinsic_weight(root(), value),
				Error::<Test>::WeightExceedsAbsoluteMax
			);
		}
		assert_ok!(MevShield::set_on_initialize_weight(root(), 0));
		assert_ok!(MevShield::set_max_extrinsic_weight(root(), 0));
	});
}
