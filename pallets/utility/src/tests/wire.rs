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
fn weights_are_those_measured_for_the_stock_calls() {
	use pallet_utility::{weights::SubstrateWeight as StockWeight, WeightInfo as Stock};
	type Ours = SubstrateWeight<Test>;
	type Theirs = StockWeight<Test>;
	for c in [0, 1, 2, 100, 10_922, u32::MAX] {
		assert_eq!(Ours::batch(c), <Theirs as Stock>::batch(c));
		assert_eq!(Ours::batch_all(c), <Theirs as Stock>::batch_all(c));
		assert_eq!(Ours::force_batch(c), <Theirs as Stock>::force_batch(c));
		assert_eq!(<() as WeightInfo>::batch(c), <() as Stock>::batch(c));
		assert_eq!(<() as WeightInfo>::batch_all(c), <() as Stock>::batch_all(c));
		assert_eq!(<() as WeightInfo>::force_batch(c), <() as Stock>::force_batch(c));
	}
	assert_eq!(Ours::as_derivative(), <Theirs as Stock>::as_derivative());
	assert_eq!(Ours::dispatch_as(), <Theirs as Stock>::dispatch_as());
	assert_eq!(Ours::dispatch_as_fallible(), <Theirs as Stock>::dispatch_as_fallible());
	assert_eq!(Ours::if_else(), <Theirs as Stock>::if_else());
	// 4_034_000 + 2 * 4_914_560 picoseconds and two reads of 25_000_000.
	assert_eq!(Ours::batch(2), Weight::from_parts(63_863_120, 3997));
}

#[test]
fn mock_passes_the_integrity_test() {
	Pallet::<Test>::integrity_test();
}
