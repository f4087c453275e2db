//! Shielded transactions that nobody could open.

use codec::{Decode, DecodeWithMemTracking, Encode};
use core::marker::PhantomData;
use frame_support::traits::IsSubType;
use frame_system::pallet_prelude::{OriginFor, RuntimeCallFor};
use pallet_shield::{Call, Config, Pallet};
use scale_info::TypeInfo;
use sp_runtime::{
	impl_tx_ext_default,
	traits::{
		AsSystemOriginSigner, DispatchInfoOf, Dispatchable, Implication, TransactionExtension,
		ValidateResult,
	},
	transaction_validity::TransactionSource,
};

/// Keeps carriers out of the pool whose content is no ciphertext by its form: `Custom(23)`.
///
/// Whether anybody can open it is not known before a block is built, and not asked here.
#[derive(Clone, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckShieldedTxValidity<T>(PhantomData<T>);

crate::without_data!(CheckShieldedTxValidity);

impl<T> TransactionExtension<RuntimeCallFor<T>> for CheckShieldedTxValidity<T>
where
	T: Config + Send + Sync,
	RuntimeCallFor<T>: Dispatchable + IsSubType<Call<T>>,
	OriginFor<T>: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "CheckShieldedTxValidity";
	type Implicit = ();
	type Val = ();
	type Pre = ();

	fn validate(
		&self,
		origin: OriginFor<T>,
		call: &RuntimeCallFor<T>,
		_info: &DispatchInfoOf<RuntimeCallFor<T>>,
		_len: usize,
		_implicit: (),
		_implication: &impl Implication,
		_source: TransactionSource,
	) -> ValidateResult<(), RuntimeCallFor<T>> {
		if origin.as_system_origin_signer().is_some() {
			Pallet::<T>::check_ciphertext(call)?;
		}
		Ok((Default::default(), (), origin))
	}

	impl_tx_ext_default!(RuntimeCallFor<T>; weight prepare);
}
