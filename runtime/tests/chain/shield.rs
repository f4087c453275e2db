//! Shielded transactions, from the pool to the block.

use codec::{Decode, Encode};
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use noesis_runtime::{
	Executive, Hash, Header, MevShield, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
	SafeMode, System, UncheckedExtrinsic,
};
use noesis_shield::{encrypt, KeyPair, ShieldedTransaction, MAX_PLAINTEXT_LEN};
use pallet_shield::{runtime_api::KeyStatus, AnnouncedKeys, Call as Shield, NextKey, ShieldEncKey};
use pallet_subtensor::Profile;
use rand::{rngs::StdRng, SeedableRng};
use sp_consensus_aura::{sr25519::AuthorityId as AuraId, Slot, AURA_ENGINE_ID};
use sp_core::{sr25519, ConstU32};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob};
use sp_runtime::{
	generic::{Digest, DigestItem, Era, Preamble},
	traits::Header as _,
	transaction_validity::{InvalidTransaction, TransactionSource},
	ApplyExtrinsicResult, BoundedVec, DispatchError,
};

use crate::{
	block::{chain, check_issuance, in_a_block, send, signed, signed_by, signed_for},
	calls::{batch, proxied, remark, sudo},
	proxies::samples::Shapes,
};

/// Content of a carrier, up to the size limit of a carrier.
type Ciphertext = BoundedVec<u8, ConstU32<8192>>;

const SEED: [u8; 64] = [7; 64];

/// The public key of the pair with this seed, as an author announces it.
fn key_of(seed: &[u8; 64]) -> ShieldEncKey {
	let key = KeyPair::from_seed(seed).encapsulation_key();
	ShieldEncKey::truncate_from(key.to_vec())
}

/// Announces the key of [`SEED`], without which its carriers are rejected, unless a key is announced.
pub fn announce_key() {
	if !pallet_shield::AnnouncedKeys::<Runtime>::get().is_empty() {
		return;
	}
	MevShield::announce_next_key(RuntimeOrigin::none(), Some(key_of(&SEED))).unwrap();
}

fn encrypted(plaintext: &[u8]) -> ShieldedTransaction {
	encrypt(&key_of(&SEED), plaintext, &mut StdRng::seed_from_u64(1)).unwrap()
}

fn ciphertext(plaintext: &[u8]) -> Ciphertext {
	encrypted(plaintext).to_bytes().unwrap().try_into().unwrap()
}

/// The shielded transaction that the author finds in a carrier.
fn shielded(extrinsic: UncheckedExtrinsic) -> Option<ShieldedTransaction> {
	MevShield::try_decode_shielded_tx(&extrinsic)
}

/// The transaction that an author with this seed decrypts.
fn unshield(seed: &[u8], shielded: &ShieldedTransaction) -> Option<UncheckedExtrinsic> {
	MevShield::try_unshield_tx(seed, shielded)
}

/// Well-formed ciphertext for the key of [`SEED`].
pub fn well_formed() -> Ciphertext {
	ciphertext(b"anything")
}

/// Carrier of `who`, valid for eight blocks from the parent of this block on.
pub fn carrier(who: Sr25519Keyring, ciphertext: Ciphertext) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(who.to_account_id());
	let era = Era::mortal(8, u64::from(System::block_number()).saturating_sub(1));
	signed_for(era, &who.pair(), nonce, Shield::submit_encrypted { ciphertext }.into())
}

/// Sends a call of the shield in a transaction valid for eight blocks, after the key of [`SEED`] is
/// announced.
pub fn send_carrier(who: Sr25519Keyring, call: Shield<Runtime>) -> ApplyExtrinsicResult {
	announce_key();
	let nonce = System::account_nonce(who.to_account_id());
	Executive::apply_extrinsic(signed_for(Era::mortal(8, 0), &who.pair(), nonce, call.into()))
}

#[test]
fn a_carrier_pays_a_fee_and_its_event_names_the_sender() {
	in_a_block(|| {
		announce_key();
		let ciphertext = well_formed();
		let id = sp_crypto_hashing::blake2_256(&(Bob.to_account_id(), &ciphertext).encode());
		Executive::apply_extrinsic(carrier(Bob, ciphertext)).unwrap().unwrap();
		let event =
			pallet_shield::Event::EncryptedSubmitted { id: id.into(), who: Bob.to_account_id() };
		System::assert_has_event(RuntimeEvent::MevShield(event));
		let (payer, fee) = crate::block::last_fee();
		assert_eq!(payer, Bob.to_account_id());
		assert!(fee > 0);
	});
}

