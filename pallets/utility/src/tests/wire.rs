//! Parts that clients see: indices, encodings, types, weights.

use codec::{Decode, Encode};
use frame_support::{
	traits::{Hooks, PalletInfoAccess},
	weights::Weight,
};
use scale_info::{MetaType, TypeDef, TypeInfo};
use sp_runtime::DispatchError;

use super::mock::*;
use crate::{weights::SubstrateWeight, Call, Error, Event, Pallet, WeightInfo};

#[test]
fn call_indices_are_fixed() {
	let calls = [
		batch(vec![]),
		as_derivative(0, write(1)),
		batch_all(vec![]),
		dispatch_as(signer(BOB), write(1)),
		force_batch(vec![]),
		with_weight(write(1), Weight::zero()),
		if_else(write(1), write(2)),
		dispatch_as_fallible(signer(BOB), write(1)),
	];
	let pallet = u8::try_from(Utility::index()).expect("the mock has few pallets");
	for (index, call) in (0u8..).zip(calls) {
		assert_eq!(call.encode().get(..2), Some([pallet, index].as_slice()), "{call:?}");
	}
}

#[test]
fn arguments_of_each_call_encode_as_in_the_interface() {
	let pallet = u8::try_from(Utility::index()).expect("the mock has few pallets");
	let inner = write(7).encode();
	let call = |head: &[u8], tail: &[&[u8]]| [head, &tail.concat()].concat();
	for (index, kind) in [0, 2, 4].into_iter().zip(BATCHES) {
		let expected = call(&[pallet, index, 8], &[&inner, &inner]);
		assert_eq!(kind(vec![write(7); 2]).encode(), expected);
	}
	assert_eq!(as_derivative(258, write(7)).encode(), call(&[pallet, 1, 2, 1], &[&inner]));
	let as_root = [root_caller().encode(), inner.clone()].concat();
	assert_eq!(dispatch_as(root_caller(), write(7)).encode(), call(&[pallet, 3], &[&as_root]));
	assert_eq!(
		dispatch_as_fallible(root_caller(), write(7)).encode(),
		call(&[pallet, 7], &[&as_root])
	);
	// The two parts of a weight are compact.
	assert_eq!(
		with_weight(write(7), Weight::from_parts(1, 2)).encode(),
		call(&[pallet, 5], &[&inner, &[4, 8]])
	);
	assert_eq!(if_else(write(7), write(7)).encode(), call(&[pallet, 6], &[&inner, &inner]));
	let nested = batch(vec![as_derivative(1, batch_all(vec![write(1)]))]);
	assert_eq!(RuntimeCall::decode(&mut nested.encode().as_slice()), Ok(nested));
}

#[test]
fn inner_calls_have_the_type_of_runtime_calls_in_metadata() {
	let TypeDef::Variant(calls) = Call::<Test>::type_info().type_def else {
		panic!("calls are an enum")
	};
	let shown = |index: usize, field: usize| calls.variants[index].fields[field].ty.type_info();
	let call = RuntimeCall::type_info();
	// Index of the call and position of the argument, first of the single calls, then of the lists.
	for (index, field) in [(1, 1), (3, 1), (5, 0), (6, 0), (6, 1), (7, 1)] {
		assert_eq!(shown(index, field), call);
	}
	for index in [0, 2, 4] {
		let TypeDef::Sequence(list) = shown(index, 0).type_def else {
			panic!("batches take a list")
		};
		assert_eq!(list.type_param, MetaType::new::<RuntimeCall>());
	}
}

#[test]
fn error_indices_are_fixed() {
	let errors: [Error<Test>; 2] = [Error::TooManyCalls, Error::InvalidDerivedAccount];
	for (index, error) in (0u8..).zip(errors) {
		let error: DispatchError = error.into();
		let DispatchError::Module(module) = error else { panic!("errors are of a module") };
		assert_eq!(module.error, [index, 0, 0, 0]);
	}
}

#[test]
fn event_indices_are_fixed() {
	let error = DispatchError::BadOrigin;
	let events = [
		Event::BatchInterrupted { index: 1, error },
		Event::BatchCompleted,
		Event::BatchCompletedWithErrors,
		Event::ItemCompleted,
		Event::ItemFailed { error },
		Event::DispatchedAs { result: Ok(()) },
		Event::IfElseMainSuccess,
		Event::IfElseFallbackCalled { main_error: error },
	];
	for (index, event) in (0u8..).zip(events) {
		assert_eq!(event.encode().first(), Some(&index), "{event:?}");
	}
	assert_eq!(Event::BatchInterrupted { index: 1, error }.encode(), vec![0, 1, 0, 0, 0, 2]);
}

#[test]
fn weights_follow_the_database_of_the_runtime() {
	type OnRuntime = SubstrateWeight<Test>;
	// The mock has the database of the weights for tests.
	assert_eq!(OnRuntime::batch(10_922), <() as WeightInfo>::batch(10_922));
	assert_eq!(OnRuntime::if_else(), <() as WeightInfo>::if_else());
}

#[test]
fn batches_weigh_more_with_each_call() {
	type Info = ();
	for of_batch in [Info::batch, Info::batch_all, Info::force_batch] {
		assert!(of_batch(0).ref_time() > 0);
		assert!(of_batch(1).ref_time() > of_batch(0).ref_time());
		assert!(of_batch(10_922).ref_time() > of_batch(10_921).ref_time());
	}
}

#[test]
fn mock_passes_the_integrity_test() {
	Pallet::<Test>::integrity_test();
}
