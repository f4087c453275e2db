//! Calls that a proxy type allows for some arguments only.

use crate::RuntimeCall;

/// Exclusive upper bound of a small transfer, in rao of TAO or of alpha.
pub const SMALL_TRANSFER_LIMIT: u64 = 500_000_000;

/// Condition on the arguments of a call, as clients read it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Constraint {
	/// The amount in `param` is below `limit`.
	ParamLessThan {
		/// Name of the parameter that holds the amount.
		param: &'static str,
		/// Exclusive upper bound of the amount, in rao.
		limit: u64,
	},
	/// The call in `param` is the named one.
	NestedCallMustBe {
		/// Name of the parameter that holds the nested call.
		param: &'static str,
		/// Pallet of the nested call.
		pallet: &'static str,
		/// Name of the nested call.
		call: &'static str,
	},
}

/// Call that is allowed if its arguments fulfil a constraint.
#[derive(Clone, Copy, Debug)]
pub struct ConstrainedCall {
	/// Name of the pallet.
	pub pallet: &'static str,
	/// Name of the call.
	pub call: &'static str,
	/// Constraint on its arguments, as clients read it.
	pub constraint: Constraint,
	/// Predicate of [`Self::admits`].
	test: fn(&RuntimeCall) -> bool,
}

impl ConstrainedCall {
	/// Whether `call` is the call described here and its arguments fulfil the constraint.
	pub fn admits(&self, call: &RuntimeCall) -> bool {
		(self.test)(call)
	}
}

/// Constrains a call to amounts below [`SMALL_TRANSFER_LIMIT`] in the parameter named in braces.
macro_rules! small_transfer {
	($pallet:ident($krate:ident)::$call:ident { $param:ident }) => {
		ConstrainedCall {
			pallet: stringify!($pallet),
			call: stringify!($call),
			constraint: Constraint::ParamLessThan {
				param: stringify!($param),
				limit: SMALL_TRANSFER_LIMIT,
			},
			test: |call| match call {
				RuntimeCall::$pallet($krate::Call::$call { $param, .. }) => {
					$param.to_u64() < SMALL_TRANSFER_LIMIT
				}
				_ => false,
			},
		}
	};
}

/// Transfers of less than [`SMALL_TRANSFER_LIMIT`].
///
/// A test requires every small transfer of the interface whose call the runtime has.
pub const SMALL_TRANSFERS: &[ConstrainedCall] = &[
	small_transfer!(Balances(pallet_balances)::transfer_keep_alive { value }),
	small_transfer!(Balances(pallet_balances)::transfer_allow_death { value }),
];

/// Replacement of the runtime through Sudo, in the one call whose weight lets a whole runtime fit
/// into a block.
pub const UNCHECKED_SET_CODE: &[ConstrainedCall] = &[ConstrainedCall {
	pallet: "Sudo",
	call: "sudo_unchecked_weight",
	constraint: Constraint::NestedCallMustBe { param: "call", pallet: "System", call: "set_code" },
	test: |call| match call {
		RuntimeCall::Sudo(pallet_sudo::Call::sudo_unchecked_weight { call, .. }) => {
			matches!(***call, RuntimeCall::System(frame_system::Call::set_code { .. }))
		}
		_ => false,
	},
}];
