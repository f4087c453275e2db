//! Content of carriers that retracted blocks have made public.
//!
//! The pool takes the transactions of a retracted block back: the carrier, and its content in clear.
//! Only the author with the key could include the carrier, and the content would lie open until that
//! author's turn. So each author remembers such content and includes it with its carrier in the next
//! block, whatever the key.

use std::{
	collections::{hash_map::Entry, HashMap, VecDeque},
	sync::Arc,
};

use codec::Encode;
use futures::StreamExt;
use noesis_runtime::{opaque::Block, BlockNumber, Hash};
use noesis_shield::MAX_PLAINTEXT_LEN;
use parking_lot::Mutex;
use sc_client_api::{BlockBackend, BlockImportNotification, BlockchainEvents};
use sc_service::TaskManager;
use sp_runtime::{
	traits::{Hash as _, HashingFor},
	OpaqueExtrinsic,
};

use super::carriers::{may_carry, Calls, CallsAt};
use crate::types::FullClient;

/// Maximum number of carriers whose content is remembered.
const MOST_CARRIERS: usize = 1_024;

/// Number of blocks for which content is remembered.
///
/// Twice the era of a carrier: by then the carrier is included or has expired.
const LIFETIME: BlockNumber = 2 * pallet_shield::MAX_ERA as BlockNumber;

/// Content of carriers in retracted blocks, by the hash of the carrier.
#[derive(Default)]
pub struct ExposedContent(Mutex<Exposed>);

#[derive(Default)]
struct Exposed {
	contents: HashMap<Hash, OpaqueExtrinsic>,
	/// Carriers and the best block when they were retracted, oldest first.
	order: VecDeque<(BlockNumber, Hash)>,
}

impl ExposedContent {
	/// The content of a carrier, if it is public.
	pub fn content_of(&self, carrier: &Hash) -> Option<OpaqueExtrinsic> {
		self.0.lock().contents.get(carrier).cloned()
	}

	/// Hashes of the carriers whose content is public, oldest first.
	pub fn carriers(&self) -> Vec<Hash> {
		self.0.lock().order.iter().map(|(_, carrier)| *carrier).collect()
	}

	/// Remembers the carriers in the body of a retracted block, when `best` is the best block.
	fn expose<C: Calls>(&self, body: &[OpaqueExtrinsic], calls: &C, best: BlockNumber) {
		for pair in body.windows(2) {
			if let [carrier, content] = pair {
				if is_pair(carrier, content, calls) {
					self.insert(HashingFor::<Block>::hash_of(carrier), content.clone(), best);
				}
			}
		}
	}

	pub(super) fn insert(&self, carrier: Hash, content: OpaqueExtrinsic, best: BlockNumber) {
		let mut exposed = self.0.lock();
		// The first stays: by a side block, an author could put another transaction of the same signer
		// and nonce in its place.
		let Entry::Vacant(place) = exposed.contents.entry(carrier) else { return };
		place.insert(content);
		exposed.order.push_back((best, carrier));
		if exposed.order.len() > MOST_CARRIERS {
			exposed.drop_oldest();
		}
	}

	/// Forgets content that was retracted long before the block `best`.
	fn forget_old(&self, best: BlockNumber) {
		let mut exposed = self.0.lock();
		while exposed.order.front().is_some_and(|(since, _)| best > since.saturating_add(LIFETIME))
		{
			exposed.drop_oldest();
		}
	}
}

impl Exposed {
	fn drop_oldest(&mut self) {
		if let Some((_, carrier)) = self.order.pop_front() {
			self.contents.remove(&carrier);
		}
	}
}

/// Whether the second extrinsic can be the content of the first.
fn is_pair<C: Calls>(carrier: &OpaqueExtrinsic, content: &OpaqueExtrinsic, calls: &C) -> bool {
	may_carry(carrier.encoded_size())
		&& content.encoded_size() <= MAX_PLAINTEXT_LEN
		&& calls.envelope(carrier).is_ok_and(|envelope| envelope.is_some())
		&& calls.is_content_of(content, carrier)
}

/// Starts the task that remembers the content of carriers in retracted blocks.
pub fn start_watch(
	exposed: Arc<ExposedContent>,
	client: Arc<FullClient>,
	task_manager: &TaskManager,
) {
	let mut blocks = client.import_notification_stream();
	let watch = async move {
		while let Some(block) = blocks.next().await {
			let calls = CallsAt { client: client.clone(), block: block.hash };
			for hash in abandoned(&block) {
				match client.block_body(hash) {
					Ok(body) => {
						exposed.expose(&body.unwrap_or_default(), &calls, block.header.number);
					}
					Err(error) => log::debug!("No body of the retracted block {hash}: {error}"),
				}
			}
			exposed.forget_old(block.header.number);
		}
	};
	let handle = task_manager.spawn_handle();
	handle.spawn_blocking("shield-retracted", Some("block-authoring"), watch);
}

/// The blocks beside the best chain after an import: those that the best chain left and, unless it
/// is on the best chain, the imported block, which its author has made public.
fn abandoned(block: &BlockImportNotification<Block>) -> Vec<Hash> {
	let route = block.tree_route.as_ref().map(|route| route.retracted()).unwrap_or_default();
	let beside = (!block.is_new_best).then_some(block.hash);
	route.iter().map(|retracted| retracted.hash).chain(beside).collect()
}

#[cfg(test)]
mod tests;
