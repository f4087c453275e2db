//! List of the storage items of the pallet: kinds of their keys, and their handling when a subnet is
//! dissolved or a key is swapped.
//!
//! The calls that dissolve a subnet or swap a key will iterate over this list, so that neither
//! forgets an item; until they exist, only tests do. Tests compare the list with the metadata: each
//! item occurs once, and its scope is that of its key types.

use alloc::{vec, vec::Vec};

use codec::FullCodec;
use frame_support::{storage::StorageMap, traits::PartialStorageInfoTrait};
use noesis_types::NetUid;

use crate::{
	keys::KeySwaps, limits::RateLimits, subnets::Subnets, AdminFreezeWindow, BlockTime,
	ChainProfile, ColdkeySwapAnnouncements, ColdkeySwapDisputes, CommitRevealWeightsEnabled,
	Config, FeelessInBlock, FreeSpaceInBlock, Kappa, LastEpochBlock, LastRateLimitedBlock, MaxBurn,
	MinBurn, NetworksAdded, OwnerHyperparamRateLimit, PendingEpochAt, SubnetOwner, Tempo,
	TokenSymbol, TotalIssuance,
};

/// Scope of a storage item: the kinds of its keys.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope {
	/// No key is a subnet or an account.
	Chain,
	/// Subnets.
	Subnet,
	/// Accounts.
	Account,
	/// Subnets and accounts.
	Both,
}

/// Handling of an item when a subnet is dissolved.
#[derive(Clone, Copy)]
pub enum OnDissolve {
	/// The item has no rows of a subnet.
	Unaffected,
	/// Removes the rows of the subnet. At most [`ROWS_PER_SUBNET`] rows, which one step can remove.
	Remove(fn(NetUid)),
}

/// Handling of an item when a key is swapped for another one.
///
/// The functions take the old key and the new one.
pub enum OnRename<T: Config> {
	/// The item has no accounts.
	Unaffected,
	/// Its rows last no longer than a block.
	EndsWithBlock,
	/// Moves or removes the rows of a coldkey.
	Coldkey(fn(&T::AccountId, &T::AccountId)),
	/// Moves or removes the rows of a coldkey or hotkey.
	EitherKey(fn(&T::AccountId, &T::AccountId)),
}

/// Maximum number of rows that an item with [`OnDissolve::Remove`] has for one subnet.
///
/// [`LastRateLimitedBlock`] has the most: one for each rate-limited hyperparameter.
pub const ROWS_PER_SUBNET: u32 = 64;

/// A storage item.
pub struct Row<T: Config> {
	/// Name in metadata.
	pub name: Vec<u8>,
	/// Kinds of its keys.
	pub scope: Scope,
	/// Handling when a subnet is dissolved.
	pub on_dissolve: OnDissolve,
	/// Handling when a key is swapped.
	pub on_rename: OnRename<T>,
}

impl<T: Config> Row<T> {
	/// The row of the item `S`, which neither a subnet nor a key concerns.
	fn of<S: PartialStorageInfoTrait>(scope: Scope) -> Self {
		let name = S::partial_storage_info().into_iter().map(|info| info.storage_name).next();
		Self {
			name: name.unwrap_or_default(),
			scope,
			on_dissolve: OnDissolve::Unaffected,
			on_rename: OnRename::Unaffected,
		}
	}

	/// The row of a chain-wide item.
	fn chain<S: PartialStorageInfoTrait>() -> Self {
		Self::of::<S>(Scope::Chain)
	}

	/// The row of a map by subnet: its only row of a subnet is removed with the subnet.
	fn subnet<S: PartialStorageInfoTrait + StorageMap<NetUid, V>, V: FullCodec>() -> Self {
		Self { on_dissolve: OnDissolve::Remove(S::remove), ..Self::of::<S>(Scope::Subnet) }
	}

	/// The row of a map by account.
	fn account<S: PartialStorageInfoTrait>(on_rename: OnRename<T>) -> Self {
		Self { on_rename, ..Self::of::<S>(Scope::Account) }
	}

	fn on_rename(self, on_rename: OnRename<T>) -> Self {
		Self { on_rename, ..self }
	}
}

/// Every storage item, headed by room.
pub fn rows<T: Config>() -> Vec<Row<T>> {
	vec![
		// Chain
		Row::chain::<BlockTime<T>>(),
		Row::chain::<ChainProfile<T>>(),
		// Issuance
		Row::chain::<TotalIssuance<T>>(),
		// Subnets
		Row::subnet::<NetworksAdded<T>, _>(),
		Row::subnet::<SubnetOwner<T>, _>().on_rename(OnRename::Coldkey(Subnets::<T>::rename_owner)),
		Row::subnet::<TokenSymbol<T>, _>(),
		// Hyperparameters
		Row::subnet::<Kappa<T>, _>(),
		Row::subnet::<CommitRevealWeightsEnabled<T>, _>(),
		Row::subnet::<MinBurn<T>, _>(),
		Row::subnet::<MaxBurn<T>, _>(),
		// Epoch
		Row::subnet::<Tempo<T>, _>(),
		Row::subnet::<LastEpochBlock<T>, _>(),
		Row::subnet::<PendingEpochAt<T>, _>(),
		Row::chain::<AdminFreezeWindow<T>>(),
		// Keys
		Row::account::<ColdkeySwapAnnouncements<T>>(OnRename::Coldkey(end_swap::<T>)),
		Row::account::<ColdkeySwapDisputes<T>>(OnRename::Coldkey(end_swap::<T>)),
		// Limits
		Row::account::<FeelessInBlock<T>>(OnRename::EndsWithBlock),
		Row::chain::<FreeSpaceInBlock<T>>(),
		Row {
			on_dissolve: OnDissolve::Remove(RateLimits::<T>::remove_subnet),
			on_rename: OnRename::EitherKey(RateLimits::<T>::rename_key),
			..Row::of::<LastRateLimitedBlock<T>>(Scope::Both)
		},
		Row::chain::<OwnerHyperparamRateLimit<T>>(),
	]
}

/// Ends the pending swap of the old coldkey: it has been executed.
fn end_swap<T: Config>(old: &T::AccountId, _new: &T::AccountId) {
	KeySwaps::<T>::remove(old);
}
