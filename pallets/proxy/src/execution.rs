//! Execution: running a call as another account, within the filter of the delegate.

use frame_support::{
	defensive,
	dispatch::DispatchResult,
	ensure,
	traits::{Get, InstanceFilter, IsSubType, OriginTrait},
	weights::Weight,
};
use frame_system::{pallet_prelude::RuntimeCallFor, RawOrigin};
use sp_runtime::traits::{Dispatchable, Hash, Zero};

use crate::{Call, Config, Error, Event, LastCallResult, Pallet, ProxyDefinitionOf, WeightInfo};

/// How many results that outlived their block are cleared per block.
///
/// Results written in the same block are cleared in any case, since they are not in the database
/// yet, and each proxied call has paid for its own. No result outlives its block unless a migration
/// puts one there; the bound keeps the work of such a block within what was reserved.
pub(crate) const STALE_RESULTS_PER_BLOCK: u32 = 4;

impl<T: Config> Pallet<T> {
	/// Makes a call for `real` at once, as its delegate `who`.
	///
	/// Public for other ways in, such as a precompile.
	pub fn do_proxy(
		who: &T::AccountId,
		real: T::AccountId,
		force_proxy_type: Option<T::ProxyType>,
		call: <T as Config>::RuntimeCall,
	) -> DispatchResult {
		let entry = Self::find_proxy(&real, who, force_proxy_type.as_ref())?;
		ensure!(entry.delay.is_zero(), Error::<T>::Unannounced);
		Self::execute(entry, real, call);
		Ok(())
	}

	/// Makes a call for `real` that its delegate has announced long enough ago.
	pub(crate) fn do_proxy_announced(
		delegate: &T::AccountId,
		real: T::AccountId,
		force_proxy_type: Option<T::ProxyType>,
		call: <T as Config>::RuntimeCall,
	) -> DispatchResult {
		let entry = Self::find_proxy(&real, delegate, force_proxy_type.as_ref())?;
		let call_hash = T::CallHasher::hash_of(&call);
		Self::try_use_announcement(delegate, &real, call_hash, entry.delay)?;
		Self::execute(entry, real, call);
		Ok(())
	}

	/// Returns the weight of a call that dispatches another one for a real account.
	///
	/// Added to its own weight and that of the inner call: the account of the real one, and the row
	/// of the result.
	pub(crate) fn execution_weight(own: Weight, inner: Weight) -> Weight {
		own.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(T::WeightInfo::record_result())
			.saturating_add(inner)
	}

	/// Removes the results of this block; no row outlives the block in which it was written.
	pub(crate) fn clear_last_results() {
		let outcome = LastCallResult::<T>::clear(STALE_RESULTS_PER_BLOCK, None);
		if outcome.maybe_cursor.is_some() {
			defensive!("results of earlier blocks were left; the next block goes on");
		}
	}

	/// Runs the call as signed by `real` under the filter of the entry and reports the result.
	fn execute(entry: ProxyDefinitionOf<T>, real: T::AccountId, call: <T as Config>::RuntimeCall) {
		let held = entry.proxy_type;
		// A fresh origin: restrictions on the origin of the delegate are not those of `real`.
		let mut origin: T::RuntimeOrigin = RawOrigin::Signed(real.clone()).into();
		origin.add_filter(move |call: &RuntimeCallFor<T>| Self::is_proxyable(&held, call));
		let result = call.dispatch(origin).map(|_| ()).map_err(|failure| failure.error);
		LastCallResult::<T>::insert(&real, result);
		Self::deposit_event(Event::ProxyExecuted { result });
	}

	/// Tells whether a delegate that holds `held` may make `call`.
	///
	/// Beyond the filter of the type: nobody grants or revokes a type that is not within its own,
	/// and only the most permissive type removes all delegates or a pure account.
	fn is_proxyable(held: &T::ProxyType, call: &RuntimeCallFor<T>) -> bool {
		let own_call: Option<&Call<T>> = call.is_sub_type();
		let is_within_rank = match own_call {
			Some(Call::add_proxy { proxy_type, .. } | Call::remove_proxy { proxy_type, .. }) => {
				held.is_superset(proxy_type)
			}
			Some(Call::remove_proxies { .. } | Call::kill_pure { .. }) => {
				*held == T::ProxyType::default()
			}
			_ => true,
		};
		is_within_rank && held.filter(call)
	}
}
