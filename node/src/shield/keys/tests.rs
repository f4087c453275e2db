use std::collections::HashMap;

use codec::Encode;
use noesis_runtime::{MevShield, Runtime, RuntimeOrigin, System};
use noesis_shield::{encrypt, key_hash};
use pallet_shield::{runtime_api::runtime_decl_for_carrier_api::CarrierApiV1, ShieldEncKey};
use proptest::prelude::*;
use rand::{rngs::StdRng, SeedableRng};
use sp_io::{
	hashing::twox_128,
	storage::{rollback_transaction, start_transaction},
	TestExternalities,
};

use super::*;
use crate::shield::mock::announced;

fn shielded_for(key: &[u8]) -> ShieldedTransaction {
	encrypt(key, b"secret", &mut StdRng::seed_from_u64(1)).unwrap()
}

/// A chain with this many living authors that names no key.
fn naming_none(living_authors: u32) -> KeyStatus {
	KeyStatus { named: vec![], living_authors, carriers_pass: true }
}

#[test]
fn each_block_announces_another_key() {
	let keys = ShieldKeys::new().unwrap();
	let first = announced(&keys);
	assert_eq!(announced(&keys), first, "until the block is imported");
	keys.announced_in(1).unwrap();
	assert_ne!(announced(&keys), first);
}

#[test]
fn only_the_pair_of_a_carrier_decrypts_it() {
	let (ours, theirs) = (ShieldKeys::new().unwrap(), ShieldKeys::new().unwrap());
	let mut shielded = shielded_for(&announced(&ours));
	assert_eq!(ours.decrypt(&shielded), Some(b"secret".to_vec()));
	assert_eq!(theirs.decrypt(&shielded), None);
	shielded.aead_ct[0] ^= 1;
	assert_eq!(ours.decrypt(&shielded), None);
}

#[test]
fn a_pair_is_wiped_by_its_age_in_blocks_and_its_key_is_stale_from_then_on() {
	for (authors, last) in [(1, 105), (2, 106), (3, 107), (4, 108), (32, 136)] {
		let keys = ShieldKeys::new().unwrap();
		let key = announced(&keys);
		keys.announced_in(100).unwrap();
		keys.forget_old(last, authors);
		assert_eq!(keys.decrypt(&shielded_for(&key)), Some(b"secret".to_vec()), "{authors}");
		keys.forget_old(last + 1, authors);
		assert_eq!(keys.decrypt(&shielded_for(&key)), None, "{authors}");
		assert_eq!(keys.state(&key_hash(&key), &naming_none(1)), KeyState::Stale);
	}
}

#[test]
fn the_pair_that_is_announced_next_is_kept_at_any_age() {
	let keys = ShieldKeys::new().unwrap();
	let key = announced(&keys);
	keys.forget_old(1_000, 1);
	// As after a failure of randomness.
	keys.0.lock().pairs[0].block = Some(1);
	keys.forget_old(1_000, 1);
	assert_eq!(announced(&keys), key);
}

#[test]
fn pairs_and_retired_hashes_are_bounded() {
	let keys = ShieldKeys::new().unwrap();
	for _ in 0..200 {
		keys.announced_in(1).unwrap();
	}
	let ring = keys.0.lock();
	assert_eq!((ring.pairs.len(), ring.retired.len()), (MOST_PAIRS, MOST_RETIRED));
}

#[test]
fn keys_of_others_are_foreign_whether_named_or_not() {
	let key = key_hash(&announced(&ShieldKeys::new().unwrap()));
	let named = KeyStatus { named: vec![key], ..naming_none(3) };
	let keys = ShieldKeys::new().unwrap();
	for status in [named, naming_none(3), naming_none(1)] {
		assert_eq!(keys.state(&key, &status), KeyState::Foreign);
	}
}

/// Fate of the author's block in a slot.
#[derive(Clone, Copy)]
enum Slot {
	/// The block stays on the best chain.
	Built,
	/// The author is down.
	Missed,
	/// The author's block has no announcement.
	Silent,
	/// The author builds a block that another author does not see, whose block replaces it.
	Retracted,
}

