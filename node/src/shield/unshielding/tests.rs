use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use proptest::prelude::*;

use super::*;
use crate::shield::mock::{self, extrinsic, identity};

/// Kinds of transactions, in their first byte.
const KINDS: [u8; 4] = [PLAIN, OURS, FOREIGN, EXPOSED];
const PLAIN: u8 = 0;
const OURS: u8 = 1;
const FOREIGN: u8 = 2;
/// Inner transaction of a carrier.
const INNER: u8 = 3;
/// A carrier whose inner transaction is in the pool as well, behind it.
const EXPOSED: u8 = 4;

/// Pool that skips what depends on rejected transactions: the inner transaction of a carrier.
struct Queue(VecDeque<Arc<Pooled>>);

impl Iterator for Queue {
	type Item = Arc<Pooled>;

	fn next(&mut self) -> Option<Arc<Pooled>> {
		self.0.pop_front()
	}
}

impl ReadyTransactions for Queue {
	fn report_invalid(&mut self, rejected: &Arc<Pooled>) {
		let number = identity(rejected).1;
		self.0.retain(|transaction| identity(transaction) != (INNER, number));
	}
}

/// Classifies a transaction by its first byte, and counts. The inner transaction of a carrier has
/// the same number and length.
#[derive(Default)]
struct ByKind {
	opened: Arc<AtomicUsize>,
	/// Whether plain transactions are known.
	knows: bool,
}

impl Open for ByKind {
	fn is_known_plain(&self, transaction: &Pooled) -> bool {
		self.knows && identity(transaction).0 == PLAIN
	}

	fn open(&self, transaction: &Pooled) -> Content {
		self.opened.fetch_add(1, Relaxed);
		let (kind, number) = identity(transaction);
		match kind {
			OURS | EXPOSED => Content::Carrier(extrinsic(INNER, number, transaction.bytes)),
			FOREIGN => Content::Waiting,
			_ => Content::Plain,
		}
	}
}

fn pooled(kind: u8, number: u16, bytes: usize) -> Arc<Pooled> {
	mock::pooled(extrinsic(kind, number, bytes))
}

const HOUR: Duration = Duration::from_secs(3_600);

fn unshielding(
	transactions: impl IntoIterator<Item = Arc<Pooled>>,
	most_bytes: usize,
) -> Unshielding<ByKind> {
	let ready = Box::new(Queue(transactions.into_iter().collect()));
	let opener = ByKind { knows: true, ..Default::default() };
	Unshielding::new(VecDeque::new(), ready, opener, Limits::from_now(HOUR, most_bytes))
}

fn taken(unshielding: Unshielding<ByKind>) -> Vec<(u8, u16)> {
	unshielding.map(|transaction| identity(&transaction)).collect()
}

#[test]
fn what_is_inside_follows_its_carrier_and_foreign_carriers_are_passed_over() {
	let pool = [pooled(FOREIGN, 0, 50), pooled(OURS, 1, 50), pooled(PLAIN, 2, 50)];
	assert_eq!(taken(unshielding(pool, 1_000)), [(OURS, 1), (INNER, 1), (PLAIN, 2)]);
}

#[test]
fn inner_transactions_of_rejected_carriers_are_left_out() {
	let mut ready = unshielding([pooled(OURS, 0, 50), pooled(PLAIN, 1, 50)], 1_000);
	let carrier = ready.next().unwrap();
	ready.report_invalid(&carrier);
	assert_eq!(taken(ready), [(PLAIN, 1)]);
}

#[test]
fn late_in_a_block_carriers_wait_and_nothing_is_decoded() {
	let foreign = (0..2_800).map(|number| pooled(FOREIGN, number, 1_200));
	let pool = foreign.chain([pooled(OURS, 2_800, 50), pooled(PLAIN, 2_801, 50)]);
	let mut ready = unshielding(pool, 1_000);
	ready.limits.carriers_end = Instant::now();
	let opened = ready.opener.opened.clone();
	assert_eq!(taken(ready), [(PLAIN, 2_801)]);
	assert_eq!(opened.load(Relaxed), 0);
}

#[test]
fn late_in_a_block_a_transaction_of_unknown_kind_waits() {
	let mut ready = unshielding([pooled(PLAIN, 0, 2_000)], 10_000);
	ready.opener.knows = false;
	ready.limits.carriers_end = Instant::now();
	assert!(ready.next().is_none());
}