#[test]
fn carriers_valid_for_more_than_eight_blocks_are_rejected() {
	in_a_block(|| {
		announce_key();
		let call = || Shield::submit_encrypted { ciphertext: well_formed() }.into();
		let stale = Err(InvalidTransaction::Stale.into());
		for era in [Era::Immortal, Era::mortal(16, 0), Era::mortal(128, 0)] {
			let carrier = signed_for(era, &Bob.pair(), 0, call());
			assert_eq!(Executive::apply_extrinsic(carrier), stale, "{era:?}");
		}
		let short = signed_for(Era::mortal(4, 0), &Bob.pair(), 0, call());
		Executive::apply_extrinsic(short).unwrap().unwrap();
	});
}

#[test]
fn carriers_with_a_malformed_ciphertext_are_rejected() {
	in_a_block(|| {
		announce_key();
		let whole = well_formed();
		for length in [0, 1, 16, 18, 1_129] {
			let cut = Ciphertext::try_from(whole[..length].to_vec()).unwrap();
			let rejected = Executive::apply_extrinsic(carrier(Bob, cut));
			assert_eq!(rejected, Err(InvalidTransaction::Custom(23).into()), "{length}");
		}
	});
}

#[test]
fn the_author_takes_only_signed_carriers_for_shielded_transactions() {
	let samples = Shapes::new().samples();
	in_a_block(|| {
		let expected = encrypted(b"anything");
		assert_eq!(shielded(carrier(Bob, well_formed())), Some(expected));
		// The sample of `submit_encrypted` is not well-formed.
		for call in samples {
			assert_eq!(shielded(signed(Bob, call)), None);
		}
		let bare = Shield::submit_encrypted { ciphertext: well_formed() };
		assert_eq!(shielded(UncheckedExtrinsic::new_bare(bare.into())), None);
	});
}

#[test]
fn the_author_decrypts_the_transaction_that_was_signed() {
	in_a_block(|| {
		let inner = signed(Alice, remark());
		assert_eq!(unshield(&SEED, &encrypted(&inner.encode())), Some(inner));
		assert_eq!(unshield(&[8; 64], &encrypted(&signed(Alice, remark()).encode())), None);
		assert_eq!(unshield(b"no seed", &encrypted(b"anything")), None);
		assert_eq!(unshield(&SEED, &encrypted(b"garbage")), None);
	});
}

#[test]
fn calls_of_encrypted_transactions_nest_eight_levels_at_most() {
	in_a_block(|| {
		let alice = Alice.to_account_id();
		let nested = |depth| (0..depth).fold(remark(), |call, _| proxied(&alice, call));
		let inside = |depth| unshield(&SEED, &encrypted(&signed(Alice, nested(depth)).encode()));
		assert!(inside(8).is_some());
		assert_eq!(inside(9), None);
	});
}

#[test]
fn the_largest_encrypted_transaction_fills_a_carrier() {
	let plaintext = vec![1; MAX_PLAINTEXT_LEN];
	assert_eq!(ciphertext(&plaintext).len(), 8192);
}

/// The code with which the pool, and then the block, rejects a transaction.
fn rejections(transaction: &UncheckedExtrinsic) -> [Option<InvalidTransaction>; 2] {
	let invalid = |error: sp_runtime::transaction_validity::TransactionValidityError| match error {
		sp_runtime::transaction_validity::TransactionValidityError::Invalid(invalid) => invalid,
		other => panic!("{other:?}"),
	};
	let source = TransactionSource::External;
	let pool = Executive::validate_transaction(source, transaction.clone(), Hash::default());
	let block = Executive::apply_extrinsic(transaction.clone());
	[pool.err().map(invalid), block.err().map(invalid)]
}

#[test]
fn carriers_of_unknown_keys_are_rejected_by_the_pool_and_by_the_block() {
	in_a_block(|| {
		let unknown = Some(InvalidTransaction::Custom(24));
		let carrier = carrier(Bob, well_formed());
		assert_eq!(rejections(&carrier), [unknown, unknown]);
		announce_key();
		let mut other = encrypted(b"anything");
		other.key_hash[0] ^= 1;
		let other = other.to_bytes().unwrap().try_into().unwrap();
		assert_eq!(rejections(&self::carrier(Bob, other)), [unknown, unknown]);
		assert_eq!(rejections(&carrier), [None, None]);
	});
}

#[test]
fn a_carrier_of_an_unknown_key_in_a_batch_is_no_carrier() {
	in_a_block(|| {
		let call = Shield::submit_encrypted { ciphertext: well_formed() }.into();
		send(Bob, batch([call])).unwrap().unwrap();
	});
}

/// Production chain at its genesis block, with this number of authors.
fn chain_of(authors: u32) -> TestExternalities {
	let mut chain = chain(12_000, Profile::Production);
	chain.execute_with(|| {
		let key = |number: u32| AuraId::from(sr25519::Public::from_raw([number as u8; 32]));
		let authors: Vec<AuraId> = (1..=authors).map(key).collect();
		pallet_aura::Authorities::<Runtime>::put(BoundedVec::truncate_from(authors));
	});
	chain
}

