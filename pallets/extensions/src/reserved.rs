//! An extension whose place in the list is fixed before the calls that it judges exist.
//!
//! The order of extensions is part of what is signed, so a transaction made for this list stays
//! valid when it starts to act.

use codec::{Decode, DecodeWithMemTracking, Encode};
use core::marker::PhantomData;
use frame_system::Config;
use scale_info::TypeInfo;
use sp_runtime::{
	impl_tx_ext_default,
	traits::{Dispatchable, TransactionExtension},
};

/// Place of the priority of randomness pulses. The chain has no beacon yet, and every transaction
/// passes.
#[derive(Clone, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct DrandPriority<T>(PhantomData<T>);

crate::without_data!(DrandPriority);

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
