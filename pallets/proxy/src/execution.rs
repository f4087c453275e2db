//! Execution: dispatching a call as another account, within the filter of the delegate.

use frame_support::{
	defensive,
	dispatch::DispatchResult,
	ensure,
	traits::{Get, InstanceFilter, IsSubType, OriginTrait},
	weights::Weight,
};
use frame_system::{pallet_prelude::RuntimeCallFor, RawOrigin};
use sp_runtime::traits::{Dispatchable, Hash, Zero};

use crate::{Call, Config, Error, Event, LastCallResult, Pallet, ProxyDefinitionOf};

/// Maximum number of results from earlier blocks that are cleared per block.
///
/// Results of the same block are always cleared: they are not in the database yet, and each proxied
/// call has paid for its own. A result outlives its block only if a migration writes one; the bound
/// keeps the work of such a block within the reserved weight.
pub(crate) const STALE_RESULTS_PER_BLOCK: u32 = 4;

impl<T: Config> Pallet<T> {
	/// Dispatches a call as `real` for its delegate `who`, without an announcement.
	///
	/// Public for other entry points, such as a precompile.
	///
	/// # Errors
	///
	/// `NotProxy` without a matching entry, `Unannounced` if the entry has a delay.
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

	/// Dispatches a call as `real` that its delegate announced at least its delay ago.
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

	/// The weight of a call that dispatches an inner call for a real account.
	///
	/// Adds to both weights the read and write of the real account: the inner call takes that for the
	/// account of the signer, for which the fee pays.
	pub(crate) fn execution_weight(own: Weight, inner: Weight) -> Weight {
		own.saturating_add(T::DbWeight::get().reads_writes(1, 1)).saturating_add(inner)
	}

	/// Removes the results of this block, so that no row outlives its block.
	pub(crate) fn clear_last_results() {
		let outcome = LastCallResult::<T>::clear(STALE_RESULTS_PER_BLOCK, None);
		if outcome.maybe_cursor.is_some() {
			defensive!("results of earlier blocks were left; the next block goes on");
		}
	}

	/// Dispatches the call as signed by `real` under the filter of the entry and emits the result.
	fn execute(entry: ProxyDefinitionOf<T>, real: T::AccountId, call: <T as Config>::RuntimeCall) {
		let held = entry.proxy_type;
		// A fresh origin: filters on the origin of the delegate do not apply to `real`.
		let mut origin: T::RuntimeOrigin = RawOrigin::Signed(real.clone()).into();
		origin.add_filter(move |call: &RuntimeCallFor<T>| Self::is_proxyable(&held, call));
		let result = call.dispatch(origin).map(|_| ()).map_err(|failure| failure.error);
		LastCallResult::<T>::insert(&real, result);
		Self::deposit_event(Event::ProxyExecuted { result });
	}

	/// Whether a delegate of the type `held` may dispatch `call`.
	///
	/// Beyond the filter of the type: a delegate adds and removes only types that its own type
	/// includes, and only the most permissive type removes all delegates or a pure account. The
	/// match has no default, so that a new call of this pallet does not compile before it is
	/// placed.
	fn is_proxyable(held: &T::ProxyType, call: &RuntimeCallFor<T>) -> bool {
		let own_call: Option<&Call<T>> = call.is_sub_type();
		let is_within_rank = match own_call {
			Some(Call::add_proxy { proxy_type, .. } | Call::remove_proxy { proxy_type, .. }) => {
				held.is_superset(proxy_type)
			}
			Some(Call::remove_proxies { .. } | Call::kill_pure { .. }) => {
				*held == T::ProxyType::default()
			}
			Some(
				Call::proxy { .. }
				| Call::create_pure { .. }
				| Call::announce { .. }
				| Call::remove_announcement { .. }
				| Call::reject_announcement { .. }
				| Call::proxy_announced { .. }
				| Call::poke_deposit { .. }
				| Call::set_real_pays_fee { .. }
				| Call::__Ignore(..),
			)
			| None => true,
		};
		is_within_rank && held.filter(call)
	}
}
