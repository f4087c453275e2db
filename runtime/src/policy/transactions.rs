//! Transactions before they are anything to a pallet: how deep calls nest.

use crate::{RuntimeCall, UncheckedExtrinsic};
use codec::{DecodeLimit, Encode};
use frame_support::ensure;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

/// How deep calls may nest.
///
/// Each level of a call in a call costs stack space and time wherever calls are decoded. FRAME
/// stops at 256 levels, which is for the stack; nobody has a use for more than a few. What is inside
/// a carrier has no other limit than what comes in the open.
pub const MAX_CALL_DEPTH: u32 = pallet_shield::MAX_DECODE_DEPTH;

/// Refuses a transaction whose calls nest deeper than [`MAX_CALL_DEPTH`].
///
/// # Errors
///
/// `InvalidTransaction::Call`.
pub fn ensure_shallow(extrinsic: &UncheckedExtrinsic) -> Result<(), TransactionValidityError> {
	let call = extrinsic.function.encode();
	let shallow = RuntimeCall::decode_all_with_depth_limit(MAX_CALL_DEPTH, &mut &call[..]).is_ok();
	ensure!(shallow, InvalidTransaction::Call);
	Ok(())
}
