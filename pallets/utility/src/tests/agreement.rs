//! Agreement: without guards, this pallet behaves as the stock pallet does.

use codec::Encode;
use frame_support::{dispatch::PostDispatchInfo, weights::Weight};
use proptest::prelude::*;
use sp_runtime::{traits::Dispatchable, DispatchErrorWithPostInfo};

use super::{guarded::GuardWeight, mock::*, probe};

/// Call to be built with this pallet or with the stock pallet.
#[derive(Clone, Debug)]
enum Plan {
	/// A call of the runtime.
	Leaf(RuntimeCall),
	/// One of the three batches.
	Batch(u8, Vec<Plan>),
	/// A call as a derivative account.
	Derivative(u16, Box<Plan>),
	/// A call with a fallback.
	IfElse(Box<Plan>, Box<Plan>),
	/// A call that root dispatches as Bob; with `true` its failure is only reported.
	DispatchAsBob(bool, Box<Plan>),
	/// A call that root dispatches at a stated weight.
	WithWeight(Box<Plan>),
}

impl Plan {
	/// The call built with this pallet.
	fn ours(&self) -> RuntimeCall {
		let all = |plans: &[Self]| plans.iter().map(Self::ours).collect();
		match self {
			Self::Leaf(call) => call.clone(),
			Self::Batch(0, plans) => batch(all(plans)),
			Self::Batch(1, plans) => batch_all(all(plans)),
			Self::Batch(_, plans) => force_batch(all(plans)),
			Self::Derivative(index, plan) => as_derivative(*index, plan.ours()),
			Self::IfElse(main, fallback) => if_else(main.ours(), fallback.ours()),
			Self::DispatchAsBob(true, plan) => dispatch_as(signer(BOB), plan.ours()),
			Self::DispatchAsBob(false, plan) => dispatch_as_fallible(signer(BOB), plan.ours()),
			Self::WithWeight(plan) => with_weight(plan.ours(), GUARD),
		}
	}

	/// The call built with the stock pallet.
	fn stock(&self) -> RuntimeCall {
		use pallet_utility::Call as Stock;
		let all = |plans: &[Self]| plans.iter().map(Self::stock).collect();
		let boxed = |plan: &Self| Box::new(plan.stock());
		let as_origin = || Box::new(signer(BOB));
		RuntimeCall::Stock(match self {
			Self::Leaf(call) => return call.clone(),
			Self::Batch(0, plans) => Stock::batch { calls: all(plans) },
			Self::Batch(1, plans) => Stock::batch_all { calls: all(plans) },
			Self::Batch(_, plans) => Stock::force_batch { calls: all(plans) },
			Self::Derivative(index, plan) => {
				Stock::as_derivative { index: *index, call: boxed(plan) }
			}
			Self::IfElse(main, fallback) => {
				Stock::if_else { main: boxed(main), fallback: boxed(fallback) }
			}
			Self::DispatchAsBob(true, plan) => {
				Stock::dispatch_as { as_origin: as_origin(), call: boxed(plan) }
			}
			Self::DispatchAsBob(false, plan) => {
				Stock::dispatch_as_fallible { as_origin: as_origin(), call: boxed(plan) }
			}
			Self::WithWeight(plan) => Stock::with_weight { call: boxed(plan), weight: GUARD },
		})
	}
}

/// Observable outcome of a call.
#[derive(Debug, PartialEq)]
struct Trace {
	declared: Weight,
	result: Result<PostDispatchInfo, DispatchErrorWithPostInfo<PostDispatchInfo>>,
	balances: [u64; 3],
	derivative_balance: u64,
	written: Option<u32>,
	events: Vec<Vec<u8>>,
}

/// Dispatches a call on a fresh chain without guards and returns its outcome.
fn trace(call: RuntimeCall, as_root: bool) -> Trace {
	build_and_execute(|| {
		GuardWeight::set(Weight::zero());
		// One of the two derivative accounts that the plans use has a balance.
		let derivative = Utility::derivative_account_id(&ALICE, 0).expect("is an account");
		run(transfer(derivative.clone(), 3_000)).expect("Alice has more");
		System::reset_events();
		let origin = if as_root { RuntimeOrigin::root() } else { signed(ALICE) };
		let declared = declared(&call);
		let result = call.dispatch(origin);
		Trace {
			declared,
			result,
			balances: balances(),
			derivative_balance: Balances::free_balance(derivative),
			written: written(),
			events: System::events().into_iter().map(|record| encoded(record.event)).collect(),
		}
	})
}

/// Encodes an event without the index of its pallet if it is of one of the two pallets.
fn encoded(event: RuntimeEvent) -> Vec<u8> {
	match event {
		RuntimeEvent::Utility(event) => event.encode(),
		RuntimeEvent::Stock(event) => event.encode(),
		other => other.encode(),
	}
}

/// A strategy of nested calls.
fn any_plan() -> impl Strategy<Value = Plan> {
	let leaf = prop_oneof![
		3 => (0..6_000u64).prop_map(|value| transfer(CHARLIE, value)),
		2 => any::<u32>().prop_map(write),
		2 => (0..=probe::DECLARED).prop_map(refund),
		2 => proptest::option::of(0..=probe::DECLARED).prop_map(fail),
		1 => any::<u32>().prop_map(|value| {
			RuntimeCall::Probe(probe::Call::write_as_root { value })
		}),
		1 => Just(free()),
		1 => Just(forbidden()),
	];
	leaf.prop_map(Plan::Leaf).prop_recursive(4, 24, 4, |inner| {
		let boxed = || inner.clone().prop_map(Box::new);
		prop_oneof![
			5 => (0..3u8, prop::collection::vec(inner.clone(), 0..5))
				.prop_map(|(kind, plans)| Plan::Batch(kind, plans)),
			2 => (0..2u16, boxed()).prop_map(|(index, plan)| Plan::Derivative(index, plan)),
			2 => (boxed(), boxed()).prop_map(|(main, fallback)| Plan::IfElse(main, fallback)),
			1 => (any::<bool>(), boxed())
				.prop_map(|(forgiving, plan)| Plan::DispatchAsBob(forgiving, plan)),
			1 => boxed().prop_map(Plan::WithWeight),
		]
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn outcomes_are_those_of_the_stock_pallet(plan in any_plan(), as_root in any::<bool>()) {
		prop_assert_eq!(trace(plan.ours(), as_root), trace(plan.stock(), as_root));
	}
}

#[test]
fn limit_is_the_limit_of_the_stock_pallet() {
	let limit = |entries: Vec<frame_support::__private::metadata_ir::PalletConstantMetadataIR>| {
		let entry = entries.into_iter().find(|entry| entry.name == "batched_calls_limit");
		entry.expect("both have the constant").value
	};
	assert_eq!(
		limit(crate::Pallet::<Test>::pallet_constants_metadata()),
		limit(pallet_utility::Pallet::<Test>::pallet_constants_metadata())
	);
}
