//! Base filter: calls that no signed origin may dispatch. Root bypasses it.

use frame_support::traits::Contains;
use pallet_noesis_utility::Call as UtilityCall;

use super::guards::GuardedCall;
use crate::{Runtime, RuntimeCall};

/// Calls of a batch. `None` for any other call of Utility.
pub fn batched(call: &UtilityCall<Runtime>) -> Option<&[GuardedCall]> {
	match call {
		UtilityCall::batch { calls }
		| UtilityCall::batch_all { calls }
		| UtilityCall::force_batch { calls } => Some(calls),
		UtilityCall::as_derivative { .. }
		| UtilityCall::dispatch_as { .. }
		| UtilityCall::with_weight { .. }
		| UtilityCall::if_else { .. }
		| UtilityCall::dispatch_as_fallible { .. } => None,
		UtilityCall::__Ignore(_, never) => match *never {},
	}
}

/// Rejects a batch that directly contains a batch.
pub struct NoNesting;

impl NoNesting {
	/// Calls of a batch. `None` for any other call.
	fn batched(call: &RuntimeCall) -> Option<&[GuardedCall]> {
		match call {
			RuntimeCall::Utility(call) => batched(call),
			_ => None,
		}
	}
}

impl Contains<RuntimeCall> for NoNesting {
	fn contains(call: &RuntimeCall) -> bool {
		let batched = Self::batched(call).unwrap_or_default();
		!batched.iter().any(|call| Self::batched(call).is_some())
	}
}

/// Allows, while safe mode is entered, the calls that keep the chain running and end safe mode.
///
/// The interface adds `SubtensorModule.set_weights` and `serve_axon`, and
/// `Commitments.set_commitment`, which this runtime does not have yet.
pub struct SafeModeWhitelist;

impl Contains<RuntimeCall> for SafeModeWhitelist {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Sudo(_)
			| RuntimeCall::Multisig(_)
			| RuntimeCall::System(_)
			| RuntimeCall::SafeMode(_)
			| RuntimeCall::Timestamp(_)
			// Nodes replace their key pairs with each block, so the keys on the chain must move too.
			| RuntimeCall::MevShield(pallet_shield::Call::announce_next_key { .. }) => true,
			// Each pallet is listed, so that a new one does not compile until it is placed.
			RuntimeCall::Grandpa(_)
			| RuntimeCall::Balances(_)
			| RuntimeCall::SubtensorModule(_)
			| RuntimeCall::Utility(_)
			| RuntimeCall::Preimage(_)
			| RuntimeCall::Scheduler(_)
			| RuntimeCall::Proxy(_)
			| RuntimeCall::MevShield(_) => false,
		}
	}
}
