//! Execution: dispatching a call as another account, within the filter of the delegate.

use frame_support::{
	defensive,
	dispatch::{
		extract_actual_weight, DispatchClass, DispatchErrorWithPostInfo,
		DispatchResultWithPostInfo, GetDispatchInfo,
	},
	ensure,
	traits::{Get, OriginTrait},
	weights::Weight,
};
use frame_system::{ensure_signed, pallet_prelude::RuntimeCallFor, RawOrigin};
use sp_runtime::{
	traits::{Dispatchable, Hash, Zero},
	DispatchError,
};

use crate::{Config, Error, Event, LastCallResult, Pallet, WeightInfo};

/// Maximum number of results from earlier blocks that are cleared per block.
///
/// Results of the same block are always cleared: they are not in the database yet, and each proxied
/// call has paid for its own. A result outlives its block only if a migration writes one; the bound
/// keeps the work of such a block within the reserved weight.
pub(crate) const STALE_RESULTS_PER_BLOCK: u32 = 4;

impl<T: Config> Pallet<T> {
	/// Dispatches a call as `real` for its delegate, the signer of `origin`, without an announcement.
	///
	/// The filters of `origin` apply to the call. Public for other entry points, such as a precompile.
	/// Returns the weight that the call used if it failed, and `None` if it succeeded.
	///
	/// # Errors
	///
	/// `BadOrigin` without a signer, `NotProxy` without a matching entry, `Unannounced` if the entry
	/// has a delay.
	pub fn do_proxy(
		origin: T::RuntimeOrigin,
		real: T::AccountId,
		force_proxy_type: Option<T::ProxyType>,
		call: <T as Config>::RuntimeCall,
	) -> Result<Option<Weight>, DispatchError> {
		let who = ensure_signed(origin.clone())?;
		let entry = Self::find_proxy(&real, &who, force_proxy_type.as_ref())?;
		ensure!(entry.delay.is_zero(), Error::<T>::Unannounced);
		Ok(Self::execute(origin, entry.proxy_type, real, call))
	}

	/// Dispatches a call as `real` that its delegate announced at least its delay ago.
	///
	/// The announcement is the permission: filters of the sender do not apply to the call, so that no
	/// sender can let the announced call of another account fail. Returns as [`Self::do_proxy`].
	pub(crate) fn do_proxy_announced(
		delegate: &T::AccountId,
		real: T::AccountId,
		force_proxy_type: Option<T::ProxyType>,
		call: <T as Config>::RuntimeCall,
	) -> Result<Option<Weight>, DispatchError> {
		let entry = Self::find_proxy(&real, delegate, force_proxy_type.as_ref())?;
		let call_hash = T::CallHasher::hash_of(&call);
		Self::try_use_announcement(delegate, &real, call_hash, entry.delay)?;
		let origin = RawOrigin::Signed(real.clone()).into();
		Ok(Self::execute(origin, entry.proxy_type, real, call))
	}

	/// The weight of `proxy` without its inner call.
	pub(crate) fn proxy_weight() -> Weight {
		Self::with_account(T::WeightInfo::proxy(T::MaxProxies::get()))
	}

	/// The weight of `proxy_announced` without its inner call.
	pub(crate) fn proxy_announced_weight() -> Weight {
		let own = T::WeightInfo::proxy_announced(T::MaxPending::get(), T::MaxProxies::get());
		Self::with_account(own)
	}

	/// Adds the read and write of the real account: the inner call takes that for the account of the
	/// signer, for which the fee pays.
	fn with_account(own: Weight) -> Weight {
		own.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}

	/// The class of a call for an inner call of the class `inner`: mandatory calls are inherents, and
	/// a transaction with such a call inside is normal.
	pub(crate) fn announced_class(inner: DispatchClass) -> DispatchClass {
		match inner {
			DispatchClass::Operational => DispatchClass::Operational,
			DispatchClass::Normal | DispatchClass::Mandatory => DispatchClass::Normal,
		}
	}

	/// Removes the results of this block, so that no row outlives its block.
	pub(crate) fn clear_last_results() {
		let outcome = LastCallResult::<T>::clear(STALE_RESULTS_PER_BLOCK, None);
		if outcome.maybe_cursor.is_some() {
			defensive!("results of earlier blocks were left; the next block goes on");
		}
	}

	/// The result of a call that dispatches an inner call, `own` being its weight without that call.
	///
	/// Gives back the weight that a failed inner call did not use, or the whole weight of an inner
	/// call that was not dispatched. A successful inner call keeps its declared weight, from which
	/// the fees of the interface follow.
	pub(crate) fn with_refund(
		own: Weight,
		executed: Result<Option<Weight>, DispatchError>,
	) -> DispatchResultWithPostInfo {
		match executed {
			Ok(used) => Ok(used.map(|inner| own.saturating_add(inner)).into()),
			Err(error) => Err(DispatchErrorWithPostInfo { post_info: Some(own).into(), error }),
		}
	}

	/// Dispatches the call as signed by `real`, within the filters of `origin` and of the type `held`.
	///
	/// Emits the result. Returns the weight that the call used if it failed.
	fn execute(
		mut origin: T::RuntimeOrigin,
		held: T::ProxyType,
		real: T::AccountId,
		call: <T as Config>::RuntimeCall,
	) -> Option<Weight> {
		origin.set_caller_from(RawOrigin::Signed(real.clone()));
		origin.add_filter(move |call: &RuntimeCallFor<T>| Self::is_proxyable(&held, call));
		let info = call.get_dispatch_info();
		let outcome = if origin.filter_call(call.as_ref()) {
			call.dispatch(origin)
		} else {
			// The dispatch would fail with the same error, but the call types of most runtimes would
			// not give back the weight.
			let error = frame_system::Error::<T>::CallFiltered.into();
			Err(DispatchErrorWithPostInfo { post_info: Some(Weight::zero()).into(), error })
		};
		let used = extract_actual_weight(&outcome, &info);
		let result = outcome.map(|_| ()).map_err(|failure| failure.error);
		LastCallResult::<T>::insert(&real, result);
		Self::deposit_event(Event::ProxyExecuted { result });
		result.is_err().then_some(used)
	}
}
