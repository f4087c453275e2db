//! What a transaction must fulfil before it is dispatched, and who pays for it.
//!
//! The transaction extensions of this chain that are not FRAME's own. Their identifiers, data and
//! order are part of the public interface: a client signs what metadata lists, and refuses to sign
//! where an extension with data has a name it does not know.
//!
//! | extension | data | differs from FRAME's |
//! |---|---|---|
//! | [`CheckNonZeroSender`] | none | refuses every signer whose key has no secret half |
//! | [`CheckMortality`] | era | shielded transactions live for a few blocks at most |
//! | [`CheckNonce`] | nonce | lets accounts without funds send what costs nothing |
//! | [`ChargeTransactionPayment`] | tip | asks [`FeePayer`] who pays; tips buy no priority |
//! | [`SudoTransactionExtension`] | none | new: only the sudo key may send Sudo calls |
//! | [`CheckShieldedTxValidity`] | none | new: a shielded transaction is well-formed |
//! | [`DrandPriority`] | none | a name only, until its pallet exists |

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod charge_payment;
mod check_mortality;
mod check_nonce;
mod check_sender;
mod fee_payer;
mod reserved;
mod shield;
mod sudo;

pub use charge_payment::ChargeTransactionPayment;
pub use check_mortality::CheckMortality;
pub use check_nonce::CheckNonce;
pub use check_sender::CheckNonZeroSender;
pub use fee_payer::{FeePayer, RealPaysFee};
pub use reserved::DrandPriority;
pub use shield::CheckShieldedTxValidity;
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
