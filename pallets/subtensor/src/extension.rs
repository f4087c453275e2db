//! Validation of transactions.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::{DispatchInfo, Pays, PostDispatchInfo},
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
	DispatchResult,
};

use crate::{
	access::{rejection_code, VouchForFree},
	limits::FreeTransactions,
	Config, Pallet,
};

/// Checks the outer call of a transaction against its [guards](crate::access), and limits
/// [transactions without a fee](crate::limits::FreeTransactions).
///
/// The weight of the guards is part of every fee: one fixed step and two reads for each dispatch.
///
/// # Errors
///
/// - `Custom`, with the [code](rejection_code) of the guard's error.
/// - `Payment`, if the call is declared free and no standing vouches for it, or if it is too large to
///   be free.
/// - `ExhaustsResources`, if this block has no space left for the free transaction. It stays in the
///   pool for the next block.
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

/// The account whose standing vouches for a free transaction that this block has space for.
///
/// The size is checked first, because it bounds the search for the account.
fn sponsor<T: Config>(
	who: &T::AccountId,
	call: &RuntimeCallFor<T>,
	info: &DispatchInfo,
	len: usize,
) -> Result<T::AccountId, InvalidTransaction> {
	FreeTransactions::<T>::ensure_small(info, len)?;
	let sponsor = T::FreeCalls::sponsor(who, call).ok_or(InvalidTransaction::Payment)?;
	FreeTransactions::<T>::ensure_space(&sponsor, info, len)?;
	Ok(sponsor)
}

impl<T> TransactionExtension<RuntimeCallFor<T>> for SubtensorTransactionExtension<T>
where
	T: Config + Send + Sync,
	RuntimeCallFor<T>: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	OriginFor<T>: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "SubtensorTransactionExtension";
	type Implicit = ();
	/// The account whose standing vouches for the transaction, if it is free.
	type Val = Option<T::AccountId>;
	/// Whether the transaction is free.
	type Pre = bool;

	fn weight(&self, _: &RuntimeCallFor<T>) -> Weight {
		GuardWeight::<T>::get()
	}

	fn validate(
		&self,
		origin: OriginFor<T>,
		call: &RuntimeCallFor<T>,
		info: &DispatchInfo,
		len: usize,
		_implicit: (),
		_implication: &impl Implication,
		_source: TransactionSource,
	) -> ValidateResult<Self::Val, RuntimeCallFor<T>> {
		Pallet::<T>::guard(&origin, call)
			.map_err(|error| InvalidTransaction::Custom(rejection_code(&error)))?;
		let sponsor = match (origin.as_system_origin_signer(), info.pays_fee) {
			(Some(who), Pays::No) => Some(sponsor::<T>(who, call, info, len)?),
			(None, _) | (_, Pays::Yes) => None,
		};
		Ok((Default::default(), sponsor, origin))
	}

	fn prepare(
		self,
		sponsor: Self::Val,
		_origin: &OriginFor<T>,
		_call: &RuntimeCallFor<T>,
		info: &DispatchInfo,
		len: usize,
	) -> Result<bool, TransactionValidityError> {
		if let Some(sponsor) = &sponsor {
			FreeTransactions::<T>::count(sponsor, info, len);
		}
		Ok(sponsor.is_some())
	}

	fn post_dispatch_details(
		is_free: bool,
		info: &DispatchInfo,
		post_info: &PostDispatchInfo,
		_len: usize,
		_result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		if is_free {
			FreeTransactions::<T>::refund(post_info.calc_unspent(info));
		}
		Ok(Weight::zero())
	}
}
