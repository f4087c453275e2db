//! Properties: random batches agree with a small model in balances, events, weight and fee.

use frame_support::{
	dispatch::{extract_actual_pays_fee, GetDispatchInfo, Pays},
	weights::Weight,
};
use proptest::prelude::*;
use sp_runtime::{ArithmeticError, DispatchError, TokenError};

use super::{mock::*, probe};
use crate::{Event, WeightInfo};

/// One call of a batch.
#[derive(Clone, Copy, Debug)]
enum Item {
	/// Alice transfers `value` to Bob, or else to Charlie.
	Transfer { to_bob: bool, value: u64 },
	/// Succeeds, with this many picoseconds used.
	Refund(u64),
	/// Fails, with this many picoseconds used, or its whole weight.
	Fail(Option<u64>),
	/// Pays no fee.
	Free,
	/// Is denied by the filter of the chain.
	Forbidden,
	/// Is denied by the guards.
	GuardedOff,
}

impl Item {
	/// The call of the runtime.
	fn call(self) -> RuntimeCall {
		match self {
			Self::Transfer { to_bob, value } => transfer(if to_bob { BOB } else { CHARLIE }, value),
			Self::Refund(used) => refund(used),
			Self::Fail(used) => fail(used),
			Self::Free => free(),
			Self::Forbidden => forbidden(),
			Self::GuardedOff => guarded_off(),
		}
	}

	/// The declared and the used weight without guards.
	fn weights(self) -> (Weight, Weight) {
		let picoseconds = |ref_time| Weight::from_parts(ref_time, 0);
		let of_transfer = <() as pallet_balances::WeightInfo>::transfer_keep_alive();
		let declared = picoseconds(probe::DECLARED);
		match self {
			Self::Transfer { .. } => (of_transfer, of_transfer),
			Self::Refund(used) | Self::Fail(Some(used)) => (declared, picoseconds(used)),
			Self::Fail(None) => (declared, declared),
			Self::Free => (picoseconds(10), picoseconds(10)),
			Self::Forbidden => (picoseconds(60), picoseconds(60)),
			Self::GuardedOff => (picoseconds(40), Weight::zero()),
		}
	}

	/// Runs the call in the model, on the balances of Alice, Bob and Charlie.
	fn run(self, balances: &mut [u64; 3]) -> Result<(), DispatchError> {
		match self {
			Self::Transfer { value, .. } if value > balances.iter().sum() => {
				Err(ArithmeticError::Underflow.into())
			}
			Self::Transfer { value, .. } if value > balances[0] => {
				Err(TokenError::FundsUnavailable.into())
			}
			Self::Transfer { value, .. }
				if value > 0 && balances[0] - value < ExistentialDeposit::get() =>
			{
				Err(TokenError::NotExpendable.into())
			}
			Self::Transfer { to_bob, value } => {
				balances[0] -= value;
				balances[if to_bob { 1 } else { 2 }] += value;
				Ok(())
			}
			Self::Refund(_) | Self::Free => Ok(()),
			Self::Fail(_) => Err(asked_to_fail()),
			Self::Forbidden => Err(filtered()),
			Self::GuardedOff => Err(denied_by_guard()),
		}
	}
}

/// Kind of a batch; its discriminant is the index in [`BATCHES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
	Interrupted,
	Atomic,
	Forced,
}

impl Kind {
	/// A batch of this kind.
	fn of(self, calls: Vec<RuntimeCall>) -> RuntimeCall {
		BATCHES[self as usize](calls)
	}

	/// The weight of the batch without its calls.
	fn own_weight(self, count: u32) -> Weight {
		type Weights = <Test as crate::Config>::WeightInfo;
		match self {
			Self::Interrupted => Weights::batch(count),
			Self::Atomic => Weights::batch_all(count),
			Self::Forced => Weights::force_batch(count),
		}
	}
}

/// Observable outcome of a batch.
#[derive(Debug, PartialEq)]
struct Outcome {
	result: Result<(), DispatchError>,
	balances: [u64; 3],
	events: Vec<Event>,
	declared: Weight,
	used: Weight,
	pays: Pays,
}

