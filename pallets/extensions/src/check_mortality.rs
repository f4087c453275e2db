//! Era of a transaction, with a limit for carriers and no influence on the order of others.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	ensure, traits::IsSubType, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use frame_system::{
	pallet_prelude::{OriginFor, RuntimeCallFor},
	CheckMortality as Inner,
};
use pallet_shield::{Call, Config, Pallet, MAX_ERA};
use scale_info::TypeInfo;
use sp_runtime::{
	generic::Era,
	impl_tx_ext_default,
	traits::{DispatchInfoOf, Dispatchable, Implication, TransactionExtension, ValidateResult},
	transaction_validity::{
		InvalidTransaction, TransactionLongevity, TransactionSource, TransactionValidityError,
	},
	Weight,
};

/// Checks the era as FRAME does, and rejects carriers with a longer era than [`MAX_ERA`] blocks.
///
/// The pool orders transactions of equal priority by the end of their validity, and only then by
/// arrival. With FRAME's longevity, a sender with an era of 4 blocks would overtake one with 128
/// blocks, so all transactions but carriers have the longest longevity. Their eras bind as before:
/// the signature is wrong once the era is over.
///
/// Authors keep the key that a carrier is encrypted to for a few blocks. A carrier with a longer or
/// an immortal era could wait in the pool after the last author lost the key, so it is rejected
/// with `Stale`.
#[derive(
	CloneNoBound,
	DebugNoBound,
	Decode,
	DecodeWithMemTracking,
	Encode,
	EqNoBound,
	PartialEqNoBound,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct CheckMortality<T: Config + Send + Sync>(Inner<T>);

impl<T: Config + Send + Sync> CheckMortality<T> {
	/// The extension of a transaction that is valid during `era`.
	pub fn from(era: Era) -> Self {
		Self(Inner::from(era))
	}

	/// Whether the era has at most [`MAX_ERA`] blocks.
	fn is_short(&self) -> bool {
		matches!(self.0 .0, Era::Mortal(period, _) if period <= MAX_ERA)
	}
}

impl<T> TransactionExtension<RuntimeCallFor<T>> for CheckMortality<T>
where
	T: Config + Send + Sync,
	RuntimeCallFor<T>: Dispatchable + IsSubType<Call<T>>,
{
	const IDENTIFIER: &'static str = "CheckMortality";
	/// Hash of the first block of the era.
	type Implicit = T::Hash;
	type Val = ();
	type Pre = ();

	fn implicit(&self) -> Result<T::Hash, TransactionValidityError> {
		TransactionExtension::<RuntimeCallFor<T>>::implicit(&self.0)
	}

	fn weight(&self, call: &RuntimeCallFor<T>) -> Weight {
		self.0.weight(call)
	}

	fn validate(
		&self,
		origin: OriginFor<T>,
		call: &RuntimeCallFor<T>,
		info: &DispatchInfoOf<RuntimeCallFor<T>>,
		len: usize,
		implicit: T::Hash,
		implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<(), RuntimeCallFor<T>> {
		let is_carrier = Pallet::<T>::carried_ciphertext(call).is_some();
		ensure!(!is_carrier || self.is_short(), InvalidTransaction::Stale);
		let (mut validity, (), origin) =
			self.0.validate(origin, call, info, len, implicit, implication, source)?;
		if !is_carrier {
			validity.longevity = TransactionLongevity::MAX;
		}
		Ok((validity, (), origin))
	}

	impl_tx_ext_default!(RuntimeCallFor<T>; prepare);
}
