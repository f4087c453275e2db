//! Replay protection by the nonce of the sender.

use alloc::{vec, vec::Vec};

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::{DispatchInfo, Pays},
	CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use frame_system::Config;
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, Implication, One,
		Saturating, TransactionExtension, ValidateResult, Zero,
	},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
	},
	Weight,
};

/// Checks the sender's nonce and increments it.
///
/// FRAME's check rejects senders without funds, since the chain would store their nonce for free.
/// Here a hotkey without funds must be able to set weights and to serve, so a sender without funds
/// is rejected with `Payment` only if the call pays a fee. Free calls need an account that has paid
/// for a standing, which `SubtensorTransactionExtension` checks.
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
pub struct CheckNonce<T: Config>(#[codec(compact)] pub T::Nonce);

impl<T: Config> CheckNonce<T> {
	/// The extension of the sender's transaction with this nonce.
	pub fn from(nonce: T::Nonce) -> Self {
		Self(nonce)
	}

	/// The tags of the transaction, or the reason for which it is rejected.
	fn tags(&self, who: &T::AccountId, pays: Pays) -> Result<Tags, TransactionValidityError> {
		let account = frame_system::Account::<T>::get(who);
		let unfunded = account.providers.is_zero() && account.sufficients.is_zero();
		if unfunded && pays == Pays::Yes {
			return Err(InvalidTransaction::Payment.into());
		}
		if self.0 < account.nonce {
			return Err(InvalidTransaction::Stale.into());
		}
		let tag = |nonce: T::Nonce| vec![(who, nonce).encode()];
		let requires = match self.0 > account.nonce {
			true => tag(self.0.saturating_sub(One::one())),
			false => Vec::new(),
		};
		Ok(Tags { requires, provides: tag(self.0) })
	}
}

/// Tags by which the pool orders the transactions of a sender.
struct Tags {
	/// Tag of the transaction before, if that is not included yet.
	requires: Vec<Vec<u8>>,
	/// Tag of this transaction.
	provides: Vec<Vec<u8>>,
}

impl<T: Config> TransactionExtension<T::RuntimeCall> for CheckNonce<T>
where
	T::RuntimeCall: Dispatchable<Info = DispatchInfo>,
	DispatchOriginOf<T::RuntimeCall>: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "CheckNonce";
	type Implicit = ();
	/// The signer, if the transaction is signed.
	type Val = Option<T::AccountId>;
	type Pre = ();

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		Weight::zero()
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<T::RuntimeCall>,
		_call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		_len: usize,
		_implicit: (),
		_implication: &impl Implication,
		_source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let Some(who) = origin.as_system_origin_signer().cloned() else {
			return Ok((Default::default(), None, origin));
		};
		let Tags { requires, provides } = self.tags(&who, info.pays_fee)?;
		let validity = ValidTransaction { requires, provides, ..Default::default() };
		Ok((validity, Some(who), origin))
	}

	fn prepare(
		self,
		sender: Self::Val,
		_origin: &DispatchOriginOf<T::RuntimeCall>,
		_call: &T::RuntimeCall,
		_info: &DispatchInfoOf<T::RuntimeCall>,
		_len: usize,
	) -> Result<(), TransactionValidityError> {
		sender.map_or(Ok(()), |who| {
			frame_system::CheckNonce::<T>::prepare_nonce_for_account(&who, self.0)
		})
	}
}
