//! Calls that a proxy type allows for some arguments only.

use super::groups::SUBTENSOR;
use crate::RuntimeCall;
use frame_support::traits::{CallMetadata, GetCallMetadata};

/// Below this amount, in rao of TAO or of alpha, a transfer is small.
pub const SMALL_TRANSFER_LIMIT: u64 = 500_000_000;

/// What the arguments of a call must fulfil.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Constraint {
	/// The amount in `param` is below `limit`.
	ParamLessThan {
		/// The parameter that holds the amount.
		param: &'static str,
		/// The smallest amount that is refused, in rao.
		limit: u64,
	},
	/// The call in `param` is the one named here.
	NestedCallMustBe {
		/// The parameter that holds the call.
		param: &'static str,
		/// The pallet of the nested call.
		pallet: &'static str,
		/// The name of the nested call.
		call: &'static str,
	},
}

/// A call with what its arguments must fulfil.
#[derive(Clone, Copy, Debug)]
pub struct ConstrainedCall {
	/// The pallet of the call.
	pub pallet: &'static str,
	/// The name of the call.
	pub call: &'static str,
	/// What its arguments must fulfil.
	pub constraint: Constraint,
}

impl ConstrainedCall {
	const fn small(pallet: &'static str, call: &'static str, param: &'static str) -> Self {
		let constraint = Constraint::ParamLessThan { param, limit: SMALL_TRANSFER_LIMIT };
		Self { pallet, call, constraint }
	}
}

/// Transfers of less than [`SMALL_TRANSFER_LIMIT`].
pub const SMALL_TRANSFERS: &[ConstrainedCall] = &[
	ConstrainedCall::small("Balances", "transfer_keep_alive", "value"),
	ConstrainedCall::small("Balances", "transfer_allow_death", "value"),
	ConstrainedCall::small(SUBTENSOR, "transfer_stake", "alpha_amount"),
	ConstrainedCall::small(SUBTENSOR, "transfer_stake_and_hotkey", "alpha_amount"),
];

/// Replacing the runtime, by the one way that fits a whole runtime into a block.
pub const UNCHECKED_SET_CODE: &[ConstrainedCall] = &[ConstrainedCall {
	pallet: "Sudo",
	call: "sudo_unchecked_weight",
	constraint: Constraint::NestedCallMustBe { param: "call", pallet: "System", call: "set_code" },
}];

impl Constraint {
	/// Whether `call`, which the constraint belongs to, fulfils it. A call that has no such
	/// argument does not.
	pub fn admits(self, call: &RuntimeCall) -> bool {
		match self {
			Self::ParamLessThan { limit, .. } => {
				transferred_amount(call).is_some_and(|amount| amount < limit)
			}
			Self::NestedCallMustBe { pallet, call: name, .. } => {
				nested_call(call).is_some_and(|nested| {
					let CallMetadata { pallet_name, function_name } = nested.get_call_metadata();
					(pallet_name, function_name) == (pallet, name)
				})
			}
		}
	}
}

/// The amount that a call of [`SMALL_TRANSFERS`] moves, in rao; none for any other call.
fn transferred_amount(call: &RuntimeCall) -> Option<u64> {
	use pallet_balances::Call::{transfer_allow_death, transfer_keep_alive};
	match call {
		RuntimeCall::Balances(
			transfer_keep_alive { value, .. } | transfer_allow_death { value, .. },
		) => Some(value.to_u64()),
		_ => None,
	}
}

/// The call that a call of [`UNCHECKED_SET_CODE`] holds; none for any other call.
fn nested_call(call: &RuntimeCall) -> Option<&RuntimeCall> {
	match call {
		RuntimeCall::Sudo(pallet_sudo::Call::sudo_unchecked_weight { call, .. }) => Some(call),
		_ => None,
	}
}
