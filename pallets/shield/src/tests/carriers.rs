//! Carriers: their check in the pool, their envelope, and the inner extrinsic.

use codec::Encode;
use frame_support::{assert_noop, assert_ok, traits::IsSubType};
use noesis_shield::{encrypt, SEED_LEN};
use rand::{rngs::StdRng, SeedableRng};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::{ExtrinsicFormat, Preamble, SignedPayload},
	traits::{BlakeTwo256, Hash},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	DispatchError, StateVersion,
};

use super::mock::*;
use crate::{Call, Event, ShieldedTransaction, MAX_ERA, PARSING_FAILED, UNKNOWN_KEY};

type Context = frame_system::ChainContext<Test>;

/// A call that carries these bytes.
fn carrier(bytes: &[u8]) -> RuntimeCall {
	RuntimeCall::MevShield(Call::submit_encrypted { ciphertext: ciphertext(bytes) })
}

/// An extrinsic with this call, signed by the key of Ferdie.
fn extrinsic(call: RuntimeCall) -> Extrinsic {
	let signer = Sr25519Keyring::Ferdie;
	let payload = SignedPayload::new(call.clone(), ()).expect("there is nothing implicit");
	let signature = payload.using_encoded(|bytes| signer.sign(bytes));
	Extrinsic::new_signed(call, signer.to_account_id(), signature.into(), ())
}

/// These bytes encrypted to the pair with this number.
fn encrypted(plaintext: &[u8], number: u8) -> ShieldedTransaction {
	let mut rng = StdRng::from_seed([4; 32]);
	encrypt(&key(number), plaintext, &mut rng).expect("it is a key, and the text is short")
}

/// The envelope in an extrinsic, as an author's node reads it.
fn envelope_in(extrinsic: &Extrinsic) -> Option<ShieldedTransaction> {
	MevShield::try_decode_shielded_tx(extrinsic)
}

#[test]
fn carrier_changes_no_storage_and_is_reported_by_the_hash_of_signer_and_bytes() {
	build_and_execute(3, || {
		begin(1);
		let root = || sp_io::storage::root(StateVersion::V1);
		let before = root();
		assert_ok!(MevShield::submit_encrypted(signed(ALICE), ciphertext(&[170, 187])));
		// The signer's 32 bytes, then the two bytes with their compact length.
		let preimage = [&[1u8; 32][..], &[8, 170, 187]].concat();
		let id = BlakeTwo256::hash(&preimage);
		assert_eq!(own_events(), [Event::EncryptedSubmitted { id, who: ALICE }]);
		System::reset_events();
		assert_eq!(root(), before);
	});
}

#[test]
fn only_signers_submit() {
	build_and_execute(3, || {
		begin(1);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				MevShield::submit_encrypted(origin, ciphertext(&[1])),
				DispatchError::BadOrigin
			);
		}
	});
}

/// The custom code with which the check rejects a carrier of these bytes, or `None` if it passes.
fn rejection(bytes: &[u8]) -> Option<u8> {
	match MevShield::check_ciphertext(&carrier(bytes)) {
		Ok(()) => None,
		Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(code))) => Some(code),
		Err(other) => panic!("{other:?}"),
	}
}

#[test]
fn carriers_whose_bytes_are_no_envelope_are_rejected() {
	build_and_execute(1, || {
		block(1, 1);
		let bytes = encrypted(b"inner", 1).to_bytes().expect("the envelope has bytes");
		assert_eq!(rejection(&bytes), None);
		for length in [0, 1, 17, 1129, 1130] {
			let cut = bytes.get(..length).expect("the envelope is longer");
			assert_eq!(rejection(cut), Some(23));
		}
		// One byte of plaintext is enough.
		assert_eq!(rejection(&[9; 20]), Some(23));
		let hash = pair(1).key_hash();
		assert_eq!(rejection(&[&hash[..], &[0; 26]].concat()), Some(23));
		assert_eq!(rejection(&[&hash[..], &[0; 27]].concat()), None);
		assert_eq!((PARSING_FAILED, MAX_ERA), (23, 8));
	});
}

#[test]
fn carriers_of_keys_that_no_author_announced_are_rejected() {
	build_and_execute(1, || {
		let bytes =
			|number| encrypted(b"inner", number).to_bytes().expect("the envelope has bytes");
		// Before the first announcement there is no key to encrypt to.
		assert_eq!(rejection(&bytes(1)), Some(24));
		block(1, 1);
		assert_eq!(rejection(&bytes(1)), None);
		assert_eq!(rejection(&bytes(2)), Some(24));
		begin(2);
		assert_ok!(announce(None));
		// A withdrawn key is still named, and a key that nobody announced is not.
		assert_eq!(rejection(&bytes(1)), None);
		assert_eq!(rejection(&[0; 43]), Some(24));
		assert_eq!(UNKNOWN_KEY, 24);
	});
}

