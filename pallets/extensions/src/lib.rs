//! Transaction extensions: checks before a transaction is dispatched, and its payment.
//!
//! FRAME's own extensions are used as they are and are not in this crate. Identifiers, data and
//! order of all extensions are part of the public interface: a client signs the data that metadata
//! lists, and does not sign if an extension with data has a name that the client does not know.
//!
//! | extension | data | differs from FRAME's |
//! |---|---|---|
//! | [`CheckNonZeroSender`] | none | rejects signers whose public key has small order |
//! | [`CheckMortality`] | era | limits the era of a carrier to eight blocks; other eras do not order the pool |
//! | [`CheckNonce`] | nonce | lets accounts without funds send free transactions |
//! | [`CheckWeight`] | none | rejects mandatory, long and deep calls; refunds calls that a filter refuses |
//! | [`ChargeTransactionPayment`] | tip | charges the account of [`FeePayer`]; tips add no priority; free transactions come last |
//! | [`SudoTransactionExtension`] | none | new: rejects Sudo calls of other signers than the key |
//! | [`CheckShieldedTxValidity`] | none | new: rejects carriers without an envelope, or for an unknown key |
//! | [`DrandPriority`] | none | new: passes all transactions until its pallet exists |

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod charge_payment;
mod check_mortality;
mod check_nonce;
mod check_sender;
mod check_weight;
mod fee_payer;
mod reserved;
mod shield;
mod sudo;

pub use charge_payment::ChargeTransactionPayment;
pub use check_mortality::CheckMortality;
pub use check_nonce::CheckNonce;
pub use check_sender::CheckNonZeroSender;
pub use check_weight::CheckWeight;
pub use fee_payer::{FeePayer, RealPaysFee};
pub use reserved::DrandPriority;
pub use shield::CheckShieldedTxValidity;
pub use sudo::SudoTransactionExtension;
