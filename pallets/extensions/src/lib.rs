//! What a transaction must fulfil before it is dispatched, and who pays for it.
//!
//! The transaction extensions of this chain that are not FRAME's own. Their identifiers, data and
//! order are part of the public interface: a client signs what metadata lists, and refuses to sign
//! where an extension with data has a name it does not know.
//!
//! | extension | data | differs from FRAME's |
//! |---|---|---|
//! | [`CheckNonZeroSender`] | none | refuses every signer whose key has no secret half |
//! | [`CheckNonce`] | nonce | lets accounts without funds send what costs nothing |
//! | [`ChargeTransactionPayment`] | tip | asks [`FeePayer`] who pays; tips buy no priority |
//! | [`SudoTransactionExtension`] | none | new: only the sudo key may send Sudo calls |
//! | [`CheckShieldedTxValidity`], [`DrandPriority`] | none | names only, until their pallets exist |

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod charge_payment;
mod check_nonce;
mod check_sender;
mod fee_payer;
mod reserved;
mod sudo;

pub use charge_payment::ChargeTransactionPayment;
pub use check_nonce::CheckNonce;
pub use check_sender::CheckNonZeroSender;
pub use fee_payer::{FeePayer, RealPaysFee};
pub use reserved::{CheckShieldedTxValidity, DrandPriority};
pub use sudo::SudoTransactionExtension;

/// Implements what an extension without data needs: a constructor, `Default` and `Debug`.
macro_rules! without_data {
	($name:ident) => {
		impl<T> $name<T> {
			/// The extension, which carries no data.
			pub const fn new() -> Self {
				Self(core::marker::PhantomData)
			}
		}

		impl<T> Default for $name<T> {
			fn default() -> Self {
				Self::new()
			}
		}

		impl<T> core::fmt::Debug for $name<T> {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				f.write_str(stringify!($name))
			}
		}
	};
}
use without_data;
