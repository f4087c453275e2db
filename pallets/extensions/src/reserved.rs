//! Extension that keeps its place in the list until the calls that it checks exist.
//!
//! The signature of a transaction covers the order of the extensions. With the place kept, a
//! transaction that is signed for the present list stays valid when the extension starts to check.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound};
use frame_system::Config;
use scale_info::TypeInfo;
use sp_runtime::{
	impl_tx_ext_default,
	traits::{Dispatchable, TransactionExtension},
};

/// Reserves the place of the priority of randomness pulses.
///
/// The chain has no randomness beacon yet, so the extension passes every transaction.
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
pub struct DrandPriority<T>(PhantomData<T>);

impl<T> DrandPriority<T> {
	/// The extension, which carries no data.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

impl<T> TransactionExtension<T::RuntimeCall> for DrandPriority<T>
where
	T: Config + Send + Sync,
	T::RuntimeCall: Dispatchable,
{
	const IDENTIFIER: &'static str = "DrandPriority";
	type Implicit = ();
	type Val = ();
	type Pre = ();

	impl_tx_ext_default!(T::RuntimeCall; weight validate prepare);
}
