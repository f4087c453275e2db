//! Content of carriers: transactions that an author may put behind a carrier.

use frame_system::Config;
use sp_runtime::{generic::Preamble, traits::StaticLookup};

use crate::{AccountId, MevShield, Nonce, Runtime, UncheckedExtrinsic};

/// The signer and the nonce of a signed transaction, or `None` for any other extrinsic.
fn signer_and_nonce(extrinsic: &UncheckedExtrinsic) -> Option<(AccountId, Nonce)> {
	let Preamble::Signed(address, _, extensions) = &extrinsic.preamble else { return None };
	let signer = <Runtime as Config>::Lookup::lookup(address.clone()).ok()?;
	let (_, _, _, _, _, nonce, ..) = extensions;
	Some((signer, nonce.0))
}

/// Whether `content` has the signer of `carrier` and the nonce after the carrier's.
///
/// Anybody can put a public transaction of somebody else into a carrier. With this rule the author
/// gives it no place between two transactions of the carrier's signer.
///
/// False if one of the two is not signed, or if `carrier` is no carrier. No signature is checked:
/// the block checks those of both.
pub fn is_content_of(content: &UncheckedExtrinsic, carrier: &UncheckedExtrinsic) -> bool {
	if MevShield::try_decode_shielded_tx(carrier).is_none() {
		return false;
	}
	let next =
		signer_and_nonce(carrier).and_then(|(signer, nonce)| Some((signer, nonce.checked_add(1)?)));
	next.is_some() && signer_and_nonce(content) == next
}
