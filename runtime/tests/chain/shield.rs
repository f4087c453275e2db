//! Shielded transactions, from the pool to the block.

use codec::Encode;
use noesis_runtime::{Executive, MevShield, Runtime, RuntimeEvent, System, UncheckedExtrinsic};
use noesis_shield::{encrypt, KeyPair, ShieldedTransaction, MAX_PLAINTEXT_LEN};
use pallet_shield::Call as Shield;
use rand::{rngs::StdRng, SeedableRng};
use sp_core::ConstU32;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob};
use sp_runtime::{
	generic::Era, transaction_validity::InvalidTransaction, ApplyExtrinsicResult, BoundedVec,
};

use crate::{
	block::{in_a_block, signed, signed_for},
	calls::{proxied, remark},
	proxies::samples::Shapes,
};

/// Content of a carrier, up to the size limit of a carrier.
type Ciphertext = BoundedVec<u8, ConstU32<8192>>;

const SEED: [u8; 64] = [7; 64];

fn encrypted(plaintext: &[u8]) -> ShieldedTransaction {
	let key = KeyPair::from_seed(&SEED).encapsulation_key();
	encrypt(&key, plaintext, &mut StdRng::seed_from_u64(1)).unwrap()
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

/// Well-formed ciphertext.
pub fn well_formed() -> Ciphertext {
	ciphertext(b"anything")
}

/// Carrier of `who`, valid for eight blocks.
fn carrier(who: Sr25519Keyring, ciphertext: Ciphertext) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(who.to_account_id());
	signed_for(
		Era::mortal(8, 0),
		&who.pair(),
		nonce,
		Shield::submit_encrypted { ciphertext }.into(),
	)
}

/// Sends a call of the shield in a transaction valid for eight blocks.
pub fn send_carrier(who: Sr25519Keyring, call: Shield<Runtime>) -> ApplyExtrinsicResult {
	let nonce = System::account_nonce(who.to_account_id());
	Executive::apply_extrinsic(signed_for(Era::mortal(8, 0), &who.pair(), nonce, call.into()))
}

#[test]
fn a_carrier_pays_a_fee_and_its_event_names_the_sender() {
	in_a_block(|| {
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
