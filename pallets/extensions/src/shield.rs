//! Rejects carriers without an envelope, and carriers for unknown keys.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	traits::IsSubType, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
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

/// Rejects signed carriers whose bytes are no envelope with `Custom(23)`, and those for a key that is
/// not among the keys announced last with `Custom(24)`.
///
/// Whether the named author can decrypt the envelope is known when that author builds a block.
/// The check has no weight of its own: the announcement of the block has read the list already.
#[derive(
	CloneNoBound,
	DebugNoBound,
	Decode,
	DecodeWithMemTracking,
	DefaultNoBound,
	Encode,
	EqNoBound,
	PartialEqNoBound,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct CheckShieldedTxValidity<T>(PhantomData<T>);

impl<T> CheckShieldedTxValidity<T> {
	/// The extension, which carries no data.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

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
