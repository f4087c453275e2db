use std::sync::atomic::Ordering::Relaxed;

use codec::Encode;

use super::*;
use crate::shield::mock::{announced, carrier, content, extrinsic, pooled, MockRuntime};

const ALICE: u8 = 1;
const BOB: u8 = 2;

/// A node with what it remembers.
struct Node {
	keys: Arc<ShieldKeys>,
	known: Arc<KnownTransactions>,
	exposed: Arc<ExposedContent>,
}

impl Node {
	fn new() -> Self {
		let keys = Arc::new(ShieldKeys::new().unwrap());
		Self { keys, known: Arc::default(), exposed: Arc::default() }
	}

	/// A node that announced a key in block 1, and this key.
	fn with_key() -> (Self, Vec<u8>) {
		let node = Self::new();
		let key = announced(&node.keys);
		node.keys.announced_in(1).unwrap();
		(node, key)
	}

	/// Decrypts the carriers of one block.
	fn opener(&self, runtime: &MockRuntime) -> Opener<MockRuntime> {
		let (known, keys) = (self.known.clone(), self.keys.clone());
		Opener::new(runtime.clone(), known, keys, self.exposed.clone())
	}

	/// Opens one transaction in a block of its own.
	fn open(&self, runtime: &MockRuntime, transaction: OpaqueExtrinsic) -> Content {
		self.opener(runtime).open(&pooled(transaction))
	}
}

/// Alice's carrier with nonce 5 of her transaction with nonce 6.
fn of_alice(key: &[u8]) -> OpaqueExtrinsic {
	carrier(ALICE, 5, key, &content(ALICE, 6).encode())
}

#[test]
fn only_what_somebody_signed_comes_out_of_a_carrier() {
	let bytes = |content: &[u8]| OpaqueExtrinsic::from_blob(content.to_vec()).encode();
	assert!(signed(&bytes(&[0x84, 1, 2])).is_some());
	for content in [&[0x04, 1, 2][..], &[0x05, 1, 2], &[0x45, 1, 2], &[0xc4, 1, 2], &[]] {
		assert!(signed(&bytes(content)).is_none(), "{content:?}");
	}
	let trailing = [bytes(&[0x84, 1, 2]), vec![0]].concat();
	assert!(signed(&trailing).is_none() && signed(&[]).is_none());
}

#[test]
fn a_carrier_of_a_named_key_is_opened() {
	let (node, key) = Node::with_key();
	let runtime = MockRuntime::naming(&[&key]);
	assert_eq!(node.open(&runtime, of_alice(&key)), Content::Carrier(content(ALICE, 6)));
}

#[test]
fn a_transaction_of_somebody_else_or_of_another_nonce_does_not_come_out_of_a_carrier() {
	let (node, key) = Node::with_key();
	let runtime = MockRuntime::naming(&[&key]);
	for other in [content(BOB, 6), content(ALICE, 5), content(ALICE, 7)] {
		let wrapped = carrier(ALICE, 5, &key, &other.encode());
		assert_eq!(node.open(&runtime, wrapped), Content::Plain);
	}
}

#[test]
fn a_carrier_of_garbage_pays_and_nothing_follows() {
	let (node, key) = Node::with_key();
	let runtime = MockRuntime::naming(&[&key]);
	assert_eq!(node.open(&runtime, carrier(ALICE, 5, &key, b"garbage")), Content::Plain);
}

#[test]
fn a_carrier_of_a_key_that_the_chain_no_longer_names_pays_and_nothing_follows() {
	let (node, key) = Node::with_key();
	let runtime = MockRuntime::naming(&[&announced(&node.keys)]);
	assert_eq!(node.open(&runtime, of_alice(&key)), Content::Plain);
}

#[test]
fn a_foreign_carrier_waits_even_if_its_key_is_named() {
	let (node, key) = (Node::new(), announced(&ShieldKeys::new().unwrap()));
	for runtime in [MockRuntime::naming(&[&key]), MockRuntime::naming(&[])] {
		assert_eq!(node.open(&runtime, of_alice(&key)), Content::Waiting);
	}
}

