//! Pure accounts: accounts without a key, controlled by their delegates alone.
//!
//! Address: `blake2_256("modlpy/proxy____" ++ spawner ++ height ++ extrinsic index ++ type ++
//! index)` with all parts SCALE-encoded. The extrinsic index is that of the outermost extrinsic in
//! its block.

use codec::{Decode, Encode};
use frame_support::{dispatch::DispatchResult, ensure, traits::ReservableCurrency};
use sp_io::hashing::blake2_256;
use sp_runtime::{
	traits::{BlockNumberProvider, TrailingZeroInput},
	DispatchError,
};

use crate::{
	BlockNumberOf, Config, DepositKind, Error, Event, Pallet, Proxies, ProxyDefinition, ProxyListOf,
};

/// Prefix that separates the addresses of pure accounts from all other derived addresses.
const PURE_ACCOUNT_TAG: &[u8; 16] = b"modlpy/proxy____";

/// Decodes an account id from a hash, padded with zeros if the id is longer.
pub(crate) fn account_from_entropy<AccountId: Decode>(entropy: &[u8; 32]) -> Option<AccountId> {
	AccountId::decode(&mut TrailingZeroInput::new(entropy)).ok()
}

impl<T: Config> Pallet<T> {
	/// The address of a pure account.
	///
	/// `when` is the height of the block and the index of the extrinsic that create it.
	///
	/// # Errors
	///
	/// `InvalidDerivedAccountId` if the hash does not decode to an account id.
	pub fn pure_account(
		spawner: &T::AccountId,
		proxy_type: &T::ProxyType,
		index: u16,
		when: (BlockNumberOf<T>, u32),
	) -> Result<T::AccountId, DispatchError> {
		let (height, extrinsic_index) = when;
		let entropy = (PURE_ACCOUNT_TAG, spawner, height, extrinsic_index, proxy_type, index)
			.using_encoded(blake2_256);
		Ok(account_from_entropy(&entropy).ok_or(Error::<T>::InvalidDerivedAccountId)?)
	}

	/// Creates a pure account with `spawner` as its delegate, and reserves the deposit on it.
	///
	/// Public for other entry points, such as a precompile or a lease.
	///
	/// # Errors
	///
	/// The errors of the call `create_pure`.
	pub fn do_create_pure(
		spawner: T::AccountId,
		proxy_type: T::ProxyType,
		delay: BlockNumberOf<T>,
		index: u16,
	) -> DispatchResult {
		let pure = Self::pure_account(&spawner, &proxy_type, index, Self::creation_point())?;
		ensure!(!Proxies::<T>::contains_key(&pure), Error::<T>::Duplicate);
		let mut proxies = ProxyListOf::<T>::default();
		proxies
			.try_push(ProxyDefinition {
				delegate: spawner.clone(),
				proxy_type: proxy_type.clone(),
				delay,
			})
			.map_err(|_| Error::<T>::TooMany)?;
		let deposit = Self::deposit_for(DepositKind::Proxies, proxies.len())?;
		T::Currency::reserve(&spawner, deposit)?;
		Proxies::<T>::insert(&pure, (proxies, deposit));
		Self::deposit_event(Event::PureCreated {
			pure,
			who: spawner,
			proxy_type,
			disambiguation_index: index,
		});
		Ok(())
	}

	/// Removes the delegates of the pure account `pure` and releases its deposit to the spawner.
	pub(crate) fn do_kill_pure(
		pure: T::AccountId,
		spawner: T::AccountId,
		proxy_type: T::ProxyType,
		index: u16,
		when: (BlockNumberOf<T>, u32),
	) -> DispatchResult {
		let derived = Self::pure_account(&spawner, &proxy_type, index, when)?;
		ensure!(derived == pure, Error::<T>::NoPermission);
		let (proxies, booked) = Proxies::<T>::get(&pure);
		Self::return_pure_deposit(&pure, &spawner, booked)?;
		Proxies::<T>::remove(&pure);
		Self::withdraw_consents(&pure, &proxies);
		Self::deposit_event(Event::PureKilled {
			pure,
			spawner,
			proxy_type,
			disambiguation_index: index,
		});
		Ok(())
	}

	/// The present block height and extrinsic index.
	///
	/// The index is zero outside an extrinsic, as in `on_initialize`.
	fn creation_point() -> (BlockNumberOf<T>, u32) {
		let extrinsic_index = frame_system::Pallet::<T>::extrinsic_index().unwrap_or(0);
		(T::BlockNumberProvider::current_block_number(), extrinsic_index)
	}
}
