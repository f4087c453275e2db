//! Proxy types bind all the way in: however calls are nested, a call inside is dispatched if every
//! type on its way allows it and every call around it, and is not dispatched otherwise.

use std::{cell::Cell, collections::BTreeSet};

use frame_support::{
	storage::{with_transaction_unchecked, TransactionOutcome},
	traits::InstanceFilter,
};
use noesis_runtime::{
	policy::proxies::nested::CallsInside, AccountId, Balances, Multisig, Proxy, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeOrigin, System, TaoBalance, Utility,
};
use pallet_noesis_proxy::{Call as ProxyCall, Nested, NestedCalls, Proxies, RealPaysFeeConsentV1};
use proptest::{prelude::*, test_runner::TestRunner};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Ferdie};
use sp_runtime::traits::{BlakeTwo256, Hash};

use super::{
	samples::Shapes,
	ProxyType::{self, *},
	ALL,
};
use crate::{
	block::{free, in_a_block, remarked, send},
	calls::{
		as_derivative, as_one_of, batch, batch_all, boxed, force_batch, if_else, proxied, remark,
		sudo, sudo_as,
	},
};

const TAO: u64 = noesis_types::RAO_PER_TAO;

/// Call that dispatches another call, for the same account or for another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Wrap {
	Batch,
	BatchAll,
	ForceBatch,
	IfElse,
	Fallback,
	Derivative,
	/// For an account of which the caller is a delegate of this type.
	Proxy(ProxyType),
	/// The same, for a call that the caller announced.
	Announced(ProxyType),
	Multisig,
	SudoAs,
}

impl Wrap {
	fn is_batch(self) -> bool {
		matches!(self, Self::Batch | Self::BatchAll | Self::ForceBatch)
	}
}

/// Call whose effect shows.
#[derive(Clone, Copy, Debug)]
enum Leaf {
	/// A transfer of this amount to Charlie, in rao.
	Transfer(u64),
	Burn,
	Remark,
	/// Adds Charlie as a delegate of this type.
	AddProxy(ProxyType),
	/// Consents to pay the fees of Charlie.
	Consent,
}

impl Leaf {
	fn call(self) -> RuntimeCall {
		let charlie = || Charlie.to_account_id().into();
		match self {
			Self::Transfer(rao) => {
				pallet_balances::Call::transfer_keep_alive { dest: charlie(), value: rao.into() }
					.into()
			}
			Self::Burn => {
				pallet_balances::Call::burn { value: TAO.into(), keep_alive: true }.into()
			}
			Self::Remark => remark(),
			Self::AddProxy(proxy_type) => {
				ProxyCall::add_proxy { delegate: charlie(), proxy_type, delay: 3 }.into()
			}
			Self::Consent => {
				ProxyCall::set_real_pays_fee { delegate: charlie(), pays_fee: true }.into()
			}
		}
	}

	/// Whether the call was dispatched as `who` since the trial began.
	fn is_dispatched(self, who: &AccountId) -> bool {
		match self {
			Self::Transfer(rao) => free(&Charlie.to_account_id()) == 1_000_000 * TAO + rao,
			Self::Burn => System::events().into_iter().any(|record| {
				matches!(
					record.event,
					RuntimeEvent::Balances(pallet_balances::Event::Burned { who: burnt, amount })
					if burnt == *who && amount == TaoBalance::new(TAO)
				)
			}),
			Self::Remark => remarked().contains(who),
			Self::AddProxy(proxy_type) => Proxies::<Runtime>::get(who).0.iter().any(|entry| {
				(entry.delegate == Charlie.to_account_id())
					&& (entry.proxy_type, entry.delay) == (proxy_type, 3)
			}),
			Self::Consent => {
				RealPaysFeeConsentV1::<Runtime>::contains_key(who, Charlie.to_account_id())
			}
		}
	}
}

/// Call on the way to a leaf, and the type of the delegate that dispatches the calls inside it.
struct Step {
	call: RuntimeCall,
	held: Option<ProxyType>,
}