/// Nodes whose authors take the slots in turn, on the chain of the runtime's own pallet.
struct Turns {
	nodes: Vec<ShieldKeys>,
	slot: u64,
	best: BlockNumber,
	/// Author of a block that is about to be retracted.
	loser: Option<usize>,
	/// Author of each announced key, and the block that announced it.
	announcements: HashMap<KeyHash, (usize, BlockNumber)>,
	/// Maximum age at which a key was named in the state before a block of its author, in blocks.
	oldest_named: BlockNumber,
}

impl Turns {
	fn of(authors: u8) -> Self {
		let ids: Vec<_> = (0..authors).map(|author| [author; 32]).collect();
		put_in_aura("Authorities", ids);
		let nodes = (0..authors).map(|_| ShieldKeys::new().unwrap()).collect();
		let announcements = HashMap::new();
		Self { nodes, slot: 0, best: 0, loser: None, announcements, oldest_named: 0 }
	}

	fn authors(&self) -> BlockNumber {
		self.nodes.len().try_into().unwrap()
	}

	/// Lets the slots pass, in each of which an author builds a block or not.
	fn pass(&mut self, slots: impl IntoIterator<Item = Slot>) {
		for slot in slots {
			self.slot += 1;
			let author = (self.slot % self.nodes.len() as u64) as usize;
			match (slot, self.loser) {
				(Slot::Missed, _) => {}
				(Slot::Silent, None) => self.build_in_silence(author),
				// The author would build on its own block, and then that is not retracted.
				(_, Some(loser)) if loser == author => {}
				(Slot::Retracted, None) if self.nodes.len() > 1 => self.build_in_vain(author),
				_ => self.build(author),
			}
			self.check_ages();
		}
	}

	/// An author builds a block, which all nodes import.
	fn build(&mut self, author: usize) {
		self.announce(author);
		self.import();
	}

	/// All nodes import a new best block.
	fn import(&mut self) {
		self.best += 1;
		self.loser = None;
		let authors = self.authors();
		self.nodes.iter().for_each(|node| node.forget_old(self.best, authors));
	}

	/// An author builds a block without an announcement, which all nodes import.
	fn build_in_silence(&mut self, author: usize) {
		self.check_named_keys_are_valid_for(author);
		let number = self.best + 1;
		self.begin(number);
		// The node does not know that its announcement is not in the block.
		self.nodes[author].announced_in(number).unwrap();
		self.import();
	}

	/// An author builds a block, which only its node imports.
	fn build_in_vain(&mut self, author: usize) {
		start_transaction();
		self.announce(author);
		rollback_transaction();
		self.loser = Some(author);
		self.nodes[author].forget_old(self.best + 1, self.authors());
	}

	/// Begins a block in the present slot.
	fn begin(&self, number: BlockNumber) {
		System::set_block_number(number);
		put_in_aura("CurrentSlot", self.slot);
	}

	/// Executes the announcement of the author's block.
	fn announce(&mut self, author: usize) {
		self.check_named_keys_are_valid_for(author);
		let (key, number) = (announced(&self.nodes[author]), self.best + 1);
		self.announcements.insert(key_hash(&key), (author, number));
		self.begin(number);
		let key = ShieldEncKey::truncate_from(key);
		MevShield::announce_next_key(RuntimeOrigin::none(), Some(key)).unwrap();
		self.nodes[author].announced_in(number).unwrap();
	}

	/// Each key of the author that the parent state names opens carriers.
	fn check_named_keys_are_valid_for(&mut self, author: usize) {
		let status = status();
		for key in &status.named {
			let (owner, announced) = self.announcements[key];
			if owner == author {
				let (state, age) = (self.nodes[author].state(key, &status), self.best - announced);
				assert_eq!(state, KeyState::Valid, "slot {}, age {age}", self.slot);
				self.oldest_named = self.oldest_named.max(age);
			}
		}
	}

	/// No node holds a pair that the chain cannot name any more, or too many pairs.
	fn check_ages(&self) {
		for node in &self.nodes {
			let ring = node.0.lock();
			let announced = ring.pairs.iter().filter_map(|announced| announced.block);
			assert!(announced
				.min()
				.is_none_or(|oldest| self.best <= oldest + lifetime(self.authors())));
			assert!(ring.pairs.len() <= MOST_PAIRS);
		}
	}

