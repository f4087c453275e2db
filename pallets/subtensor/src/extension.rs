//! What is refused before it costs a block anything.

use crate::{
	guards::{is_for_neurons, refusal_code},
	Config, Pallet,
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use frame_support::{
	dispatch::{DispatchInfo, Pays},
	ensure,
	traits::{Get, GetCallMetadata},
	weights::Weight,
};
use frame_system::pallet_prelude::{OriginFor, RuntimeCallFor};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, Dispatchable, Implication, TransactionExtension, ValidateResult,
	},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};

/// Checks the outer call of a transaction against its [guards](crate::guards), and limits
/// [transactions without a fee](crate::feeless).
///
/// The weight of the guards is part of every fee: one fixed step and two reads, for each dispatch.
///
/// # Errors
///
/// - `Custom`, with the [number](crate::guards::refusal_code) of the guard's error.
/// - `Payment`, if the call costs nothing, the sender has no funds, and the call is none that
///   neurons make.
/// - `ExhaustsResources`, if the sender has had its free transactions in this block. The transaction
///   stays in the pool, for the next one.
#[derive(Clone, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct SubtensorTransactionExtension<T>(PhantomData<T>);

impl<T> SubtensorTransactionExtension<T> {
	/// The extension, which carries no data.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

impl<T> Default for SubtensorTransactionExtension<T> {
	fn default() -> Self {
		Self::new()
	}
}

impl<T> fmt::Debug for SubtensorTransactionExtension<T> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("SubtensorTransactionExtension")
	}
}

/// What the guards cost for one dispatch: 60,000,000 of reference time with the weights of this
/// chain's database.
pub struct GuardWeight<T>(PhantomData<T>);

impl<T: Config> Get<Weight> for GuardWeight<T> {
	fn get() -> Weight {
		Weight::from_parts(10_000_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}
}

impl<T> SubtensorTransactionExtension<T>
where
	T: Config,
	RuntimeCallFor<T>: GetCallMetadata,
{
	/// Refuses a transaction without a fee where nothing else limits its sender.
	fn throttle(who: &T::AccountId, call: &RuntimeCallFor<T>) -> Result<(), InvalidTransaction> {
		let account = frame_system::Account::<T>::get(who);
		let funded = account.providers > 0 || account.sufficients > 0;
		ensure!(funded || is_for_neurons(&call.get_call_metadata()), InvalidTransaction::Payment);
		ensure!(!Pallet::<T>::feeless_exhausted(who), InvalidTransaction::ExhaustsResources);
		Ok(())
	}
}

impl<T> TransactionExtension<RuntimeCallFor<T>> for SubtensorTransactionExtension<T>
where
	T: Config + Send + Sync,
	RuntimeCallFor<T>: Dispatchable<Info = DispatchInfo> + GetCallMetadata,
	OriginFor<T>: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "SubtensorTransactionExtension";
	type Implicit = ();
	type Val = ();
	type Pre = ();

	fn weight(&self, _: &RuntimeCallFor<T>) -> Weight {
		GuardWeight::<T>::get()
	}

	fn validate(
		&self,
		origin: OriginFor<T>,
		call: &RuntimeCallFor<T>,
		info: &DispatchInfo,
		_len: usize,
		_implicit: (),
		_implication: &impl Implication,
		_source: TransactionSource,
	) -> ValidateResult<(), RuntimeCallFor<T>> {
		if let Some(who) = origin.as_system_origin_signer() {
			Pallet::<T>::guard(&origin, call)
				.map_err(|error| InvalidTransaction::Custom(refusal_code(error.as_str())))?;
			if info.pays_fee == Pays::No {
				Self::throttle(who, call)?;
			}
		}
		Ok((Default::default(), (), origin))
	}

	fn prepare(
		self,
		(): (),
		origin: &OriginFor<T>,
		_call: &RuntimeCallFor<T>,
		info: &DispatchInfo,
		_len: usize,
	) -> Result<(), TransactionValidityError> {
		if let (Some(who), Pays::No) = (origin.as_system_origin_signer(), info.pays_fee) {
			Pallet::<T>::count_feeless(who);
		}
		Ok(())
	}
}
