//! Execution: dispatching one call for the caller, with a fallback, or under another origin.

use frame_support::{
	dispatch::{
		extract_actual_weight, DispatchClass, DispatchErrorWithPostInfo, DispatchResult,
		DispatchResultWithPostInfo, GetDispatchInfo,
	},
	ensure,
	traits::{CallerTrait, OriginTrait, UnfilteredDispatchable},
	weights::Weight,
};
use sp_runtime::{
	traits::{BadOrigin, Dispatchable},
	DispatchError,
};

use crate::{Config, Event, Pallet, WeightInfo};

/// The failure of a call that had used `weight` when it ended with `error`.
pub(crate) fn failure_after(weight: Weight, error: DispatchError) -> DispatchErrorWithPostInfo {
	DispatchErrorWithPostInfo { post_info: Some(weight).into(), error }
}

impl<T: Config> Pallet<T> {
	/// Checks that the origin is not the origin of unsigned transactions.
	pub(crate) fn ensure_caller(origin: &T::RuntimeOrigin) -> Result<(), BadOrigin> {
		ensure!(!origin.caller().is_none(), BadOrigin);
		Ok(())
	}

	/// Dispatches a call with the caller's own origin and returns its result and the weight used.
	///
	/// Root passes all filters; any other caller meets the filters of the chain and of the origin.
	pub(crate) fn dispatch_inner(
		origin: T::RuntimeOrigin,
		call: <T as Config>::RuntimeCall,
	) -> (DispatchResultWithPostInfo, Weight) {
		let info = call.get_dispatch_info();
		let result = if origin.caller().is_root() {
			call.dispatch_bypass_filter(origin)
		} else {
			call.dispatch(origin)
		};
		let weight = extract_actual_weight(&result, &info);
		(result, weight)
	}

	/// Dispatches a call past all filters, with an origin that root has chosen.
	pub(crate) fn dispatch_unfiltered(
		origin: T::RuntimeOrigin,
		call: <T as Config>::RuntimeCall,
	) -> DispatchResult {
		call.dispatch_bypass_filter(origin).map(|_| ()).map_err(|failure| failure.error)
	}

	/// Dispatches `main` and, if it fails, `fallback`.
	///
	/// Returns the weight used by the calls that ran, also on failure.
	pub(crate) fn do_if_else(
		origin: T::RuntimeOrigin,
		main: <T as Config>::RuntimeCall,
		fallback: <T as Config>::RuntimeCall,
	) -> DispatchResultWithPostInfo {
		Self::ensure_caller(&origin)
			.map_err(|error| failure_after(T::WeightInfo::if_else(), error.into()))?;
		let (main_result, main_weight) = Self::dispatch_inner(origin.clone(), main);
		let used = T::WeightInfo::if_else().saturating_add(main_weight);
		let Err(main_failure) = main_result else {
			Self::deposit_event(Event::IfElseMainSuccess);
			return Ok(Some(used).into());
		};
		let (fallback_result, fallback_weight) = Self::dispatch_inner(origin, fallback);
		let used = used.saturating_add(fallback_weight);
		fallback_result.map_err(|failure| failure_after(used, failure.error))?;
		Self::deposit_event(Event::IfElseFallbackCalled { main_error: main_failure.error });
		Ok(Some(used).into())
	}

	/// The declared weight and class of `if_else`: both calls may run.
	///
	/// The class is operational only if both calls are operational.
	pub(crate) fn if_else_info(
		main: &<T as Config>::RuntimeCall,
		fallback: &<T as Config>::RuntimeCall,
	) -> (Weight, DispatchClass) {
		let (main, fallback) = (main.get_dispatch_info(), fallback.get_dispatch_info());
		let weight = T::WeightInfo::if_else()
			.saturating_add(main.total_weight())
			.saturating_add(fallback.total_weight());
		let operational = DispatchClass::Operational;
		let is_operational = main.class == operational && fallback.class == operational;
		(weight, if is_operational { operational } else { DispatchClass::Normal })
	}
}
