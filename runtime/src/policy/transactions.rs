//! Limit on the nesting of calls, checked before any pallet sees a transaction.

use codec::{DecodeLimit, Encode};
use frame_support::ensure;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

use crate::{RuntimeCall, UncheckedExtrinsic};

/// Maximum depth to which calls nest.
///
/// Each level costs stack space and time wherever calls are decoded. FRAME's limit of 256 levels
/// protects the stack only, and real transactions use a few levels. The same limit holds for
/// transactions inside carriers.
pub const MAX_CALL_DEPTH: u32 = pallet_shield::MAX_DECODE_DEPTH;

/// Rejects a transaction whose calls nest deeper than [`MAX_CALL_DEPTH`].
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
