//! Extensions whose place in the list is fixed before the calls that they judge exist.
//!
//! The order of extensions is part of what is signed, so a transaction made for this list stays
//! valid when they start to act.

use codec::{Decode, DecodeWithMemTracking, Encode};
use core::marker::PhantomData;
use frame_system::Config;
use scale_info::TypeInfo;
use sp_runtime::{
	impl_tx_ext_default,
	traits::{Dispatchable, TransactionExtension},
};

/// Declares an extension that carries no data and lets every transaction pass.
macro_rules! reserved {
	($(#[$doc:meta])* $name:ident) => {
		$(#[$doc])*
		#[derive(Clone, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
		#[scale_info(skip_type_params(T))]
		pub struct $name<T>(PhantomData<T>);

		$crate::without_data!($name);

		impl<T> TransactionExtension<T::RuntimeCall> for $name<T>
		where
			T: Config + Send + Sync,
			T::RuntimeCall: Dispatchable,
		{
			const IDENTIFIER: &'static str = stringify!($name);
			type Implicit = ();
			type Val = ();
			type Pre = ();

			impl_tx_ext_default!(T::RuntimeCall; weight validate prepare);
		}
	};
}

reserved! {
	/// Place of the check on shielded transactions. The chain has no shield yet.
	CheckShieldedTxValidity
}

reserved! {
	/// Place of the priority of randomness pulses. The chain has no beacon yet.
	DrandPriority
}
