//! What is refused before it costs a block anything.

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use frame_support::{traits::Get, weights::Weight};
use scale_info::TypeInfo;
use sp_runtime::{
	impl_tx_ext_default,
	traits::{Dispatchable, TransactionExtension},
};

/// Checks the outer call of a transaction against the guards of the pallet.
///
/// A guard is a rule about *who* may call something now: its home is the room that owns the rule.
/// No call of the pallet has one yet. The weight is charged already, because it is part of every
/// fee: one fixed step and two reads, for each dispatch.
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

impl<T> TransactionExtension<T::RuntimeCall> for SubtensorTransactionExtension<T>
where
	T: Config + Send + Sync,
	T::RuntimeCall: Dispatchable,
{
	const IDENTIFIER: &'static str = "SubtensorTransactionExtension";
	type Implicit = ();
	type Val = ();
	type Pre = ();

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		GuardWeight::<T>::get()
	}

	impl_tx_ext_default!(T::RuntimeCall; validate prepare);
}