/// Builder of nested calls, with the accounts, delegates and announcements that they need.
struct Builder {
	/// Steps so far, from the leaf outwards.
	steps: Vec<Step>,
	leaf: Leaf,
	/// Account that dispatches the leaf.
	last: AccountId,
}

fn fund(who: &AccountId) {
	let new_free = TaoBalance::new(1_000_000 * TAO);
	Balances::force_set_balance(RuntimeOrigin::root(), who.clone().into(), new_free).unwrap();
}

fn add_proxy(real: &AccountId, delegate: &AccountId, proxy_type: ProxyType, delay: u32) {
	let origin = RuntimeOrigin::signed(real.clone());
	Proxy::add_proxy(origin, delegate.clone().into(), proxy_type, delay).unwrap();
}

impl Builder {
	/// The leaf within `wraps`, the first outermost, for a caller `at`.
	fn build(&mut self, at: &AccountId, wraps: &[Wrap]) -> RuntimeCall {
		let Some((wrap, rest)) = wraps.split_first() else { return self.end(at) };
		let call = match wrap {
			Wrap::Batch => batch([self.build(at, rest)]),
			Wrap::BatchAll => batch_all([self.build(at, rest)]),
			Wrap::ForceBatch => force_batch([self.build(at, rest)]),
			Wrap::IfElse => if_else(self.build(at, rest), fails()),
			Wrap::Fallback => if_else(fails(), self.build(at, rest)),
			Wrap::Derivative => {
				let inner = Utility::derivative_account_id(at, 0).unwrap();
				as_derivative(0, self.build_for(&inner, rest))
			}
			Wrap::Proxy(proxy_type) => {
				let real = self.real(at, rest, *proxy_type);
				proxied(&real, self.build(&real, rest))
			}
			Wrap::Announced(proxy_type) => {
				let real = self.real(at, rest, *proxy_type);
				let call = self.build(&real, rest);
				announce(at, &real, call)
			}
			Wrap::Multisig => {
				let mut members = [at.clone(), Ferdie.to_account_id()];
				members.sort();
				let inner = Multisig::multi_account_id(&members, 1);
				as_one_of(vec![Ferdie.to_account_id()], self.build_for(&inner, rest))
			}
			Wrap::SudoAs => {
				pallet_sudo::Key::<Runtime>::put(at);
				let who = AccountId::from([100; 32]);
				sudo_as(&who, self.build_for(&who, rest))
			}
		};
		let held = match wrap {
			Wrap::Proxy(proxy_type) | Wrap::Announced(proxy_type) => Some(*proxy_type),
			_ => None,
		};
		self.steps.push(Step { call: call.clone(), held });
		call
	}

	fn build_for(&mut self, who: &AccountId, rest: &[Wrap]) -> RuntimeCall {
		fund(who);
		self.build(who, rest)
	}

	fn end(&mut self, at: &AccountId) -> RuntimeCall {
		self.last = at.clone();
		add_proxy(at, &Charlie.to_account_id(), Any, 7);
		let call = self.leaf.call();
		self.steps.push(Step { call: call.clone(), held: None });
		call
	}

	/// New account with `delegate` as its delegate.
	fn real(&mut self, delegate: &AccountId, rest: &[Wrap], proxy_type: ProxyType) -> AccountId {
		let real = AccountId::from([101 + rest.len() as u8; 32]);
		fund(&real);
		add_proxy(&real, delegate, proxy_type, 0);
		real
	}
}

/// Announces `call` as that of `delegate` for `real`, and returns the call that dispatches it.
fn announce(delegate: &AccountId, real: &AccountId, call: RuntimeCall) -> RuntimeCall {
	let (delegate, real) = (delegate.clone(), real.clone());
	let origin = RuntimeOrigin::signed(delegate.clone());
	Proxy::announce(origin, real.clone().into(), BlakeTwo256::hash_of(&call)).unwrap();
	ProxyCall::proxy_announced {
		delegate: delegate.into(),
		real: real.into(),
		force_proxy_type: None,
		call: boxed(call),
	}
	.into()
}

/// Call that types with services of general use allow, and that fails for every signer.
fn fails() -> RuntimeCall {
	frame_system::Call::set_heap_pages { pages: 1 }.into()
}

