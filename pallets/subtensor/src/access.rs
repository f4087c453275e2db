//! Access rules: the guards of each call, and the rejection code of each error.
//!
//! A guard is a rule about who may dispatch a call at the moment. The runtime runs guards before
//! every signed dispatch, nested ones included: calls in a batch, calls of a delegate, calls of a
//! multisig. Root is exempt.
//!
//! The same guards run on the outer call when a transaction is validated. A violation there rejects
//! the transaction with a number in place of the error ([`rejection_code`]); a violation further
//! inside fails the nested call with the error itself.
//!
//! A call that is declared free is free only for accounts with a [`Standing`] that its rules name.
//!
//! Both tables are exhaustive matches: a new call or error does not compile until it is placed.

use frame_support::traits::{Contains, IsSubType};
use frame_system::pallet_prelude::{OriginFor, RuntimeCallFor};
use sp_runtime::traits::AsSystemOriginSigner;

use crate::{keys::KeySwaps, Call, Config, Error, Pallet};

/// Access rules of a call, beside the check of its origin.
///
/// Further rules come with the calls that need them, such as a rate-limit class.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Access {
	/// Whether a coldkey may dispatch the call while its swap is announced.
	pub allowed_during_coldkey_swap: bool,
	/// Standing with which an account dispatches the call without a fee. `None` for a call that is
	/// never free.
	pub free_with: Option<Standing>,
}

/// Standing that an account has paid for, and for which some calls are free.
///
/// The declared weight of a call says that it is free, and anyone may send it. The standing bounds
/// the number of accounts that send it for nothing, since each of them has cost something. There is
/// no standing yet, because no call is declared free yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {}

impl Standing {
	/// Whether `who` has the standing.
	fn is_held_by<T: Config>(self, _who: &T::AccountId) -> bool {
		match self {}
	}
}

/// Names the account whose standing lets a transaction be free.
pub trait VouchForFree<AccountId, Call> {
	/// The account with whose standing each call in `call` is free, if `signer` sends it.
	///
	/// `None` if one of the calls must be paid for, or if they need the standings of several
	/// accounts. Limits of free transactions count against this account, the sponsor: an account
	/// with many delegates has no more of them than one without.
	fn sponsor(signer: &AccountId, call: &Call) -> Option<AccountId>;
}

impl Access {
	/// Rejected while the swap of the signing coldkey is announced.
	const DEFAULT: Self = Self { allowed_during_coldkey_swap: false, free_with: None };
	/// Allowed while the swap of the signing coldkey is announced.
	const COLDKEY_SWAP: Self = Self { allowed_during_coldkey_swap: true, ..Self::DEFAULT };
}

/// Access rules of a call of this pallet.
pub fn access_of<T: Config>(call: &Call<T>) -> Access {
	match call {
		Call::dispute_coldkey_swap {} => Access::COLDKEY_SWAP,
		Call::reset_coldkey_swap { .. } => Access::DEFAULT,
		// Variant that FRAME adds to every call type. It has no values.
		Call::__Ignore(_, never) => match *never {},
	}
}

/// Access rules of any call of the runtime.
pub fn access<T: Config>(call: &RuntimeCallFor<T>) -> Access {
	match call.is_sub_type() {
		Some(call) => access_of::<T>(call),
		None if T::AllowedDuringColdkeySwap::contains(call) => Access::COLDKEY_SWAP,
		None => Access::DEFAULT,
	}
}

/// Whether `who` dispatches a call of this pallet, declared free, without a fee.
pub fn is_free_for<T: Config>(who: &T::AccountId, call: &Call<T>) -> bool {
	access_of(call).free_with.is_some_and(|standing| standing.is_held_by::<T>(who))
}

/// Number that rejects a transaction whose outer call violates a guard: the code in
/// `InvalidTransaction::Custom`. Clients turn it into the name of the error again.
pub fn rejection_code<T: Config>(error: &Error<T>) -> u8 {
	match error {
		Error::ColdkeySwapAnnounced => 0,
		Error::ColdkeySwapDisputed => 21,
		Error::TxRateLimitExceeded
		| Error::AdminActionProhibitedDuringWeightsWindow
		| Error::ColdkeySwapAnnouncementNotFound
		| Error::ColdkeySwapAlreadyDisputed => OTHER_REJECTION,
		Error::__Ignore(_, never) => match *never {},
	}
}

/// [`rejection_code`] of errors without a number of their own.
pub const OTHER_REJECTION: u8 = 255;

impl<T: Config> Pallet<T> {
	/// Runs the guards of a call before it is dispatched with `origin`.
	///
	/// # Errors
	///
	/// The error of the first guard that rejects.
	pub fn guard(origin: &OriginFor<T>, call: &RuntimeCallFor<T>) -> Result<(), Error<T>>
	where
		OriginFor<T>: AsSystemOriginSigner<T::AccountId>,
	{
		let Some(who) = origin.as_system_origin_signer() else { return Ok(()) };
		KeySwaps::<T>::guard(who, access::<T>(call))
	}
}
