//! Calls inside the calls of other pallets, which a proxy type binds as well.

use alloc::vec;

use pallet_multisig::Call as Multisig;
use pallet_noesis_proxy::{Nested, NestedCalls};
use pallet_noesis_utility::Call as Utility;
use pallet_scheduler::Call as Scheduler;
use pallet_shield::Call as Shield;
use pallet_sudo::Call as Sudo;

use crate::{policy::guards::GuardedCall, Runtime, RuntimeCall};

/// The calls of this runtime that contain calls.
///
/// Each call of the pallets that dispatch calls is listed, so that a new one does not compile until
/// it is placed. A test requires that no other pallet has a call with a call inside. `Proxy` knows
/// its own calls.
pub struct CallsInside;

impl NestedCalls<RuntimeCall> for CallsInside {
	fn nested_calls(call: &RuntimeCall) -> Nested<'_, RuntimeCall> {
		match call {
			RuntimeCall::Utility(call) => in_utility(call),
			RuntimeCall::Sudo(call) => in_sudo(call),
			RuntimeCall::Multisig(call) => in_multisig(call),
			RuntimeCall::Scheduler(call) => in_scheduler(call),
			RuntimeCall::MevShield(call) => in_shield(call),
			RuntimeCall::System(_)
			| RuntimeCall::Timestamp(_)
			| RuntimeCall::Grandpa(_)
			| RuntimeCall::Balances(_)
			| RuntimeCall::SubtensorModule(_)
			| RuntimeCall::Preimage(_)
			| RuntimeCall::Proxy(_)
			| RuntimeCall::SafeMode(_) => Nested::NONE,
		}
	}
}

/// One call with an origin of its own.
fn fresh(call: &GuardedCall) -> Nested<'_, RuntimeCall> {
	Nested::Fresh(vec![call.as_ref()])
}

/// Calls with the origin of the call around them.
fn inheriting<'a>(calls: impl IntoIterator<Item = &'a GuardedCall>) -> Nested<'a, RuntimeCall> {
	Nested::Inheriting(calls.into_iter().map(AsRef::as_ref).collect())
}

/// Calls in a call of Utility. Calls for root alone have the origin that root chooses.
fn in_utility(call: &Utility<Runtime>) -> Nested<'_, RuntimeCall> {
	match call {
		Utility::batch { calls }
		| Utility::batch_all { calls }
		| Utility::force_batch { calls } => inheriting(calls),
		Utility::as_derivative { call, .. } => inheriting([&**call]),
		Utility::if_else { main, fallback } => inheriting([&**main, &**fallback]),
		Utility::dispatch_as { call, .. }
		| Utility::dispatch_as_fallible { call, .. }
		| Utility::with_weight { call, .. } => fresh(call),
		Utility::__Ignore(_, never) => match *never {},
	}
}

/// Calls in a call of Sudo.
///
/// A call as root is the matter of the type that allows the call around it, such as
/// `SudoUncheckedSetCode`, which allows no call inside but one.
fn in_sudo(call: &Sudo<Runtime>) -> Nested<'_, RuntimeCall> {
	match call {
		Sudo::sudo_as { call, .. } => fresh(call),
		Sudo::sudo { .. }
		| Sudo::sudo_unchecked_weight { .. }
		| Sudo::set_key { .. }
		| Sudo::remove_key { .. } => Nested::NONE,
		Sudo::__Ignore(_, never) => match *never {},
	}
}

/// Calls in a call of Multisig. Members may approve the hash of a call that another member reveals.
fn in_multisig(call: &Multisig<Runtime>) -> Nested<'_, RuntimeCall> {
	match call {
		Multisig::as_multi_threshold_1 { call, .. } | Multisig::as_multi { call, .. } => {
			fresh(call)
		}
		Multisig::approve_as_multi { .. } => Nested::Hidden,
		Multisig::cancel_as_multi { .. } | Multisig::poke_deposit { .. } => Nested::NONE,
		Multisig::__Ignore(_, never) => match *never {},
	}
}

/// Calls in a call of Scheduler, which are dispatched later.
fn in_scheduler(call: &Scheduler<Runtime>) -> Nested<'_, RuntimeCall> {
	match call {
		Scheduler::schedule { call, .. }
		| Scheduler::schedule_named { call, .. }
		| Scheduler::schedule_after { call, .. }
		| Scheduler::schedule_named_after { call, .. } => fresh(call),
		Scheduler::cancel { .. }
		| Scheduler::cancel_named { .. }
		| Scheduler::set_retry { .. }
		| Scheduler::set_retry_named { .. }
		| Scheduler::cancel_retry { .. }
		| Scheduler::cancel_retry_named { .. } => Nested::NONE,
		Scheduler::__Ignore(_, never) => match *never {},
	}
}

/// Calls in a call of MevShield.
///
/// A carrier dispatches no call: the transaction in it has a signature of its own.
fn in_shield(call: &Shield<Runtime>) -> Nested<'_, RuntimeCall> {
	match call {
		Shield::store_encrypted { .. } => Nested::Hidden,
		Shield::announce_next_key { .. }
		| Shield::submit_encrypted { .. }
		| Shield::set_max_pending_extrinsics_number { .. }
		| Shield::set_on_initialize_weight { .. }
		| Shield::set_stored_extrinsic_lifetime { .. }
		| Shield::set_max_extrinsic_weight { .. } => Nested::NONE,
		Shield::__Ignore(_, never) => match *never {},
	}
}