/// Whether a delegate of the type `held` may dispatch `call`, apart from the calls inside it.
fn allows(held: ProxyType, call: &RuntimeCall) -> bool {
	let is_within_rank = match call {
		RuntimeCall::Proxy(ProxyCall::add_proxy { proxy_type, .. }) => held.is_superset(proxy_type),
		RuntimeCall::Proxy(ProxyCall::set_real_pays_fee { .. }) => held == Any,
		_ => true,
	};
	is_within_rank && held.filter(call)
}

/// Whether the types on the way allow the leaf and all calls around it, which the filters of the
/// chain and of batches allow.
fn is_allowed(outer: ProxyType, steps: &[Step]) -> bool {
	let mut held = vec![outer];
	steps.iter().rev().all(|step| {
		let is_allowed = held.iter().all(|held| allows(*held, &step.call));
		held.extend(step.held);
		is_allowed
	})
}

/// Leaves out wraps that the chain denies for every type: a batch directly in a batch, a second
/// `batch_all`, and a second call of the sudo key.
fn possible(wraps: &[Wrap]) -> Vec<Wrap> {
	let mut possible: Vec<Wrap> = Vec::new();
	for wrap in wraps {
		let is_in_batch = possible.last().is_some_and(|outer| outer.is_batch());
		let is_single = matches!(wrap, Wrap::BatchAll | Wrap::SudoAs);
		if !(is_in_batch && wrap.is_batch() || is_single && possible.contains(wrap)) {
			possible.push(*wrap);
		}
	}
	possible
}

/// Sends the leaf within `wraps` from Bob, Alice's delegate of the type `outer`, then undoes it.
///
/// Whether the leaf was to be dispatched, and whether it was.
fn trial(outer: ProxyType, wraps: &[Wrap], leaf: Leaf) -> (bool, bool) {
	with_transaction_unchecked(|| {
		let alice = Alice.to_account_id();
		add_proxy(&alice, &Bob.to_account_id(), outer, 0);
		fund(&Charlie.to_account_id());
		let mut builder = Builder { steps: Vec::new(), leaf, last: alice.clone() };
		let call = builder.build(&alice, &possible(wraps));
		System::reset_events();
		send(Bob, proxied(&alice, call)).unwrap().unwrap();
		let expected = is_allowed(outer, &builder.steps);
		TransactionOutcome::Rollback((expected, leaf.is_dispatched(&builder.last)))
	})
}

const LEAVES: [Leaf; 9] = [
	Leaf::Transfer(TAO),
	Leaf::Transfer(600),
	Leaf::Burn,
	Leaf::Remark,
	Leaf::AddProxy(Any),
	Leaf::AddProxy(NonFungible),
	Leaf::AddProxy(Transfer),
	Leaf::AddProxy(Staking),
	Leaf::Consent,
];

fn any_type() -> impl Strategy<Value = ProxyType> {
	let wide = prop::sample::select(vec![NonCritical, NonTransfer, NonFungible]);
	prop_oneof![2 => Just(Any), 2 => wide, 1 => prop::sample::select(ALL.to_vec())]
}

fn any_wrap() -> impl Strategy<Value = Wrap> {
	prop_oneof![
		Just(Wrap::Batch),
		Just(Wrap::BatchAll),
		Just(Wrap::ForceBatch),
		Just(Wrap::IfElse),
		Just(Wrap::Fallback),
		Just(Wrap::Derivative),
		any_type().prop_map(Wrap::Proxy),
		any_type().prop_map(Wrap::Proxy),
		any_type().prop_map(Wrap::Announced),
		Just(Wrap::Multisig),
		Just(Wrap::SudoAs),
	]
}