#[test]
fn other_calls_pass_the_check_of_carriers() {
	let stored = RuntimeCall::MevShield(Call::store_encrypted { encrypted_call: ciphertext(&[]) });
	for call in [stored, transfer(1)] {
		assert_eq!(MevShield::check_ciphertext(&call), Ok(()));
		assert_eq!(MevShield::carried_ciphertext(&call), None);
	}
	let call = carrier(&[1, 2]);
	assert_eq!(MevShield::carried_ciphertext(&call), Some(&ciphertext(&[1, 2])));
	let own: Option<&Call<Test>> = call.is_sub_type();
	assert!(own.is_some());
}

#[test]
fn envelope_of_a_signed_carrier_is_found() {
	build_and_execute(3, || {
		let envelope = encrypted(b"inner", 1);
		let bytes = envelope.to_bytes().expect("the envelope has bytes");
		assert_eq!(envelope_in(&extrinsic(carrier(&bytes))), Some(envelope));
	});
}

#[test]
fn other_extrinsics_have_no_envelope() {
	build_and_execute(3, || {
		let bytes = encrypted(b"inner", 1).to_bytes().expect("the envelope has bytes");
		assert_eq!(envelope_in(&extrinsic(transfer(1))), None);
		assert_eq!(envelope_in(&extrinsic(carrier(&[1, 2, 3]))), None);
		assert_eq!(envelope_in(&Extrinsic::new_bare(carrier(&bytes))), None);
	});
}

#[test]
fn inner_extrinsic_decrypts_to_the_signed_bytes() {
	let inner = extrinsic(transfer(7));
	let envelope = encrypted(&inner.encode(), 1);
	let decrypted: Option<Extrinsic> = MevShield::try_unshield_tx(&[1; SEED_LEN], &envelope);
	assert_eq!(decrypted.map(|extrinsic| extrinsic.encode()), Some(inner.encode()));
}

#[test]
fn another_key_and_other_plaintexts_yield_no_extrinsic() {
	let inner = extrinsic(transfer(7)).encode();
	let decrypt = |seed: &[u8], envelope: &ShieldedTransaction| -> Option<Extrinsic> {
		MevShield::try_unshield_tx(seed, envelope)
	};
	let envelope = encrypted(&inner, 1);
	assert!(decrypt(&[1; SEED_LEN], &envelope).is_some());
	assert!(decrypt(&[2; SEED_LEN], &envelope).is_none());
	assert!(decrypt(&[1; SEED_LEN - 1], &envelope).is_none());
	assert!(decrypt(&[], &envelope).is_none());
	assert!(decrypt(&[1; SEED_LEN], &encrypted(b"no extrinsic", 1)).is_none());
	let trailing = [&inner[..], &[0]].concat();
	assert!(decrypt(&[1; SEED_LEN], &encrypted(&trailing, 1)).is_none());
}

/// This call inside this many batches.
fn nested(call: RuntimeCall, batches: u32) -> RuntimeCall {
	(0..batches).fold(call, |inner, _| {
		RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![inner] })
	})
}

#[test]
fn extrinsics_nested_deeper_than_eight_levels_are_not_decoded() {
	build_and_execute(3, || {
		assert_eq!(crate::MAX_DECODE_DEPTH, 8);
		let decrypt = |batches| -> Option<Extrinsic> {
			let inner = extrinsic(nested(transfer(7), batches)).encode();
			MevShield::try_unshield_tx(&[1; SEED_LEN], &encrypted(&inner, 1))
		};
		assert!(decrypt(8).is_some());
		assert!(decrypt(9).is_none());
	});
}

#[test]
fn batch_of_a_carrier_is_no_carrier() {
	build_and_execute(3, || {
		let bytes = encrypted(b"inner", 1).to_bytes().expect("the envelope has bytes");
		let batch = nested(carrier(&bytes), 1);
		assert_eq!(envelope_in(&extrinsic(batch.clone())), None);
		assert_eq!(MevShield::carried_ciphertext(&batch), None);
		assert_eq!(MevShield::check_ciphertext(&nested(carrier(&[]), 1)), Ok(()));
	});
}

#[test]
fn test_extrinsics_have_a_valid_signature_of_ferdie() {
	use sp_runtime::traits::Checkable;
	build_and_execute(3, || {
		let signed = extrinsic(transfer(1));
		assert!(matches!(&signed.preamble, Preamble::Signed(who, ..)
			if *who == Sr25519Keyring::Ferdie.to_account_id()));
		let checked = signed.check(&Context::default()).expect("the signature is good");
		assert!(matches!(checked.format, ExtrinsicFormat::Signed(..)));
	});
}