/// Pair that the author of this block announces, as a seed.
fn seed_of(block: u32) -> [u8; 64] {
	[block as u8; 64]
}

/// Begins a block in the slot of the same number and sets its time.
fn begin(number: u32) {
	let slot = DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(u64::from(number)).encode());
	let parent = match number {
		1 => frame_system::BlockHash::<Runtime>::get(0),
		_ => Hash::repeat_byte(number as u8),
	};
	let digest = Digest { logs: vec![slot] };
	Executive::initialize_block(&Header::new(
		number,
		Default::default(),
		Default::default(),
		parent,
		digest,
	));
	let now = pallet_timestamp::Call::set { now: 12_000 * u64::from(number) };
	Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(now.into())).unwrap().unwrap();
}

/// Announces the key of this block by its inherent.
fn announce_in(number: u32) -> ApplyExtrinsicResult {
	let enc_key = Some(key_of(&seed_of(number)));
	let inherent = Shield::announce_next_key { enc_key };
	Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(inherent.into()))
}

/// Builds a block with an announcement and these transactions, and checks the state after it.
fn build(number: u32, transactions: impl FnOnce()) {
	begin(number);
	announce_in(number).unwrap().expect("announcements pass all filters");
	transactions();
	Executive::finalize_block();
	check_issuance();
}

/// The status of the keys, as a node asks for it.
fn key_status() -> KeyStatus {
	let answer = noesis_runtime::api::dispatch("CarrierApi_key_status", &[]).unwrap();
	KeyStatus::decode(&mut answer.as_slice()).unwrap()
}

/// The blocks in which the named keys were announced.
fn blocks_of_named_keys(now: u32) -> Vec<u32> {
	let hash = |block: u32| KeyPair::from_seed(&seed_of(block)).key_hash();
	let block =
		|named| (1..=now).find(|block| hash(*block) == named).expect("a block announced it");
	key_status().named.into_iter().map(block).collect()
}

#[test]
fn keys_rotate_in_safe_mode_and_the_first_block_after_it_opens_carriers() {
	for authors in 1..=3 {
		chain_of(authors).execute_with(|| {
			let check = |number: u32| {
				let oldest = number.saturating_sub(authors + 2);
				let named = blocks_of_named_keys(number);
				assert!(named.iter().all(|block| *block >= oldest), "{number}: {named:?}");
				assert_eq!(named.len(), 3.min(number as usize - 1), "{number}: {named:?}");
				assert_eq!(key_status().living_authors, authors.min(number));
				assert_eq!(key_status().carriers_pass, !SafeMode::is_entered());
			};
			for number in 1..=4 {
				build(number, || ());
				check(number);
			}
			let enter = || send(Alice, sudo(pallet_safe_mode::Call::force_enter {}));
			build(5, || enter().unwrap().unwrap());
			check(5);
			for number in 6..=25 {
				build(number, carrier_is_filtered);
				assert!(SafeMode::is_entered());
				check(number);
			}
			let exit = || send(Alice, sudo(pallet_safe_mode::Call::force_exit {}));
			build(26, || exit().unwrap().unwrap());
			check(26);
			let key = NextKey::<Runtime>::get().unwrap();
			build(27, || carrier_brings_its_content(&key, 27));
			check(27);
		});
	}
}

/// A carrier for the next key pays and fails in this block.
fn carrier_is_filtered() {
	let key = NextKey::<Runtime>::get().unwrap();
	let outcome = Executive::apply_extrinsic(carrier(Bob, ciphertext_for(&key, b"anything")));
	let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
	assert_eq!(outcome, Ok(Err(filtered)));
}

/// These bytes encrypted for a key.
fn ciphertext_for(key: &ShieldEncKey, plaintext: &[u8]) -> Ciphertext {
	let envelope = encrypt(key, plaintext, &mut StdRng::seed_from_u64(2)).unwrap();
	envelope.to_bytes().unwrap().try_into().unwrap()
}

/// A carrier of Bob for a key, and its content, are included in block `now`.
fn carrier_brings_its_content(key: &ShieldEncKey, now: u32) {
	let nonce = System::account_nonce(Bob.to_account_id());
	let inner = signed_by(&Bob.pair(), nonce + 1, 0, remark());
	let carrier = carrier(Bob, ciphertext_for(key, &inner.encode()));
	let envelope = shielded(carrier.clone()).unwrap();
	let announced = (1..=now).find(|block| key_of(&seed_of(*block)) == *key).unwrap();
	let content = unshield(&seed_of(announced), &envelope).unwrap();
	assert!(is_content_of(&content, &carrier));
	Executive::apply_extrinsic(carrier).unwrap().unwrap();
	Executive::apply_extrinsic(content).unwrap().unwrap();
}

