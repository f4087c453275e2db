//! Nested calls, on which the guards run before they are dispatched.

use core::ops::Deref;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::{
		DispatchErrorWithPostInfo, DispatchInfo, DispatchResultWithPostInfo, GetDispatchInfo,
		PostDispatchInfo,
	},
	traits::{Contains, Get, OriginTrait, UnfilteredDispatchable},
	weights::Weight,
};
use pallet_subtensor::GuardWeight;
use scale_info::{Type, TypeInfo};
use sp_runtime::{traits::Dispatchable, DispatchError};

use crate::{Runtime, RuntimeCall, RuntimeOrigin, SubtensorModule};

/// Call that another call dispatches, such as a call in a batch, in a proxy or in a multisig.
///
/// It is encoded and listed in metadata as a [`RuntimeCall`]. Before it is dispatched, the
/// [guards](pallet_subtensor::access) of the runtime run, and their weight is added to the weight
/// of the call. A call that a guard or the filter of its origin refuses uses the weight of the
/// guards only. Every pallet that dispatches calls takes this type for them. The guards of the
/// outer call of a transaction run when the transaction is validated.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq)]
pub struct GuardedCall(RuntimeCall);

impl GuardedCall {
	/// Runs the guards, and dispatches the call by `dispatch` if no guard rejects it.
	fn guarded(
		self,
		origin: RuntimeOrigin,
		dispatch: impl FnOnce(RuntimeCall, RuntimeOrigin) -> DispatchResultWithPostInfo,
	) -> DispatchResultWithPostInfo {
		let guards = GuardWeight::<Runtime>::get();
		let with_guards = |info: PostDispatchInfo| PostDispatchInfo {
			actual_weight: info.actual_weight.map(|weight| weight.saturating_add(guards)),
			..info
		};
		if let Err(error) = SubtensorModule::guard(&origin, &self.0) {
			return Err(refused(guards, error));
		}
		match dispatch(self.0, origin) {
			Ok(info) => Ok(with_guards(info)),
			Err(DispatchErrorWithPostInfo { post_info, error }) => {
				Err(DispatchErrorWithPostInfo { post_info: with_guards(post_info), error })
			}
		}
	}
}

/// The failure of a call that was refused after work of this weight.
fn refused(used: Weight, error: impl Into<DispatchError>) -> DispatchErrorWithPostInfo {
	DispatchErrorWithPostInfo { post_info: Some(used).into(), error: error.into() }
}

/// Dispatches a call within the filter of its origin, as [`RuntimeCall::dispatch`] does, which
/// charges a refused call in full.
fn dispatch_filtered(call: RuntimeCall, origin: RuntimeOrigin) -> DispatchResultWithPostInfo {
	if !origin.filter_call(&call) {
		return Err(refused(Weight::zero(), frame_system::Error::<Runtime>::CallFiltered));
	}
	call.dispatch_bypass_filter(origin)
}

impl Dispatchable for GuardedCall {
	type RuntimeOrigin = RuntimeOrigin;
	type Config = <RuntimeCall as Dispatchable>::Config;
	type Info = DispatchInfo;
	type PostInfo = PostDispatchInfo;

	fn dispatch(self, origin: RuntimeOrigin) -> DispatchResultWithPostInfo {
		self.guarded(origin, dispatch_filtered)
	}
}

impl UnfilteredDispatchable for GuardedCall {
	type RuntimeOrigin = RuntimeOrigin;

	/// Bypasses filters, but not guards. Guards do not bind root.
	fn dispatch_bypass_filter(self, origin: RuntimeOrigin) -> DispatchResultWithPostInfo {
		self.guarded(origin, RuntimeCall::dispatch_bypass_filter)
	}
}

impl GetDispatchInfo for GuardedCall {
	fn get_dispatch_info(&self) -> DispatchInfo {
		let info = self.0.get_dispatch_info();
		let call_weight = info.call_weight.saturating_add(GuardWeight::<Runtime>::get());
		DispatchInfo { call_weight, ..info }
	}
}

impl TypeInfo for GuardedCall {
	type Identity = <RuntimeCall as TypeInfo>::Identity;

	fn type_info() -> Type {
		RuntimeCall::type_info()
	}
}

impl Deref for GuardedCall {
	type Target = RuntimeCall;

	fn deref(&self) -> &RuntimeCall {
		&self.0
	}
}

impl AsRef<RuntimeCall> for GuardedCall {
	fn as_ref(&self) -> &RuntimeCall {
		&self.0
	}
}

impl<C: Into<RuntimeCall>> From<C> for GuardedCall {
	fn from(call: C) -> Self {
		Self(call.into())
	}
}

/// Carriers of shielded transactions: a coldkey may send them while its swap is announced, since the
/// guards see the call inside when it is dispatched.
pub struct ShieldedCarriers;

impl Contains<RuntimeCall> for ShieldedCarriers {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::MevShield(pallet_shield::Call::submit_encrypted { .. }))
	}
}
