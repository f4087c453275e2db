//! Change of a hyperparameter.

use frame_support::{ensure, storage::StorageMap};
use frame_system::pallet_prelude::OriginFor;
use noesis_types::NetUid;

use super::{AllowedOrigin, Hyperparam, HyperparamError};
use crate::{
	epoch::Schedule,
	limits::{Hyperparameter, RateLimits},
	subnets::{SubnetAuthority, Subnets},
	Config, Pallet,
};

/// Sets the hyperparameter `H` of a subnet.
///
/// Checks, in the order that clients expect: origin, rate limit of the owner, freeze window,
/// existence of the subnet, bounds. Root has no rate limit, but the freeze window binds it.
///
/// # Errors
///
/// The error of the first check that fails; nothing is written then.
pub fn set<T, H>(
	origin: OriginFor<T>,
	netuid: NetUid,
	value: H::Value,
) -> Result<(), HyperparamError>
where
	T: Config,
	H: Hyperparam<Config = T>,
{
	let rules = H::RULES;
	let (setter, limit) = match rules.setter {
		AllowedOrigin::Root => (Subnets::<T>::ensure_root(origin)?, None),
		AllowedOrigin::OwnerOrRoot(limit) => {
			(Subnets::<T>::ensure_owner_or_root(origin, netuid)?, Some(limit))
		}
	};
	ensure_timely::<T>(&setter, netuid, limit, rules.freeze_window)?;
	ensure!(
		!rules.subnet_exists || Subnets::<T>::exists(netuid),
		HyperparamError::SubnetDoesNotExist
	);
	H::ensure_valid(netuid, value)?;
	H::Map::insert(netuid, value);
	if let Some(limit) = limit {
		RateLimits::<T>::record_hyperparam_change(&setter, netuid, limit);
	}
	if let Some(event) = H::event(netuid, value) {
		Pallet::<T>::deposit_event(event);
	}
	Ok(())
}

/// Rejects a change that comes too soon after the last one, or too near to an epoch.
fn ensure_timely<T: Config>(
	setter: &SubnetAuthority<T::AccountId>,
	netuid: NetUid,
	limit: Option<Hyperparameter>,
	freeze_window: bool,
) -> Result<(), HyperparamError> {
	if let Some(limit) = limit {
		RateLimits::<T>::ensure_hyperparam_change(setter, netuid, limit)?;
	}
	if freeze_window {
		Schedule::<T>::ensure_admin_window_open(netuid)?;
	}
	Ok(())
}
