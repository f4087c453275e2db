//! Calls for root only: under another origin, and at a stated weight.

use frame_support::{assert_ok, weights::Weight};
use sp_runtime::traits::{BadOrigin, Dispatchable};

use super::{mock::*, probe};
use crate::Event;

/// A call that only root may dispatch.
fn write_as_root(value: u32) -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::write_as_root { value })
}

#[test]
fn only_root_chooses_origins_and_weights() {
	build_and_execute(|| {
		let member: RuntimeOrigin = OriginCaller::Probe(probe::Origin::Member).into();
		for origin in [signed(ALICE), RuntimeOrigin::none(), member] {
			let calls = [
				dispatch_as(signer(ALICE), write(1)),
				dispatch_as_fallible(signer(ALICE), write(1)),
				with_weight(write(1), Weight::zero()),
			];
			for call in calls {
				assert_fails_for(origin.clone(), call, BadOrigin);
			}
		}
	});
}

#[test]
fn call_runs_under_the_chosen_origin() {
	build_and_execute(|| {
		let root = RuntimeOrigin::root;
		assert_ok!(dispatch_as(signer(BOB), transfer(CHARLIE, 100)).dispatch(root()));
		assert_ok!(dispatch_as_fallible(signer(CHARLIE), transfer(ALICE, 300)).dispatch(root()));
		assert_eq!(balances(), [10_300, 9_900, 9_800]);
		assert_eq!(own_events(), vec![Event::DispatchedAs { result: Ok(()) }; 2]);

		assert_ok!(dispatch_as(root_caller(), write_as_root(1)).dispatch(root()));
		assert_eq!(written(), Some(1));
		let member = OriginCaller::Probe(probe::Origin::Member);
		assert_ok!(dispatch_as_fallible(member, write(2)).dispatch(root()));
		assert_eq!(written(), Some(2));
	});
}

#[test]
fn failure_under_another_origin_is_reported_or_returned() {
	build_and_execute(|| {
		let root = RuntimeOrigin::root;
		assert_ok!(dispatch_as(signer(BOB), fail(None)).dispatch(root()));
		assert_ok!(dispatch_as(signer(BOB), write_as_root(1)).dispatch(root()));
		let events = vec![
			Event::DispatchedAs { result: Err(asked_to_fail()) },
			Event::DispatchedAs { result: Err(BadOrigin.into()) },
		];
		assert_eq!(own_events(), events);
		assert_eq!(written(), None);

		assert_fails_for(root(), dispatch_as_fallible(signer(BOB), fail(None)), asked_to_fail());
		let call = dispatch_as_fallible(signer(BOB), write_as_root(1));
		assert_fails_for(root(), call, BadOrigin);
		assert_eq!(own_events(), events);
	});
}

#[test]
fn stated_weight_replaces_the_weight_of_the_call() {
	build_and_execute(|| {
		let root = RuntimeOrigin::root;
		let weight = Weight::from_parts(7, 8);
		let call = with_weight(write_as_root(1), weight);
		assert_eq!(declared(&call), weight);
		// The weight that the inner call declares or uses does not matter.
		let post_info = call.dispatch(root()).expect("root may write");
		assert_eq!(post_info.actual_weight, None);
		assert_eq!(written(), Some(1));
		assert_fails_for(root(), with_weight(fail(None), weight), asked_to_fail());
		assert_eq!(own_events(), vec![]);
	});
}
