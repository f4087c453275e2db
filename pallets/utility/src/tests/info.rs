//! Dispatch info: declared weight, class and fee of each call.

use frame_support::{
	assert_ok,
	dispatch::{extract_actual_pays_fee, DispatchClass, GetDispatchInfo, Pays},
	weights::{constants::RocksDbWeight, Weight},
};

use super::{mock::*, probe};
use crate::WeightInfo;

/// Weights of the mock.
type Weights = <Test as crate::Config>::WeightInfo;

/// A call that waives its fee when it runs.
fn waive() -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::waive {})
}

/// The class and the fee that a call declares.
fn class_and_fee(call: &RuntimeCall) -> (DispatchClass, Pays) {
	let info = call.get_dispatch_info();
	(info.class, info.pays_fee)
}

/// Whether a call of Alice pays after it has run.
fn pays_after_dispatch(call: RuntimeCall) -> Pays {
	let info = call.get_dispatch_info();
	extract_actual_pays_fee(&run(call), &info)
}

#[test]
fn batch_declares_its_own_weight_and_that_of_its_guarded_calls() {
	build_and_execute(|| {
		let calls = vec![write(1), fail(Some(1)), free()];
		// 30 + 1_000 + 10 picoseconds.
		let inner = Weight::from_parts(1_040, 0) + GUARD * 3;
		assert_eq!(declared(&batch(calls.clone())), Weights::batch(3) + inner);
		assert_eq!(declared(&batch_all(calls.clone())), Weights::batch_all(3) + inner);
		assert_eq!(declared(&force_batch(calls)), Weights::force_batch(3) + inner);
		assert_eq!(declared(&batch(vec![])), Weights::batch(0));
	});
}

#[test]
fn other_calls_declare_their_own_weight_and_that_of_their_guarded_calls() {
	build_and_execute(|| {
		let write_weight = Weight::from_parts(30, 0) + GUARD;
		let call = dispatch_as(signer(BOB), write(1));
		assert_eq!(declared(&call), Weights::dispatch_as() + write_weight);
		let call = dispatch_as_fallible(signer(BOB), write(1));
		assert_eq!(declared(&call), Weights::dispatch_as_fallible() + write_weight);
		let both = write_weight + GUARD + Weight::from_parts(probe::DECLARED, 0);
		assert_eq!(declared(&if_else(write(1), refund(1))), Weights::if_else() + both);
		let account = RocksDbWeight::get().reads_writes(1, 1);
		let call = as_derivative(1, write(1));
		assert_eq!(declared(&call), Weights::as_derivative() + account + write_weight);
	});
}

#[test]
fn huge_weights_saturate() {
	build_and_execute(|| {
		let huge = with_weight(write(1), Weight::MAX);
		for kind in BATCHES {
			assert_eq!(declared(&kind(vec![huge.clone(), huge.clone()])), Weight::MAX);
		}
		assert_eq!(declared(&if_else(huge.clone(), huge.clone())), Weight::MAX);
		assert_eq!(declared(&as_derivative(0, huge)), Weight::MAX);
	});
}

#[test]
fn batch_is_free_only_if_it_has_calls_and_all_are_free() {
	build_and_execute(|| {
		for kind in BATCHES {
			for (calls, pays) in [
				(vec![], Pays::Yes),
				(vec![free()], Pays::No),
				(vec![free(), free()], Pays::No),
				(vec![free(), write(1)], Pays::Yes),
				(vec![write(1), free()], Pays::Yes),
				(vec![write(1)], Pays::Yes),
				(vec![urgent(), free()], Pays::Yes),
				// A free batch counts as a free call, and an empty one as a call that pays.
				(vec![batch(vec![free()]), force_batch(vec![free()])], Pays::No),
				(vec![batch(vec![free()]), force_batch(vec![write(1)])], Pays::Yes),
				(vec![batch(vec![]), force_batch(vec![free()])], Pays::Yes),
				(vec![batch(vec![]); 3], Pays::Yes),
				// Every other call that contains calls pays.
				(vec![as_derivative(0, free())], Pays::Yes),
			] {
				let call = kind(calls);
				assert_eq!(class_and_fee(&call), (DispatchClass::Normal, pays), "{call:?}");
				assert_eq!(pays_after_dispatch(call.clone()), pays, "{call:?}");
			}
		}
	});
}

#[test]
fn fee_is_settled_before_a_batch_runs() {
	build_and_execute(|| {
		assert_eq!(pays_after_dispatch(waive()), Pays::No);
		for kind in BATCHES {
			assert_eq!(pays_after_dispatch(kind(vec![waive()])), Pays::Yes);
			assert_eq!(pays_after_dispatch(kind(vec![free(), waive()])), Pays::Yes);
			assert_eq!(pays_after_dispatch(kind(vec![fail(None)])), Pays::Yes);
			// A free call stays free, and so does the batch, if it fails.
			assert_eq!(
				pays_after_dispatch(kind(vec![batch_all(vec![batch_all(vec![free()])])])),
				Pays::No
			);
		}
		assert_eq!(pays_after_dispatch(as_derivative(0, waive())), Pays::Yes);
		assert_eq!(pays_after_dispatch(if_else(waive(), free())), Pays::Yes);
	});
}

#[test]
fn batches_and_calls_under_another_origin_are_normal_whatever_they_contain() {
	build_and_execute(|| {
		for inner in [free(), urgent()] {
			for kind in BATCHES {
				let call = kind(vec![inner.clone(), inner.clone()]);
				assert_eq!(class_and_fee(&call).0, DispatchClass::Normal);
			}
			for call in [
				as_derivative(0, inner.clone()),
				dispatch_as(signer(BOB), inner.clone()),
				dispatch_as_fallible(signer(BOB), inner.clone()),
			] {
				assert_eq!(class_and_fee(&call), (DispatchClass::Normal, Pays::Yes), "{call:?}");
			}
		}
	});
}

#[test]
fn stated_weight_keeps_the_class_of_the_call_and_pays() {
	build_and_execute(|| {
		for inner in [free(), urgent()] {
			let call = with_weight(inner, Weight::zero());
			assert_eq!(class_and_fee(&call), (DispatchClass::Operational, Pays::Yes));
		}
		let call = with_weight(write(1), Weight::zero());
		assert_eq!(class_and_fee(&call), (DispatchClass::Normal, Pays::Yes));
	});
}

#[test]
fn fallback_is_operational_only_if_both_calls_are_and_pays() {
	build_and_execute(|| {
		let class = |main, fallback| class_and_fee(&if_else(main, fallback));
		assert_eq!(class(free(), urgent()), (DispatchClass::Operational, Pays::Yes));
		assert_eq!(class(free(), free()), (DispatchClass::Operational, Pays::Yes));
		assert_eq!(class(urgent(), write(1)), (DispatchClass::Normal, Pays::Yes));
		assert_eq!(class(write(1), urgent()), (DispatchClass::Normal, Pays::Yes));
		assert_ok!(run(if_else(urgent(), write(1))));
	});
}
