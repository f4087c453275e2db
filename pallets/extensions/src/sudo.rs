//! Sudo calls that the sudo key did not sign.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	traits::IsSubType, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use pallet_sudo::{Call, Config, Key};
use scale_info::TypeInfo;
use sp_runtime::{
	impl_tx_ext_default,
	traits::{
		AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, Implication,
		TransactionExtension, ValidateResult,
	},
	transaction_validity::{InvalidTransaction, TransactionSource},
};

/// Rejects Sudo calls of other accounts than the sudo key with `BadSigner`.
///
/// Such a call pays no fee and can only fail. Rejected in validation, it takes no room in a block.
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
pub struct SudoTransactionExtension<T>(PhantomData<T>);

impl<T> SudoTransactionExtension<T> {
	/// The extension, which carries no data.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

impl<T> TransactionExtension<<T as frame_system::Config>::RuntimeCall>
	for SudoTransactionExtension<T>
where
	T: Config + Send + Sync,
	<T as frame_system::Config>::RuntimeCall: Dispatchable + IsSubType<Call<T>>,
	DispatchOriginOf<<T as frame_system::Config>::RuntimeCall>: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "SudoTransactionExtension";
	type Implicit = ();
	type Val = ();
	type Pre = ();

	fn validate(
		&self,
		origin: DispatchOriginOf<<T as frame_system::Config>::RuntimeCall>,
		call: &<T as frame_system::Config>::RuntimeCall,
		_info: &DispatchInfoOf<<T as frame_system::Config>::RuntimeCall>,
		_len: usize,
		_implicit: (),
		_implication: &impl Implication,
		_source: TransactionSource,
	) -> ValidateResult<(), <T as frame_system::Config>::RuntimeCall> {
		if let (Some(who), Some(_)) = (origin.as_system_origin_signer(), call.is_sub_type()) {
			if Key::<T>::get().as_ref() != Some(who) {
				return Err(InvalidTransaction::BadSigner.into());
			}
		}
		Ok((Default::default(), (), origin))
	}

	impl_tx_ext_default!(<T as frame_system::Config>::RuntimeCall; weight prepare);
}
