//! Shielded transactions, from the pool to the block.

use crate::{
	block::{in_a_block, signed, signed_for},
	calls::{proxied, remark},
};
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

/// Content of a carrier, of the largest size it may have.
type Ciphertext = BoundedVec<u8, ConstU32<8192>>;

const SEED: [u8; 64] = [7; 64];

fn sealed(plaintext: &[u8]) -> ShieldedTransaction {
	let key = KeyPair::from_seed(&SEED).encapsulation_key();
	encrypt(&key, plaintext, &mut StdRng::seed_from_u64(1)).unwrap()
}

fn ciphertext(plaintext: &[u8]) -> Ciphertext {
	sealed(plaintext).to_bytes().unwrap().try_into().unwrap()
}

/// What the author sees in a transaction.
fn shielded(extrinsic: UncheckedExtrinsic) -> Option<ShieldedTransaction> {
	MevShield::try_decode_shielded_tx(&extrinsic)
}

/// What an author with this seed finds inside.
fn unshield(seed: &[u8], shielded: &ShieldedTransaction) -> Option<UncheckedExtrinsic> {
	MevShield::try_unshield_tx(seed, shielded)
}

/// A ciphertext that is well-formed.
pub fn envelope() -> Ciphertext {
	ciphertext(b"anything")
}

/// A carrier of `who`, valid for eight blocks.
fn carrier(who: Sr25519Keyring, ciphertext: Ciphertext) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(who.to_account_id());
	signed_for(
		Era::mortal(8, 0),
		&who.pair(),
		nonce,
		Shield::submit_encrypted { ciphertext }.into(),
	)
}

/// Sends a call of the shield that must be valid for eight blocks.
pub fn send_carrier(who: Sr25519Keyring, call: Shield<Runtime>) -> ApplyExtrinsicResult {
	let nonce = System::account_nonce(who.to_account_id());
	Executive::apply_extrinsic(signed_for(Era::mortal(8, 0), &who.pair(), nonce, call.into()))
}

#[test]
fn a_carrier_is_included_and_pays_and_says_who_sent_it() {
	in_a_block(|| {
		let ciphertext = envelope();
		let id = sp_crypto_hashing::blake2_256(&(Bob.to_account_id(), &ciphertext).encode());
		Executive::apply_extrinsic(carrier(Bob, ciphertext)).unwrap().unwrap();
		let event =
			pallet_shield::Event::EncryptedSubmitted { id: id.into(), who: Bob.to_account_id() };
		System::assert_has_event(RuntimeEvent::MevShield(event));
		assert!(crate::block::last_fee().1 > 0);
	});
}

#[test]
fn a_carrier_lives_for_eight_blocks_at_most() {
	in_a_block(|| {
		let call = || Shield::submit_encrypted { ciphertext: envelope() }.into();
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
fn a_carrier_without_an_envelope_is_refused() {
	in_a_block(|| {
		let whole = envelope();
		for length in [0, 1, 16, 18, 1_129] {
			let cut = Ciphertext::try_from(whole[..length].to_vec()).unwrap();
			let refused = Executive::apply_extrinsic(carrier(Bob, cut));
			assert_eq!(refused, Err(InvalidTransaction::Custom(23).into()), "{length}");
		}
	});
}

#[test]
fn the_author_sees_carriers_and_nothing_else_as_shielded() {
	in_a_block(|| {
		let sealed = sealed(b"anything");
		assert_eq!(shielded(carrier(Bob, envelope())), Some(sealed));
		assert_eq!(shielded(signed(Bob, remark())), None);
		let bare = Shield::submit_encrypted { ciphertext: envelope() };
		assert_eq!(shielded(UncheckedExtrinsic::new_bare(bare.into())), None);
	});
}

#[test]
fn what_is_inside_is_the_transaction_that_was_signed() {
	in_a_block(|| {
		let inner = signed(Alice, remark());
		assert_eq!(unshield(&SEED, &sealed(&inner.encode())), Some(inner));
		assert_eq!(unshield(&[8; 64], &sealed(&signed(Alice, remark()).encode())), None);
		assert_eq!(unshield(b"no seed", &sealed(b"anything")), None);
		assert_eq!(unshield(&SEED, &sealed(b"garbage")), None);
	});
}

#[test]
fn what_is_inside_nests_no_deeper_than_other_transactions() {
	in_a_block(|| {
		let alice = Alice.to_account_id();
		let nested = |depth| (0..depth).fold(remark(), |call, _| proxied(&alice, call));
		let inside = |depth| unshield(&SEED, &sealed(&signed(Alice, nested(depth)).encode()));
		assert!(inside(8).is_some());
		assert_eq!(inside(9), None);
	});
}

#[test]
fn the_largest_transaction_inside_fills_a_carrier() {
	let plaintext = vec![1; MAX_PLAINTEXT_LEN];
	assert_eq!(ciphertext(&plaintext).len(), 8192);
}