#[test]
fn a_signed_announcement_fails_in_safe_mode_as_ever() {
	chain_of(1).execute_with(|| {
		build(1, || {
			send(Alice, sudo(pallet_safe_mode::Call::force_enter {})).unwrap().unwrap();
			let call = Shield::announce_next_key { enc_key: None };
			assert_eq!(send(Bob, call), Ok(Err(DispatchError::BadOrigin)));
		});
		assert_eq!(AnnouncedKeys::<Runtime>::get().len(), 1);
	});
}

/// The answer that a node gets.
fn is_content_of(content: &UncheckedExtrinsic, carrier: &UncheckedExtrinsic) -> bool {
	let arguments = (content, carrier).encode();
	let answer = noesis_runtime::api::dispatch("CarrierApi_is_content_of", &arguments).unwrap();
	bool::decode(&mut answer.as_slice()).unwrap()
}

/// The carrier of `who` with this nonce.
fn carrier_at(who: Sr25519Keyring, nonce: u32) -> UncheckedExtrinsic {
	let call = Shield::submit_encrypted { ciphertext: well_formed() }.into();
	signed_for(Era::mortal(8, 0), &who.pair(), nonce, call)
}

#[test]
fn content_of_a_carrier_has_its_signer_and_the_nonce_after_it() {
	in_a_block(|| {
		let content = |who: Sr25519Keyring, nonce| signed_by(&who.pair(), nonce, 0, remark());
		assert!(is_content_of(&content(Alice, 8), &carrier_at(Alice, 7)));
		// The transaction of a victim in the carrier of a stranger.
		assert!(!is_content_of(&content(Bob, 8), &carrier_at(Alice, 7)));
		for nonce in [0, 6, 7, 9, u32::MAX] {
			assert!(!is_content_of(&content(Alice, nonce), &carrier_at(Alice, 7)), "{nonce}");
		}
		// No nonce follows the last.
		for nonce in [0, u32::MAX] {
			assert!(!is_content_of(&content(Alice, nonce), &carrier_at(Alice, u32::MAX)));
		}
		// A carrier may be the content of another.
		assert!(is_content_of(&carrier_at(Alice, 8), &carrier_at(Alice, 7)));
	});
}

#[test]
fn only_signed_transactions_are_content_and_only_carriers_have_content() {
	in_a_block(|| {
		let content = signed_by(&Alice.pair(), 8, 0, remark());
		let carrier = carrier_at(Alice, 7);
		assert!(!is_content_of(&UncheckedExtrinsic::new_bare(remark()), &carrier));
		let Preamble::Signed(_, _, extensions) = content.preamble.clone() else {
			panic!("it is signed")
		};
		let general = UncheckedExtrinsic::new_transaction(remark(), extensions);
		assert!(!is_content_of(&general, &carrier));

		assert!(!is_content_of(&content, &signed_by(&Alice.pair(), 7, 0, remark())));
		let submit = |ciphertext| -> RuntimeCall { Shield::submit_encrypted { ciphertext }.into() };
		let no_envelope = submit(BoundedVec::truncate_from(vec![1]));
		assert!(!is_content_of(&content, &signed_by(&Alice.pair(), 7, 0, no_envelope)));
		let in_a_batch = batch([submit(well_formed())]);
		assert!(!is_content_of(&content, &signed_by(&Alice.pair(), 7, 0, in_a_batch)));
		assert!(!is_content_of(&content, &UncheckedExtrinsic::new_bare(submit(well_formed()))));
		let Preamble::Signed(_, _, extensions) = carrier.preamble.clone() else {
			panic!("it is signed")
		};
		let general = UncheckedExtrinsic::new_transaction(submit(well_formed()), extensions);
		assert!(!is_content_of(&content, &general));
	});
}

#[test]
fn a_block_has_booked_an_announcement_for_the_authors_there_are() {
	let database = <Runtime as frame_system::Config>::DbWeight::get();
	let call = RuntimeCall::from(Shield::announce_next_key { enc_key: None });
	let for_all = call.get_dispatch_info().call_weight;
	for authors in [1, 2, 3, 20] {
		chain_of(authors).execute_with(|| {
			begin(1);
			let before = System::block_weight().total();
			announce_in(1).unwrap().unwrap();
			let booked = System::block_weight().total() - before;
			let unwritten = database.writes(32 - u64::from(authors));
			let weights = <Runtime as frame_system::Config>::BlockWeights::get();
			let base = weights.get(DispatchClass::Normal).base_extrinsic;
			assert_eq!(booked.ref_time(), (for_all - unwritten + base).ref_time());
			Executive::finalize_block();
		});
	}
}
