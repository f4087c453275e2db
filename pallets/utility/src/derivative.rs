//! Derivative accounts: every account controls 65,536 further accounts.
//!
//! Address: `blake2_256("modlpy/utilisuba" ++ who ++ index)`, the index as two bytes, low byte
//! first. A derivative account has derivative accounts of its own.

use codec::{Decode, Encode};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, GetDispatchInfo},
	traits::{Get, OriginTrait},
	weights::Weight,
};
use frame_system::RawOrigin;
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::TrailingZeroInput, DispatchError};

use crate::{execution::failure_after, Config, Error, Pallet, WeightInfo};

/// Prefix that separates the addresses of derivative accounts from other derived addresses.
const DERIVATIVE_ACCOUNT_TAG: &[u8; 16] = b"modlpy/utilisuba";

/// Derives an account id, or returns `None` if the derived bytes do not decode to one.
///
/// An id longer than the hash ends in zeros; a shorter id is the first bytes of the hash.
pub(crate) fn derive<AccountId: Encode + Decode>(who: &AccountId, index: u16) -> Option<AccountId> {
	let entropy = (DERIVATIVE_ACCOUNT_TAG, who, index).using_encoded(blake2_256);
	AccountId::decode(&mut TrailingZeroInput::new(&entropy)).ok()
}

impl<T: Config> Pallet<T> {
	/// The derivative account of `who` with this index.
	///
	/// # Errors
	///
	/// `InvalidDerivedAccount` if the derived bytes are not an account id of this chain. Where any
	/// 32 bytes are an account id, this never happens.
	pub fn derivative_account_id(
		who: &T::AccountId,
		index: u16,
	) -> Result<T::AccountId, DispatchError> {
		Ok(derive(who, index).ok_or(Error::<T>::InvalidDerivedAccount)?)
	}

	/// Dispatches a call as the derivative account of `who`, within the filters of `origin`.
	///
	/// Returns the weight used, also on failure.
	pub(crate) fn do_as_derivative(
		mut origin: T::RuntimeOrigin,
		who: &T::AccountId,
		index: u16,
		call: <T as Config>::RuntimeCall,
	) -> DispatchResultWithPostInfo {
		let derivative = Self::derivative_account_id(who, index)
			.map_err(|error| failure_after(Self::as_derivative_base(), error))?;
		origin.set_caller_from(RawOrigin::Signed(derivative));
		let (result, weight) = Self::dispatch_inner(origin, call);
		let used = Self::as_derivative_base().saturating_add(weight);
		match result {
			Ok(_) => Ok(Some(used).into()),
			Err(failure) => Err(failure_after(used, failure.error)),
		}
	}

	/// The declared weight of `as_derivative` with its call.
	pub(crate) fn as_derivative_weight(call: &<T as Config>::RuntimeCall) -> Weight {
		Self::as_derivative_base().saturating_add(call.get_dispatch_info().total_weight())
	}

	/// The weight of `as_derivative` without its call, with the derivative account's row.
	fn as_derivative_base() -> Weight {
		T::WeightInfo::as_derivative().saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}
