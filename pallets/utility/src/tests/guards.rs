//! Guards: they run once before each inner dispatch, in every call and at every depth.

use frame_support::{assert_ok, weights::Weight};
use sp_runtime::traits::Dispatchable;

use super::{
	guarded::{GuardLog, GuardWeight},
	mock::*,
};
use crate::{Event, WeightInfo};

/// Dispatches a call and asserts the callers and calls for which the guards ran.
fn assert_seen(origin: RuntimeOrigin, call: RuntimeCall, seen: Vec<(OriginCaller, RuntimeCall)>) {
	GuardLog::take();
	assert_ok!(call.clone().dispatch(origin));
	assert_eq!(GuardLog::take(), seen, "{call:?}");
}

/// The derivative account of Alice with this index, as a caller.
fn derivative_of_alice(index: u16) -> OriginCaller {
	signer(Utility::derivative_account_id(&ALICE, index).expect("any 32 bytes are an account"))
}

#[test]
fn each_call_of_a_batch_is_guarded_once() {
	build_and_execute(|| {
		for kind in BATCHES {
			let calls = vec![write(1), write(2), free()];
			let seen = calls.iter().map(|call| (signer(ALICE), call.clone())).collect();
			assert_seen(signed(ALICE), kind(calls), seen);
		}
	});
}

#[test]
fn calls_that_are_not_reached_are_not_guarded() {
	build_and_execute(|| {
		let reached = vec![(signer(ALICE), fail(None))];
		assert_seen(signed(ALICE), batch(vec![fail(None), write(1)]), reached);
		let reached = vec![(signer(ALICE), write(1))];
		assert_seen(signed(ALICE), if_else(write(1), write(2)), reached);
	});
}

#[test]
fn main_call_and_fallback_are_guarded_once_each() {
	build_and_execute(|| {
		let seen = vec![(signer(ALICE), fail(None)), (signer(ALICE), write(2))];
		assert_seen(signed(ALICE), if_else(fail(None), write(2)), seen);
	});
}

#[test]
fn call_of_a_derivative_account_is_guarded_as_that_accounts() {
	build_and_execute(|| {
		let seen = vec![(derivative_of_alice(3), write(1))];
		assert_seen(signed(ALICE), as_derivative(3, write(1)), seen);
	});
}

#[test]
fn calls_of_root_are_guarded_with_the_origin_they_run_with() {
	build_and_execute(|| {
		let root = RuntimeOrigin::root;
		let as_bob = vec![(signer(BOB), write(1))];
		assert_seen(root(), dispatch_as(signer(BOB), write(1)), as_bob.clone());
		assert_seen(root(), dispatch_as_fallible(signer(BOB), write(1)), as_bob);
		let as_root = vec![(root_caller(), write(1))];
		assert_seen(root(), with_weight(write(1), Weight::zero()), as_root.clone());
		for kind in BATCHES {
			assert_seen(root(), kind(vec![write(1)]), as_root.clone());
		}
		assert_seen(root(), if_else(write(1), write(2)), as_root);
	});
}

#[test]
fn nested_calls_are_guarded_at_every_level() {
	build_and_execute(|| {
		let innermost = batch(vec![write(1), write(2)]);
		let middle = as_derivative(4, innermost.clone());
		let either = if_else(fail(None), middle.clone());
		let call = batch_all(vec![write(3), either.clone()]);
		let derivative = derivative_of_alice(4);
		let seen = vec![
			(signer(ALICE), write(3)),
			(signer(ALICE), either),
			(signer(ALICE), fail(None)),
			(signer(ALICE), middle),
			(derivative.clone(), innermost),
			(derivative.clone(), write(1)),
			(derivative, write(2)),
		];
		assert_seen(signed(ALICE), call, seen);
	});
}

#[test]
fn denial_by_the_guards_is_the_error_of_the_call() {
	build_and_execute(|| {
		let error = denied_by_guard();
		assert_fails(batch_all(vec![write(1), guarded_off()]), error);
		assert_fails(as_derivative(0, guarded_off()), error);
		assert_fails(if_else(fail(None), guarded_off()), error);
		let call = dispatch_as_fallible(signer(BOB), guarded_off());
		assert_fails_for(RuntimeOrigin::root(), call, error);

		assert_ok!(run(batch(vec![guarded_off(), write(1)])));
		assert_ok!(run(force_batch(vec![guarded_off(), write(2)])));
		assert_ok!(run(if_else(guarded_off(), write(3))));
		assert_ok!(dispatch_as(signer(BOB), guarded_off()).dispatch(RuntimeOrigin::root()));
		assert_eq!(
			own_events(),
			vec![
				Event::BatchInterrupted { index: 0, error },
				Event::ItemFailed { error },
				Event::ItemCompleted,
				Event::BatchCompletedWithErrors,
				Event::IfElseFallbackCalled { main_error: error },
				Event::DispatchedAs { result: Err(error) },
			]
		);
		assert_eq!(written(), Some(3));
	});
}

#[test]
fn guards_deny_no_call_to_root() {
	build_and_execute(|| {
		assert_ok!(batch_all(vec![guarded_off()]).dispatch(RuntimeOrigin::root()));
		assert_eq!(written(), Some(0));
		assert_ok!(write(1).dispatch(signed(ALICE)));
		let call = with_weight(guarded_off(), Weight::zero());
		assert_ok!(call.dispatch(RuntimeOrigin::root()));
		assert_eq!(written(), Some(0));
	});
}

#[test]
fn weight_of_the_guards_is_declared_once_for_each_inner_call() {
	build_and_execute(|| {
		let weighed = |call: &RuntimeCall| {
			GuardWeight::set(GUARD);
			let with_guards = declared(call);
			GuardWeight::set(Weight::zero());
			let difference = with_guards - declared(call);
			GuardWeight::set(GUARD);
			difference
		};
		for kind in BATCHES {
			assert_eq!(weighed(&kind(vec![])), Weight::zero());
			assert_eq!(weighed(&kind(vec![write(1); 3])), GUARD * 3);
		}
		assert_eq!(weighed(&as_derivative(0, write(1))), GUARD);
		assert_eq!(weighed(&if_else(write(1), write(2))), GUARD * 2);
		assert_eq!(weighed(&dispatch_as(signer(BOB), write(1))), GUARD);
		assert_eq!(weighed(&dispatch_as_fallible(signer(BOB), write(1))), GUARD);
		assert_eq!(weighed(&with_weight(write(1), GUARD * 9)), Weight::zero());
		// The derivative's call, and the three within it.
		assert_eq!(weighed(&as_derivative(0, batch(vec![write(1); 3]))), GUARD * 4);
	});
}

#[test]
fn denied_call_uses_the_weight_of_its_guards() {
	build_and_execute(|| {
		let own = <Test as crate::Config>::WeightInfo::batch_all(1);
		let result = run(batch_all(vec![guarded_off(), write(1)]));
		assert_eq!(used(&result), own + GUARD);
	});
}
