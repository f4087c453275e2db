//! Weight and length of a transaction, its class, and the depth of its calls.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::{DispatchClass, DispatchInfo, PostDispatchInfo},
	ensure,
	traits::{Contains, Get, OriginTrait},
	CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use frame_system::{
	pallet_prelude::{OriginFor, RuntimeCallFor},
	CheckWeight as Stock, Config,
};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{Dispatchable, Implication, TransactionExtension, ValidateResult},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
	DispatchResult, Weight,
};

/// Computation that a filtered call keeps for each of its bytes, in picoseconds.
///
/// A batch of empty batches has a call in every three bytes. To decode them takes longer than all
/// else that is done for a filtered call.
const DECODING_TIME: u64 = 200_000;

/// Checks weight and length as FRAME does, rejects mandatory, long and deep calls, and refunds
/// filtered ones.
///
/// - A call of the mandatory class is rejected with `MandatoryValidation`: this class has no limit
///   of weight, and belongs to inherents, which are bare. A wrapper such as a multisig takes the
///   class of the call inside.
/// - A transaction of more than `MaxLength` bytes is rejected with `ExhaustsResources`. FRAME's limit
///   is that of a block; an author's limit is lower, and the transaction would stay in the pool
///   without ever being paid for.
/// - Calls that nest deeper than `Shallow` contains are rejected with `Call`. Extensions run at the
///   import of a block as well, so the author cannot bypass any of these checks.
/// - A filtered call, which its origin may not dispatch, does no work: its weight is refunded to the
///   block and its fee to the payer. Fees of length and of the base weight stay, and so does the
///   weight of the extensions and of decoding.
///
/// In metadata this is FRAME's `CheckWeight`.
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
#[scale_info(skip_type_params(T, Shallow, MaxLength))]
pub struct CheckWeight<T, Shallow, MaxLength>(PhantomData<(T, Shallow, MaxLength)>);

impl<T, Shallow, MaxLength> CheckWeight<T, Shallow, MaxLength> {
	/// The extension, which carries no data.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

/// Rejects calls that nest too deep.
fn ensure_shallow<Shallow: Contains<Call>, Call>(
	call: &Call,
) -> Result<(), TransactionValidityError> {
	ensure!(Shallow::contains(call), InvalidTransaction::Call);
	Ok(())
}

impl<T, Shallow, MaxLength> TransactionExtension<RuntimeCallFor<T>>
	for CheckWeight<T, Shallow, MaxLength>
where
	T: Config + Send + Sync,
	Shallow: Contains<RuntimeCallFor<T>> + Send + Sync + 'static,
	MaxLength: Get<u32> + Send + Sync + 'static,
	RuntimeCallFor<T>: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
	const IDENTIFIER: &'static str = "CheckWeight";
	type Implicit = ();
	/// Length of the block with this transaction, in bytes.
	type Val = u32;
	/// Whether the filter of the origin refuses the call.
	type Pre = bool;

	fn weight(&self, call: &RuntimeCallFor<T>) -> Weight {
		Stock::<T>::new().weight(call)
	}

	fn validate(
		&self,
		origin: OriginFor<T>,
		call: &RuntimeCallFor<T>,
		info: &DispatchInfo,
		len: usize,
		(): (),
		implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<u32, RuntimeCallFor<T>> {
		let is_mandatory = info.class == DispatchClass::Mandatory;
		ensure!(!is_mandatory, InvalidTransaction::MandatoryValidation);
		let is_short = u32::try_from(len).is_ok_and(|len| len <= MaxLength::get());
		ensure!(is_short, InvalidTransaction::ExhaustsResources);
		Stock::<T>::new().validate(origin, call, info, len, (), implication, source)
	}

	/// Checks the depth here and not in `validate`: the runtime has checked it already when it
	/// validates for the pool, and a check costs as much as decoding.
	fn prepare(
		self,
		length: u32,
		origin: &OriginFor<T>,
		call: &RuntimeCallFor<T>,
		info: &DispatchInfo,
		len: usize,
	) -> Result<bool, TransactionValidityError> {
		ensure_shallow::<Shallow, _>(call)?;
		Stock::<T>::new().prepare(length, origin, call, info, len)?;
		Ok(!origin.filter_call(call))
	}

	fn post_dispatch(
		is_refused: bool,
		info: &DispatchInfo,
		post_info: &mut PostDispatchInfo,
		len: usize,
		result: &DispatchResult,
	) -> Result<(), TransactionValidityError> {
		if is_refused {
			let bytes = u64::try_from(len).unwrap_or(u64::MAX);
			let decoding = Weight::from_parts(DECODING_TIME.saturating_mul(bytes), 0);
			let used = info.extension_weight.saturating_add(decoding);
			post_info.actual_weight = Some(used.min(info.total_weight()));
		}
		Stock::<T>::post_dispatch((), info, post_info, len, result)
	}

	fn bare_validate(
		call: &RuntimeCallFor<T>,
		info: &DispatchInfo,
		len: usize,
	) -> TransactionValidity {
		Stock::<T>::bare_validate(call, info, len)
	}

	fn bare_validate_and_prepare(
		call: &RuntimeCallFor<T>,
		info: &DispatchInfo,
		len: usize,
	) -> Result<(), TransactionValidityError> {
		ensure_shallow::<Shallow, _>(call)?;
		Stock::<T>::bare_validate_and_prepare(call, info, len)
	}

	fn bare_post_dispatch(
		info: &DispatchInfo,
		post_info: &mut PostDispatchInfo,
		len: usize,
		result: &DispatchResult,
	) -> Result<(), TransactionValidityError> {
		Stock::<T>::bare_post_dispatch(info, post_info, len, result)
	}
}