	/// The state of the key that was announced in a block, for its author.
	fn state_of(&self, block: BlockNumber) -> KeyState {
		let mut keys = self.announcements.iter();
		let (key, (author, _)) = keys.find(|(_, (_, announced))| *announced == block).unwrap();
		self.nodes[*author].state(key, &status())
	}
}

/// Writes a storage item of the pallet `Aura`.
fn put_in_aura(item: &str, value: impl Encode) {
	let key = [twox_128(b"Aura"), twox_128(item.as_bytes())].concat();
	sp_io::storage::set(&key, &value.encode());
}

/// The answer of the runtime in the present state.
fn status() -> KeyStatus {
	<Runtime as CarrierApiV1<noesis_runtime::Block>>::key_status()
}

/// Lets a number of authors take turns on a new chain.
fn with_turns<R>(authors: u8, test: impl FnOnce(&mut Turns) -> R) -> R {
	TestExternalities::default().execute_with(|| test(&mut Turns::of(authors)))
}

/// Slots of a number of turns of all authors.
fn turns(authors: u8, number: usize) -> Vec<Slot> {
	vec![Slot::Built; usize::from(authors) * number]
}

#[test]
fn a_key_is_named_in_its_authors_block_one_turn_after_its_own() {
	let oldest = |authors| {
		with_turns(authors, |chain| {
			chain.pass(turns(authors, 10));
			chain.oldest_named
		})
	};
	// The parent of the author's next block is one turn less one block older than the key.
	assert_eq!([1, 2, 3, 4, 8].map(oldest), [3, 3, 2, 3, 7]);
}

#[test]
fn named_keys_are_valid_and_old_pairs_wiped_with_one_missed_slot_and_one_retracted_block() {
	for authors in 1..=8u8 {
		let round = usize::from(authors);
		for missed in 0..round {
			for retracted in 0..2 * round {
				let mut slots = turns(authors, 6);
				slots[3 * round + missed] = Slot::Missed;
				slots[3 * round + retracted] = Slot::Retracted;
				with_turns(authors, |chain| chain.pass(slots));
			}
		}
	}
}

proptest! {
	/// For any number of authors, missed slots, blocks without an announcement and reorganisations
	/// by one block: the author of each block can open carriers for each key of its own that the
	/// parent state names, and no pair is kept beyond its age.
	#[test]
	fn named_keys_are_valid_and_old_pairs_wiped_in_any_order_of_blocks(
		authors in 1..=8u8,
		fates in prop::collection::vec(0..10u8, 0..80),
	) {
		let slots = fates.into_iter().map(|fate| match fate {
			0 | 1 => Slot::Missed,
			2 => Slot::Retracted,
			3 => Slot::Silent,
			_ => Slot::Built,
		});
		with_turns(authors, |chain| chain.pass(slots));
	}
}

#[test]
fn of_three_authors_a_key_of_block_18_is_valid_for_block_21_and_stale_for_block_24() {
	with_turns(3, |chain| {
		chain.pass(turns(3, 6));
		chain.pass(turns(1, 2));
		assert_eq!((chain.best, chain.state_of(18)), (20, KeyState::Valid));
		chain.pass(turns(1, 3));
		assert_eq!((chain.best, chain.state_of(18)), (23, KeyState::Stale));
	});
}

#[test]
fn one_author_opens_its_last_three_pairs_and_the_one_that_is_still_named() {
	with_turns(1, |chain| {
		chain.pass(turns(1, 20));
		let states = [20, 19, 18, 17, 16].map(|block| chain.state_of(block));
		assert_eq!(states[..4], [KeyState::Valid; 4]);
		assert_eq!(states[4], KeyState::Stale);
	});
}

#[test]
fn one_author_of_two_opens_its_last_three_pairs() {
	with_turns(2, |chain| {
		chain.pass(turns(2, 10));
		// Block 21 is of the author of 19, 17 and 15.
		let states = [19, 17, 15, 13].map(|block| chain.state_of(block));
		assert_eq!(states[..3], [KeyState::Valid; 3]);
		assert_eq!(states[3], KeyState::Stale);
	});
}
