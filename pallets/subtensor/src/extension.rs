//! Validation of transactions.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::{DispatchInfo, Pays},
	ensure,
	traits::Get,
	weights::Weight,
	CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use frame_system::pallet_prelude::{OriginFor, RuntimeCallFor};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, Dispatchable, Implication, TransactionExtension, ValidateResult,
	},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};

use crate::{access::rejection_code, limits::FreeTransactions, Config, Pallet};

/// Checks the outer call of a transaction against its [guards](crate::access), and limits
/// [transactions without a fee](crate::limits::FreeTransactions).
///
/// The weight of the guards is part of every fee: one fixed step and two reads for each dispatch.
///
/// # Errors
///
/// - `Custom`, with the [code](rejection_code) of the guard's error.
/// - `Payment`, if the call is free and the sender has no funds.
/// - `ExhaustsResources`, if the sender has used up its free transactions of this block. The
///   transaction stays in the pool for the next block.
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
pub struct SubtensorTransactionExtension<T>(PhantomData<T>);

impl<T> SubtensorTransactionExtension<T> {
	/// The extension, which carries no data.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

/// Weight of the guards of one dispatch: 60,000,000 ps of reference time with this chain's database
/// weights.
pub struct GuardWeight<T>(PhantomData<T>);

impl<T: Config> Get<Weight> for GuardWeight<T> {
	fn get() -> Weight {
		Weight::from_parts(10_000_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}
}

/// Rejects a free transaction of a sender without funds, or with too many of them in this block.
fn throttle<T: Config>(who: &T::AccountId) -> Result<(), InvalidTransaction> {
	let account = frame_system::Account::<T>::get(who);
	let funded = account.providers > 0 || account.sufficients > 0;
	ensure!(funded, InvalidTransaction::Payment);
	ensure!(!FreeTransactions::<T>::exhausted(who), InvalidTransaction::ExhaustsResources);
	Ok(())
}

impl<T> TransactionExtension<RuntimeCallFor<T>> for SubtensorTransactionExtension<T>
where
	T: Config + Send + Sync,
	RuntimeCallFor<T>: Dispatchable<Info = DispatchInfo>,
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
				.map_err(|error| InvalidTransaction::Custom(rejection_code(&error)))?;
			if info.pays_fee == Pays::No {
				throttle::<T>(who)?;
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
			FreeTransactions::<T>::count(who);
		}
		Ok(())
	}
}