#[test]
fn carriers_wait_while_the_chain_filters_them_or_does_not_tell() {
	let (node, key) = Node::with_key();
	let mut runtime = MockRuntime::naming(&[&key]);
	runtime.status.as_mut().unwrap().carriers_pass = false;
	assert_eq!(node.open(&runtime, of_alice(&key)), Content::Waiting);
	runtime.status = None;
	assert_eq!(node.open(&runtime, of_alice(&key)), Content::Waiting);
	assert_eq!(node.open(&runtime, extrinsic(0, 0, 2_000)), Content::Plain);
}

#[test]
fn foreign_carriers_are_decoded_once_and_not_per_block() {
	let (node, runtime) = (Node::new(), MockRuntime::naming(&[]));
	let foreign = announced(&ShieldKeys::new().unwrap());
	let carriers: Vec<_> = (0..200)
		.map(|nonce| pooled(carrier(ALICE, nonce, &foreign, &content(ALICE, 0).encode())))
		.collect();
	for _block in 0..10 {
		let opener = node.opener(&runtime);
		assert!(carriers.iter().all(|carrier| opener.open(carrier) == Content::Waiting));
	}
	assert_eq!(runtime.counts.decoded(), carriers.len());
	// The keys are read once per block.
	assert_eq!(runtime.counts.statuses.load(Relaxed), 10);
}

#[test]
fn large_transactions_are_decoded_once_and_small_ones_never() {
	let (node, runtime) = (Node::new(), MockRuntime::naming(&[]));
	let (small, large) = (pooled(extrinsic(0, 0, 1_146)), pooled(extrinsic(0, 1, 1_147)));
	assert!(!node.opener(&runtime).is_known_plain(&large));
	for _block in 0..10 {
		let opener = node.opener(&runtime);
		assert_eq!(opener.open(&small), Content::Plain);
		assert_eq!(opener.open(&large), Content::Plain);
		assert!(opener.is_known_plain(&small) && opener.is_known_plain(&large));
	}
	assert_eq!(runtime.counts.decoded(), 1);
	assert_eq!(runtime.counts.statuses.load(Relaxed), 0);
}

#[test]
fn another_runtime_decodes_anew() {
	let (node, mut runtime) = (Node::new(), MockRuntime::naming(&[]));
	let large = extrinsic(0, 1, 2_000);
	for (code, decoded) in [(Some(1), 1), (Some(1), 1), (Some(2), 2), (Some(1), 3)] {
		runtime.code = code.map(Hash::repeat_byte);
		node.open(&runtime, large.clone());
		assert_eq!(runtime.counts.decoded(), decoded);
	}
	// Nothing is known of a runtime whose code is not known.
	runtime.code = None;
	node.open(&runtime, large.clone());
	node.open(&runtime, large);
	assert_eq!(runtime.counts.decoded(), 5);
}

#[test]
fn known_transactions_are_bounded_and_those_in_use_stay() {
	let known = KnownTransactions::default();
	let code = Some(Hash::repeat_byte(1));
	let used = Hash::repeat_byte(2);
	known.insert(code, used, Some([7; 16]));
	for number in 0..10 * GENERATION as u64 {
		known.insert(code, Hash::from_low_u64_be(number), None);
		assert_eq!(known.get(code, &used), Some(Some([7; 16])));
	}
	let generations = known.0.lock();
	assert!(generations.recent.len() + generations.older.len() <= 2 * GENERATION);
	drop(generations);
	assert_eq!(known.get(code, &Hash::from_low_u64_be(0)), None);
}

#[test]
fn exposed_content_follows_its_carrier_whatever_the_key() {
	let (node, foreign) = (Node::new(), announced(&ShieldKeys::new().unwrap()));
	let mut runtime = MockRuntime::naming(&[]);
	let exposed = pooled(of_alice(&foreign));
	node.exposed.insert(exposed.hash, content(ALICE, 6), 1);
	assert_eq!(node.opener(&runtime).open(&exposed), Content::Carrier(content(ALICE, 6)));
	// But not while the chain filters carriers.
	runtime.status.as_mut().unwrap().carriers_pass = false;
	assert_eq!(node.opener(&runtime).open(&exposed), Content::Waiting);
}
