//! The order of a block: each carrier with its inner transaction.
//!
//! The SDK's proposer takes transactions one by one until its deadline. A carrier and its inner
//! transaction are included together or not at all, so carriers end while there is time for both;
//! and carriers that are passed over take no time beyond the deadline, however many there are.

use std::{
	collections::{HashSet, VecDeque},
	sync::Arc,
	time::{Duration, Instant},
};

use codec::Encode;
use noesis_runtime::{opaque::Block, Hash};
use sc_transaction_pool_api::ReadyTransactions;
use sp_runtime::{
	traits::{Hash as _, HashingFor},
	OpaqueExtrinsic,
};

use super::Pooled;

#[cfg(test)]
mod tests;

/// Transactions in the order in which a block takes them.
pub type Ready = Box<dyn ReadyTransactions<Item = Arc<Pooled>> + Send>;

/// Kind of a transaction in the pool.
#[derive(Debug, Eq, PartialEq)]
pub enum Content {
	/// An ordinary transaction, or a carrier that nothing follows.
	Plain,
	/// A carrier, with its inner transaction.
	Carrier(OpaqueExtrinsic),
	/// A carrier that stays in the pool, such as one for another author.
	Waiting,
}

/// Decrypts carriers.
pub trait Open: Send {
	/// Whether a transaction is known to be no carrier. Takes hardly any time.
	fn is_known_plain(&self, transaction: &Pooled) -> bool;

	/// Classifies a transaction and decrypts it if it is a carrier for this author.
	fn open(&self, transaction: &Pooled) -> Content;
}

/// Limits of the transactions in a block.
pub struct Limits {
	/// Maximum bytes of transactions.
	most_bytes: usize,
	/// Time from which carriers and transactions of unknown kind wait for another block.
	carriers_end: Instant,
	/// Time from which no transaction is returned.
	deadline: Instant,
}

impl Limits {
	/// Limits of a block that is built in the time `left`. Carriers have half of it, so that there
	/// is time for other transactions, and for the inner transaction of the last carrier.
	pub fn from_now(left: Duration, most_bytes: usize) -> Self {
		let now = Instant::now();
		Self { most_bytes, carriers_end: now + left / 2, deadline: now + left }
	}
}

/// Ready transactions, each carrier followed by its inner transaction.
pub struct Unshielding<O> {
	/// Carriers whose content is public. They come before any other transaction, so that nobody
	/// who reads the content gets ahead of it by a carrier of its own.
	first: VecDeque<Arc<Pooled>>,
	ready: Ready,
	opener: O,
	limits: Limits,
	/// Inner transaction of the carrier that was returned last.
	inner: Option<Arc<Pooled>>,
	/// Hashes of the transactions from `first` and of the inner ones, which the pool may have too.
	placed: HashSet<Hash>,
	/// Bytes of the transactions returned so far and not rejected.
	bytes: usize,
}

impl<O: Open> Unshielding<O> {
	/// Decrypts the carriers among the transactions `first`, then among `ready`.
	pub fn new(first: VecDeque<Arc<Pooled>>, ready: Ready, opener: O, limits: Limits) -> Self {
		let placed = HashSet::new();
		Self { first, ready, opener, limits, inner: None, placed, bytes: 0 }
	}

	/// The next transaction that is not taken from a carrier.
	fn next_outer(&mut self) -> Option<Arc<Pooled>> {
		loop {
			let now = Instant::now();
			if now >= self.limits.deadline {
				return None;
			}
			let transaction = self.next_candidate()?;
			if self.takes(&transaction, now) {
				return Some(transaction);
			}
			// Skips its dependents in this block; the pool itself is not changed.
			self.ready.report_invalid(&transaction);
		}
	}

	/// The next transaction that is not in the block yet.
	fn next_candidate(&mut self) -> Option<Arc<Pooled>> {
		if let Some(carrier) = self.first.pop_front() {
			self.placed.insert(carrier.hash);
			return Some(carrier);
		}
		let placed = &self.placed;
		self.ready.find(|transaction| !placed.contains(&transaction.hash))
	}

	/// Decides whether a transaction goes into the block, and queues its inner transaction.
	fn takes(&mut self, transaction: &Pooled, now: Instant) -> bool {
		if now >= self.limits.carriers_end {
			return self.opener.is_known_plain(transaction);
		}
		match self.opener.open(transaction) {
			Content::Plain => true,
			Content::Carrier(extrinsic) => self.admit(transaction, extrinsic),
			Content::Waiting => false,
		}
	}

	/// Queues the inner transaction of a carrier, if both fit into the block.
	fn admit(&mut self, carrier: &Pooled, extrinsic: OpaqueExtrinsic) -> bool {
		let inner = inside(carrier, extrinsic);
		let fits = self.bytes + carrier.bytes + inner.bytes <= self.limits.most_bytes;
		let admitted = fits && Instant::now() < self.limits.carriers_end;
		if admitted {
			self.inner = Some(Arc::new(inner));
		}
		admitted
	}
}

/// Wraps the inner transaction of a carrier as a transaction of the pool.
fn inside(carrier: &Pooled, extrinsic: OpaqueExtrinsic) -> Pooled {
	let mut inner = carrier.clone();
	inner.bytes = extrinsic.encoded_size();
	inner.hash = HashingFor::<Block>::hash_of(&extrinsic);
	inner.data = Arc::new(extrinsic);
	// Nothing in the pool depends on it as the content of a carrier.
	inner.requires = Vec::new();
	inner.provides = Vec::new();
	inner.propagate = false;
	inner
}

impl<O: Open> Iterator for Unshielding<O> {
	type Item = Arc<Pooled>;

	fn next(&mut self) -> Option<Arc<Pooled>> {
		let next = match self.inner.take() {
			Some(inner) => {
				self.placed.insert(inner.hash);
				inner
			}
			None => self.next_outer()?,
		};
		self.bytes += next.bytes;
		Some(next)
	}
}

impl<O: Open> ReadyTransactions for Unshielding<O> {
	fn report_invalid(&mut self, transaction: &Arc<Pooled>) {
		// A rejected carrier takes its inner transaction with it.
		self.inner = None;
		self.bytes = self.bytes.saturating_sub(transaction.bytes);
		self.ready.report_invalid(transaction);
	}
}