#[test]
fn after_the_deadline_of_a_block_the_pool_is_not_read() {
	let pool = (0..2_800).map(|number| pooled(FOREIGN, number, 1_200));
	let mut ready = unshielding(pool.chain([pooled(PLAIN, 2_800, 50)]), 1_000);
	ready.limits.deadline = Instant::now();
	assert!(ready.next().is_none());
	assert_eq!(ready.opener.opened.load(Relaxed), 0);
	assert_eq!(ready.ready.count(), 2_801);
}

#[test]
fn what_is_inside_follows_its_carrier_even_after_the_deadline() {
	let mut ready = unshielding([pooled(OURS, 0, 50), pooled(PLAIN, 1, 50)], 1_000);
	assert_eq!(identity(&ready.next().unwrap()), (OURS, 0));
	ready.limits.deadline = Instant::now();
	assert_eq!(taken(ready), [(INNER, 0)]);
}

#[test]
fn carriers_have_half_of_the_time_of_a_block() {
	let limits = Limits::from_now(HOUR, 0);
	assert_eq!(limits.deadline - limits.carriers_end, HOUR / 2);
}

#[test]
fn a_carrier_needs_room_for_what_is_inside() {
	let fits = |bytes| unshielding([pooled(OURS, 0, 50)], bytes).count();
	assert_eq!((fits(100), fits(99)), (2, 0));
}

#[test]
fn what_was_inside_is_not_sent_to_others_and_binds_nobody() {
	let mut ready = unshielding([pooled(OURS, 0, 50)], 1_000);
	let (carrier, inner) = (ready.next().unwrap(), ready.next().unwrap());
	assert_ne!(carrier.hash, inner.hash);
	assert!(!inner.propagate && inner.provides.is_empty());
}

#[test]
fn exposed_content_comes_first_and_once() {
	let exposed = pooled(EXPOSED, 1, 50);
	// A transaction of somebody who read the content may come first in the pool. The
	// pool has the carrier and its content, too.
	let pool = [pooled(PLAIN, 0, 50), exposed.clone(), pooled(INNER, 1, 50), pooled(PLAIN, 2, 50)];
	let mut ready = unshielding(pool, 1_000);
	ready.first.push_back(exposed);
	assert_eq!(taken(ready), [(EXPOSED, 1), (INNER, 1), (PLAIN, 0), (PLAIN, 2)]);
}

/// A pool of transactions of these kinds and lengths, each exposed carrier followed by its content.
fn pool_of(kinds: &[(u8, usize)]) -> Vec<Arc<Pooled>> {
	let transactions = kinds.iter().zip(0..).flat_map(|(&(kind, bytes), number)| {
		let transaction = pooled(kind, number, bytes);
		let content = (kind == EXPOSED).then(|| pooled(INNER, number, transaction.bytes));
		[Some(transaction), content]
	});
	transactions.flatten().collect()
}

proptest! {
	/// For any pool, any carriers that come first and any rejections: each inner transaction
	/// directly follows its accepted carrier and never comes without it or twice, no foreign
	/// carrier is returned, no plain transaction is skipped, and each carrier fits into the block
	/// together with its inner transaction.
	#[test]
	fn any_pool_gives_whole_pairs_that_fit(
		kinds in prop::collection::vec((prop::sample::select(KINDS.to_vec()), 8..400usize), 0..60),
		first in prop::collection::vec(any::<bool>(), 60),
		refusals in prop::collection::vec(any::<bool>(), 240),
		room in 0..8_000usize,
	) {
		let mut ready = unshielding(pool_of(&kinds), room);
		let chosen = kinds.iter().zip(first).zip(0..).filter(|((kind, chosen), _)| kind.0 == EXPOSED && *chosen);
		ready.first = chosen.map(|((kind, _), number)| pooled(EXPOSED, number, kind.1)).collect();
		let (mut block, mut size, mut plain) = (Vec::new(), 0, 0);
		for refused in refusals {
			let Some(transaction) = ready.next() else { break };
			let (kind, number) = identity(&transaction);
			let fits = size + transaction.bytes <= room;
			prop_assert!(fits || kind == PLAIN, "{kind}");
			prop_assert_ne!(kind, FOREIGN);
			let follows = matches!(block.last(), Some(&(OURS | EXPOSED, last)) if last == number);
			prop_assert_eq!(kind == INNER, follows);
			plain += usize::from(kind == PLAIN);
			if refused || !fits {
				ready.report_invalid(&transaction);
				block.push((PLAIN, number));
			} else {
				size += transaction.bytes;
				block.push((kind, number));
			}
		}
		prop_assert!(ready.next().is_none());
		prop_assert_eq!(plain, kinds.iter().filter(|(kind, _)| *kind == PLAIN).count());
	}
}
