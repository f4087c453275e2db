//! How long a transaction lives.

use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use frame_support::{ensure, traits::IsSubType};
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
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
	Weight,
};

/// FRAME's check of the era, with a limit on carriers of shielded transactions.
///
/// The key that a carrier is encrypted to is kept for a few blocks. One that lived longer could
/// wait in the pool for nobody, so it is refused as stale: its era must be of
/// [`MAX_ERA`] blocks or fewer.
#[derive(Clone, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckMortality<T: Config + Send + Sync>(Inner<T>);

impl<T: Config + Send + Sync> CheckMortality<T> {
	/// The extension of a transaction that lives in `era`.
	pub fn from(era: Era) -> Self {
		Self(Inner::from(era))
	}

	/// Whether the era is short enough for a carrier.
	fn is_short(&self) -> bool {
		matches!(self.0 .0, Era::Mortal(period, _) if period <= MAX_ERA)
	}
}

impl<T: Config + Send + Sync> fmt::Debug for CheckMortality<T> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.fmt(f)
	}
}

impl<T> TransactionExtension<RuntimeCallFor<T>> for CheckMortality<T>
where
	T: Config + Send + Sync,
	RuntimeCallFor<T>: Dispatchable + IsSubType<Call<T>>,
{
	const IDENTIFIER: &'static str = "CheckMortality";
	/// Hash of the block in which the era begins.
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
		self.0.validate(origin, call, info, len, implicit, implication, source)
	}

	impl_tx_ext_default!(RuntimeCallFor<T>; prepare);
}
