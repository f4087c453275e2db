//! Fees: charged to the account that pays for the sender. A tip adds no priority.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::{DispatchClass, DispatchInfo, Pays, PostDispatchInfo},
	CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use pallet_transaction_payment::{
	ChargeTransactionPayment as Stock, Config, OnChargeTransaction, Pre, Val,
};
use scale_info::{StaticTypeInfo, TypeInfo};
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, Implication,
		PostDispatchInfoOf, TransactionExtension, TransactionExtensionMetadata, ValidateResult,
		Zero,
	},
	transaction_validity::{TransactionPriority, TransactionSource, TransactionValidityError},
	DispatchResult, Weight,
};

use crate::FeePayer;

/// Balance of the currency in which fees are paid, in rao.
type BalanceOf<T> = <<T as Config>::OnChargeTransaction as OnChargeTransaction<T>>::Balance;

/// Priority of free transactions.
///
/// A free transaction waits in the pool while the block's room for such transactions is used up. The
/// proposer gives a block up after a few transactions that do not fit, so those come behind all that
/// pay.
const FREE: TransactionPriority = 0;
/// Priority of transactions of the normal and the mandatory class.
const NORMAL: TransactionPriority = 1;
/// Priority of transactions of the operational class: included before all others.
const OPERATIONAL: TransactionPriority = 10_000_000_000;

/// Charges the fee and the tip of a transaction to the account that `P` names.
///
/// Sender, nonce and origin stay the signer's. The signer chooses the tip, so another payer pays the
/// fee only, and the tip is void. Priority depends only on whether the call pays and on its class:
/// transactions of one class are included in the order of their arrival, and a larger tip does not
/// replace a pending transaction. In metadata this is FRAME's `ChargeTransactionPayment`.
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
#[scale_info(skip_type_params(T, P))]
pub struct ChargeTransactionPayment<T: Config, P>(Stock<T>, PhantomData<P>);

impl<T: Config, P> ChargeTransactionPayment<T, P>
where
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
	/// The extension of a transaction with a tip of `tip` rao.
	pub fn from(tip: BalanceOf<T>) -> Self {
		Self(Stock::from(tip), PhantomData)
	}
}

impl<T, P> ChargeTransactionPayment<T, P>
where
	T: Config,
	P: FeePayer<T::AccountId, T::RuntimeCall>,
	T::RuntimeOrigin: AsSystemOriginSigner<T::AccountId>,
{
	/// The account that pays instead of the signer, if another one does.
	fn other_payer(origin: &T::RuntimeOrigin, call: &T::RuntimeCall) -> Option<T::AccountId> {
		let signer = origin.as_system_origin_signer()?;
		let payer = P::fee_payer(signer, call);
		(payer != *signer).then_some(payer)
	}
}

impl<T, P> TransactionExtension<T::RuntimeCall> for ChargeTransactionPayment<T, P>
where
	T: Config + Send + Sync,
	P: FeePayer<T::AccountId, T::RuntimeCall> + Send + Sync + 'static,
	T::RuntimeCall: Dispatchable<
		Info = DispatchInfo,
		PostInfo = PostDispatchInfo,
		RuntimeOrigin = T::RuntimeOrigin,
	>,
	T::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + Clone + From<Option<T::AccountId>>,
	Stock<T>: StaticTypeInfo,
{
	const IDENTIFIER: &'static str = "ChargeTransactionPayment";
	type Implicit = ();
	type Val = Val<T>;
	type Pre = Pre<T>;

	fn metadata() -> alloc::vec::Vec<TransactionExtensionMetadata> {
		<Stock<T> as TransactionExtension<T::RuntimeCall>>::metadata()
	}

	fn weight(&self, call: &T::RuntimeCall) -> Weight {
		self.0.weight(call)
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		implicit: (),
		implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let (stock, paying) = match Self::other_payer(&origin, call) {
			Some(payer) => (Stock::from(Zero::zero()), Some(payer).into()),
			None => (self.0.clone(), origin.clone()),
		};
		let (mut validity, charge, _) =
			stock.validate(paying, call, info, len, implicit, implication, source)?;
		validity.priority = match (info.pays_fee, info.class) {
			(Pays::No, _) => FREE,
			(Pays::Yes, DispatchClass::Normal | DispatchClass::Mandatory) => NORMAL,
			(Pays::Yes, DispatchClass::Operational) => OPERATIONAL,
		};
		Ok((validity, charge, origin))
	}

	fn prepare(
		self,
		charge: Self::Val,
		origin: &DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		// The tip of the validation, which is zero if another account than the signer pays.
		let tip = match &charge {
			Val::Charge { tip, .. } => *tip,
			Val::NoCharge => Zero::zero(),
		};
		Stock::from(tip).prepare(charge, origin, call, info, len)
	}

	fn post_dispatch_details(
		paid: Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		Stock::<T>::post_dispatch_details(paid, info, post_info, len, result)
	}
}
