//! Call type with guards, like the type with which the runtime configures the pallet.

use core::cell::RefCell;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::{
		extract_actual_weight, DispatchErrorWithPostInfo, DispatchInfo, DispatchResultWithPostInfo,
		GetDispatchInfo, PostDispatchInfo,
	},
	parameter_types,
	traits::{CallerTrait, OriginTrait, UnfilteredDispatchable},
	weights::Weight,
};
use scale_info::TypeInfo;
use sp_runtime::traits::Dispatchable;

use super::mock::{denied_by_guard, guarded_off, OriginCaller, RuntimeCall, RuntimeOrigin};

parameter_types! {
	/// Weight of the guards.
	pub static GuardWeight: Weight = Weight::zero();
	/// Number of calls that were dispatched past the filters.
	pub static Unfiltered: u32 = 0;
}

thread_local! {
	static LOG: RefCell<Vec<(OriginCaller, RuntimeCall)>> = const { RefCell::new(Vec::new()) };
}

/// Callers and calls for which the guards ran. Not in storage, so not rolled back on failure.
pub struct GuardLog;

impl GuardLog {
	/// Copies the log.
	pub fn get() -> Vec<(OriginCaller, RuntimeCall)> {
		LOG.with_borrow(Clone::clone)
	}

	/// Empties the log and returns it.
	pub fn take() -> Vec<(OriginCaller, RuntimeCall)> {
		LOG.take()
	}
}

/// Call whose dispatch runs the guards first.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking)]
pub struct GuardedCall(pub RuntimeCall);

#[cfg(feature = "runtime-benchmarks")]
impl From<frame_system::Call<super::mock::Test>> for GuardedCall {
	fn from(call: frame_system::Call<super::mock::Test>) -> Self {
		Self(call.into())
	}
}

impl TypeInfo for GuardedCall {
	type Identity = <RuntimeCall as TypeInfo>::Identity;

	fn type_info() -> scale_info::Type {
		RuntimeCall::type_info()
	}
}

impl GetDispatchInfo for GuardedCall {
	fn get_dispatch_info(&self) -> DispatchInfo {
		let mut info = self.0.get_dispatch_info();
		info.call_weight = info.call_weight.saturating_add(GuardWeight::get());
		info
	}
}

impl Dispatchable for GuardedCall {
	type Config = RuntimeCall;
	type Info = DispatchInfo;
	type PostInfo = PostDispatchInfo;
	type RuntimeOrigin = RuntimeOrigin;

	fn dispatch(self, origin: RuntimeOrigin) -> DispatchResultWithPostInfo {
		self.guarded(origin, RuntimeCall::dispatch)
	}
}

impl UnfilteredDispatchable for GuardedCall {
	type RuntimeOrigin = RuntimeOrigin;

	fn dispatch_bypass_filter(self, origin: RuntimeOrigin) -> DispatchResultWithPostInfo {
		Unfiltered::mutate(|count| *count += 1);
		self.guarded(origin, RuntimeCall::dispatch_bypass_filter)
	}
}

impl GuardedCall {
	/// Runs the guards, which deny one call to every signer, and then the call.
	fn guarded(
		self,
		origin: RuntimeOrigin,
		run: fn(RuntimeCall, RuntimeOrigin) -> DispatchResultWithPostInfo,
	) -> DispatchResultWithPostInfo {
		let guards = GuardWeight::get();
		LOG.with_borrow_mut(|log| log.push((origin.caller().clone(), self.0.clone())));
		if origin.caller().as_signed().is_some() && self.0 == guarded_off() {
			return Err(DispatchErrorWithPostInfo {
				post_info: Some(guards).into(),
				error: denied_by_guard(),
			});
		}
		let info = self.0.get_dispatch_info();
		let mut result = run(self.0, origin);
		let used = extract_actual_weight(&result, &info).saturating_add(guards);
		match &mut result {
			Ok(post_info) => post_info.actual_weight = Some(used),
			Err(failure) => failure.post_info.actual_weight = Some(used),
		}
		result
	}
}
