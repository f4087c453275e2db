//! Subnets: existence, owner, token symbol.

mod checks;
pub mod storage;

use core::marker::PhantomData;

use frame_system::{ensure_root, ensure_signed, pallet_prelude::OriginFor};
use noesis_types::NetUid;
use sp_runtime::{traits::BadOrigin, DispatchError};

use crate::{Config, NetworksAdded, SubnetOwner};

/// Origin of a change to a subnet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SubnetAuthority<AccountId> {
	/// Root of the chain.
	Root,
	/// The coldkey that owns the subnet.
	Owner(AccountId),
}

/// Subnets and their owners.
pub struct Subnets<T>(PhantomData<T>);

impl<T: Config> Subnets<T> {
	/// Whether the subnet exists.
	pub fn exists(netuid: NetUid) -> bool {
		NetworksAdded::<T>::get(netuid)
	}

	/// Admits root only.
	///
	/// # Errors
	///
	/// `BadOrigin` for any other origin.
	pub(crate) fn ensure_root(
		origin: OriginFor<T>,
	) -> Result<SubnetAuthority<T::AccountId>, DispatchError> {
		ensure_root(origin)?;
		Ok(SubnetAuthority::Root)
	}

	/// Admits root and the owner of the subnet.
	///
	/// The owner of a subnet that does not exist reads as the zero account, which signs nothing.
	///
	/// # Errors
	///
	/// `BadOrigin` for any other origin.
	pub(crate) fn ensure_owner_or_root(
		origin: OriginFor<T>,
		netuid: NetUid,
	) -> Result<SubnetAuthority<T::AccountId>, DispatchError> {
		if ensure_root(origin.clone()).is_ok() {
			return Ok(SubnetAuthority::Root);
		}
		let who = ensure_signed(origin)?;
		if SubnetOwner::<T>::get(netuid) == who {
			Ok(SubnetAuthority::Owner(who))
		} else {
			Err(BadOrigin.into())
		}
	}

	/// Replaces the owner `old` of its subnets by `new`: the coldkey was swapped.
	pub(crate) fn rename_owner(old: &T::AccountId, new: &T::AccountId) {
		let owned = SubnetOwner::<T>::iter().filter(|(_, owner)| owner == old);
		let netuids: alloc::vec::Vec<_> = owned.map(|(netuid, _)| netuid).collect();
		for netuid in netuids {
			SubnetOwner::<T>::insert(netuid, new);
		}
	}
}
