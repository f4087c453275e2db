//! Filters: inner calls meet all filters of the caller's origin, unless the caller is root.

use frame_support::{assert_ok, traits::OriginTrait, weights::Weight};
use sp_runtime::traits::Dispatchable;

use super::{guarded::Unfiltered, mock::*, probe};
use crate::Event;

/// An origin of Alice with a filter that denies transfers.
fn alice_without_transfers() -> RuntimeOrigin {
	let mut origin = signed(ALICE);
	origin.add_filter(|call: &RuntimeCall| !matches!(call, RuntimeCall::Balances(_)));
	origin
}

/// Each call that dispatches `call` with the caller's origin and fails if it fails.
fn ways(call: RuntimeCall) -> [RuntimeCall; 6] {
	[
		batch_all(vec![call.clone()]),
		batch_all(vec![if_else(fail(None), call.clone())]),
		as_derivative(0, call.clone()),
		as_derivative(0, batch_all(vec![call.clone()])),
		if_else(call.clone(), call.clone()),
		batch_all(vec![if_else(fail(None), as_derivative(1, call))]),
	]
}

#[test]
fn filter_of_the_chain_holds_for_inner_calls() {
	build_and_execute(|| {
		for call in ways(forbidden()) {
			assert_fails(call, filtered());
		}
		assert_ok!(run(batch(vec![forbidden()])));
		assert_ok!(run(force_batch(vec![forbidden()])));
		let error = filtered();
		assert_eq!(
			own_events(),
			vec![
				Event::BatchInterrupted { index: 0, error },
				Event::ItemFailed { error },
				Event::BatchCompletedWithErrors,
			]
		);
	});
}

#[test]
fn filter_of_the_origin_holds_for_inner_calls() {
	build_and_execute(|| {
		for call in ways(transfer(BOB, 1)) {
			assert_fails_for(alice_without_transfers(), call, filtered());
		}
		assert_ok!(batch(vec![transfer(BOB, 1)]).dispatch(alice_without_transfers()));
		assert_ok!(force_batch(vec![transfer(BOB, 1)]).dispatch(alice_without_transfers()));
		assert_eq!(balances(), [ENDOWMENT; 3]);
	});
}

#[test]
fn root_passes_all_filters() {
	let calls = [
		batch(vec![forbidden()]),
		batch_all(vec![forbidden()]),
		force_batch(vec![forbidden()]),
		if_else(forbidden(), fail(None)),
		if_else(fail(None), forbidden()),
		with_weight(forbidden(), Weight::zero()),
		batch_all(vec![batch_all(vec![forbidden()])]),
	];
	for call in calls {
		build_and_execute(|| {
			assert_ok!(call.dispatch(RuntimeOrigin::root()));
			assert_eq!(written(), Some(probe::FORBIDDEN));
		});
	}
}

#[test]
fn only_calls_of_root_bypass_the_filters() {
	build_and_execute(|| {
		for call in ways(write(1)) {
			assert_ok!(run(call));
		}
		assert_eq!(Unfiltered::take(), 0);
		assert_ok!(batch_all(vec![write(1), write(2)]).dispatch(RuntimeOrigin::root()));
		assert_ok!(if_else(fail(None), write(2)).dispatch(RuntimeOrigin::root()));
		assert_eq!(Unfiltered::take(), 4);
	});
}

#[test]
fn origin_that_root_chose_passes_all_filters() {
	build_and_execute(|| {
		let calls =
			[dispatch_as(signer(BOB), forbidden()), dispatch_as_fallible(signer(BOB), forbidden())];
		for call in calls {
			System::reset_events();
			assert_ok!(call.dispatch(RuntimeOrigin::root()));
			assert_eq!(own_events(), vec![Event::DispatchedAs { result: Ok(()) }]);
			assert_eq!(written(), Some(probe::FORBIDDEN));
		}
		// Calls inside the inner call do not: Bob is their origin.
		let call = dispatch_as_fallible(signer(BOB), batch_all(vec![forbidden()]));
		assert_fails_for(RuntimeOrigin::root(), call, filtered());
	});
}

#[test]
fn atomic_batch_contains_no_atomic_batch() {
	build_and_execute(|| {
		let nested = batch_all(vec![write(1)]);
		assert_fails(batch_all(vec![nested.clone()]), filtered());
		assert_fails(batch_all(vec![write(2), as_derivative(0, nested.clone())]), filtered());
		assert_fails(batch_all(vec![if_else(nested.clone(), nested.clone())]), filtered());
		// A batch within succeeds, and reports the denied call.
		assert_ok!(run(batch_all(vec![batch(vec![nested.clone()])])));
		assert_eq!(written(), None);
		assert_eq!(
			own_events(),
			vec![
				Event::BatchInterrupted { index: 0, error: filtered() },
				Event::ItemCompleted,
				Event::BatchCompleted,
			]
		);
		// The other batches may contain an atomic batch.
		assert_ok!(run(batch(vec![nested.clone()])));
		assert_ok!(run(force_batch(vec![nested])));
		assert_eq!(written(), Some(1));
	});
}

#[test]
fn filter_of_an_atomic_batch_ends_with_the_batch() {
	build_and_execute(|| {
		let nested = batch_all(vec![write(1)]);
		assert_ok!(run(force_batch(vec![batch_all(vec![write(2)]), nested])));
		assert_eq!(written(), Some(1));
	});
}

#[test]
fn root_nests_atomic_batches() {
	build_and_execute(|| {
		let call = batch_all(vec![batch_all(vec![batch_all(vec![write(1)])])]);
		assert_ok!(call.dispatch(RuntimeOrigin::root()));
		assert_eq!(written(), Some(1));
	});
}
