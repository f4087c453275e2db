//! Calls that only root makes: under another origin, and at a weight of its own.

use frame_support::assert_ok;
use sp_runtime::traits::BadOrigin;

use super::*;

/// Returns a call that only root may make.
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
				assert_refused_for(origin.clone(), call, BadOrigin);
			}
		}
	});
}

#[test]
fn call_is_made_under_the_chosen_origin() {
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
fn failure_under_another_origin_is_reported_or_passed_on() {
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

		assert_refused_for(root(), dispatch_as_fallible(signer(BOB), fail(None)), asked_to_fail());
		let call = dispatch_as_fallible(signer(BOB), write_as_root(1));
		assert_refused_for(root(), call, BadOrigin);
		assert_eq!(own_events(), events);
	});
}

#[test]
fn stated_weight_replaces_that_of_the_call() {
	build_and_execute(|| {
		let root = RuntimeOrigin::root;
		let weight = Weight::from_parts(7, 8);
		let call = with_weight(write_as_root(1), weight);
		assert_eq!(declared(&call), weight);
		// What the call declares and uses is not looked at.
		let post_info = call.dispatch(root()).expect("root may write");
		assert_eq!(post_info.actual_weight, None);
		assert_eq!(written(), Some(1));
		assert_refused_for(root(), with_weight(fail(None), weight), asked_to_fail());
		assert_eq!(own_events(), vec![]);
	});
}