#[test]
fn a_type_binds_the_call_in_every_single_wrap() {
	let wraps = [
		Wrap::Batch,
		Wrap::BatchAll,
		Wrap::ForceBatch,
		Wrap::IfElse,
		Wrap::Fallback,
		Wrap::Derivative,
		Wrap::Proxy(Any),
		Wrap::Announced(Any),
		Wrap::Multisig,
		Wrap::SudoAs,
	];
	in_a_block(|| {
		let mut dispatched = BTreeSet::new();
		for outer in ALL {
			for wrap in wraps {
				for leaf in LEAVES {
					let (expected, was) = trial(outer, &[wrap], leaf);
					assert_eq!(was, expected, "{outer:?} {wrap:?} {leaf:?}");
					if was {
						dispatched.insert(outer);
					}
				}
			}
		}
		assert_eq!(dispatched, BTreeSet::from([Any, NonCritical, NonTransfer, NonFungible]));
	});
}

#[test]
fn a_type_binds_the_call_in_every_nesting() {
	let nesting = (
		any_type(),
		prop::collection::vec(any_wrap(), 0..6),
		prop::sample::select(LEAVES.to_vec()),
	);
	let dispatched = Cell::new(0);
	in_a_block(|| {
		let mut runner = TestRunner::new(ProptestConfig::with_cases(2_000));
		let result = runner.run(&nesting, |(outer, wraps, leaf)| {
			let (expected, was) = trial(outer, &wraps, leaf);
			prop_assert_eq!(was, expected);
			dispatched.set(dispatched.get() + u32::from(was));
			Ok(())
		});
		result.unwrap();
	});
	let dispatched = dispatched.into_inner();
	println!("{dispatched} leaves were dispatched");
	assert!((100..1_900).contains(&dispatched));
}

/// Calls of other pallets would be missed by the match over calls that contain calls.
#[test]
fn only_the_matched_pallets_have_calls_with_calls_inside() {
	let carriers = Shapes::new().carriers();
	let pallets: BTreeSet<_> = carriers.into_iter().map(|(pallet, _)| pallet).collect();
	let matched = ["Multisig", "Proxy", "Scheduler", "Sudo", "Utility"].map(String::from);
	assert_eq!(pallets, BTreeSet::from(matched));
}

/// No type but `Any` allows these calls at present. The rule holds for a type that will.
#[test]
fn calls_with_an_origin_or_a_content_of_their_own_are_told_apart() {
	let member = || vec![Ferdie.to_account_id()];
	let is_fresh = |call: RuntimeCall| match CallsInside::nested_calls(&call) {
		Nested::Fresh(calls) => calls == [&remark()],
		Nested::Inheriting(_) | Nested::Hidden => false,
	};
	let as_multi = pallet_multisig::Call::as_multi {
		threshold: 2,
		other_signatories: member(),
		maybe_timepoint: None,
		call: boxed(remark()),
		max_weight: Default::default(),
	};
	let schedule = pallet_scheduler::Call::schedule {
		when: 9,
		maybe_periodic: None,
		priority: 0,
		call: boxed(remark()),
	};
	assert!(is_fresh(as_one_of(member(), remark())));
	assert!(is_fresh(as_multi.into()));
	assert!(is_fresh(sudo_as(&Bob.to_account_id(), remark())));
	assert!(is_fresh(schedule.into()));
	let is_hidden = |call: RuntimeCall| matches!(CallsInside::nested_calls(&call), Nested::Hidden);
	let approve = pallet_multisig::Call::approve_as_multi {
		threshold: 2,
		other_signatories: member(),
		maybe_timepoint: None,
		call_hash: [0; 32],
		max_weight: Default::default(),
	};
	assert!(is_hidden(approve.into()));
	let encrypted_call = Default::default();
	assert!(is_hidden(pallet_shield::Call::store_encrypted { encrypted_call }.into()));
	let is_inherited = |call: RuntimeCall, count: usize| match CallsInside::nested_calls(&call) {
		Nested::Inheriting(calls) => calls == vec![&remark(); count],
		Nested::Fresh(_) | Nested::Hidden => false,
	};
	let two = || [remark(), remark()];
	for batch in [batch(two()), batch_all(two()), force_batch(two())] {
		assert!(is_inherited(batch, 2));
	}
	assert!(is_inherited(if_else(remark(), remark()), 2));
	assert!(is_inherited(as_derivative(0, remark()), 1));
	assert!(is_inherited(sudo(remark()), 0));
}