/// The outcome of a batch of Alice in the model, given the balances before.
fn expected(kind: Kind, items: &[Item], before: [u64; 3]) -> Outcome {
	let mut balances = before;
	let (mut events, mut result) = (Vec::new(), Ok(()));
	let (mut ran, mut inner) = (0u32, Weight::zero());
	for item in items {
		ran += 1;
		inner += item.weights().1 + GUARD;
		match (item.run(&mut balances), kind) {
			(Ok(()), _) => events.push(Event::ItemCompleted),
			(Err(error), Kind::Forced) => events.push(Event::ItemFailed { error }),
			(Err(error), Kind::Interrupted) => {
				events.push(Event::BatchInterrupted { index: ran - 1, error });
				break;
			}
			(Err(error), Kind::Atomic) => {
				result = Err(error);
				break;
			}
		}
	}
	let has_failed = |event: &Event| matches!(event, Event::ItemFailed { .. });
	if result.is_err() {
		(balances, events) = (before, Vec::new());
	} else if events.iter().any(has_failed) {
		events.push(Event::BatchCompletedWithErrors);
	} else if !matches!(events.last(), Some(Event::BatchInterrupted { .. })) {
		events.push(Event::BatchCompleted);
	}
	let all_declared =
		items.iter().fold(Weight::zero(), |sum, item| sum + item.weights().0 + GUARD);
	let all_free = !items.is_empty() && items.iter().all(|item| matches!(item, Item::Free));
	Outcome {
		result,
		balances,
		events,
		declared: kind.own_weight(items.len() as u32) + all_declared,
		used: kind.own_weight(ran) + inner,
		pays: if all_free { Pays::No } else { Pays::Yes },
	}
}

/// Dispatches a batch as Alice and returns its outcome.
fn actual(call: RuntimeCall) -> Outcome {
	System::reset_events();
	let info = call.get_dispatch_info();
	let result = run(call);
	Outcome {
		balances: balances(),
		events: own_events(),
		declared: info.total_weight(),
		used: used(&result),
		pays: extract_actual_pays_fee(&result, &info),
		result: result.map(|_| ()).map_err(|failure| failure.error),
	}
}

fn any_item() -> impl Strategy<Value = Item> {
	let value = prop_oneof![0..3_000u64, 0..2 * ENDOWMENT, Just(u64::MAX)];
	let used = 0..=probe::DECLARED;
	prop_oneof![
		6 => (any::<bool>(), value).prop_map(|(to_bob, value)| Item::Transfer { to_bob, value }),
		2 => used.clone().prop_map(Item::Refund),
		1 => proptest::option::of(used).prop_map(Item::Fail),
		3 => Just(Item::Free),
		1 => Just(Item::Forbidden),
		1 => Just(Item::GuardedOff),
	]
}

fn any_kind() -> impl Strategy<Value = Kind> {
	prop_oneof![Just(Kind::Interrupted), Just(Kind::Atomic), Just(Kind::Forced)]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn batches_agree_with_the_model(
		batches in prop::collection::vec(
			(any_kind(), prop::collection::vec(any_item(), 0..8)),
			1..4,
		),
	) {
		build_and_execute(|| {
			let mut before = [ENDOWMENT; 3];
			for (kind, items) in batches {
				let call = kind.of(items.iter().map(|item| item.call()).collect());
				let outcome = actual(call);
				prop_assert_eq!(&outcome, &expected(kind, &items, before));
				prop_assert!(outcome.used.all_lte(outcome.declared));
				before = outcome.balances;
			}
			Ok(())
		})?;
	}

	#[test]
	fn failed_atomic_batch_changes_no_storage(items in prop::collection::vec(any_item(), 0..8)) {
		build_and_execute(|| {
			// The last call makes the batch fail.
			let last = Item::Fail(None);
			let calls: Vec<_> = items.into_iter().chain([last]).map(Item::call).collect();
			let before = state_root();
			prop_assert!(run(batch_all(calls)).is_err());
			prop_assert_eq!(state_root(), before);
			Ok(())
		})?;
	}
}
