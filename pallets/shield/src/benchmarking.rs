//! Benchmarks of the calls and the hook, with the largest number of authors and the longest
//! ciphertexts.
//!
//! `l` is the length of a ciphertext in bytes, `n` the number of calls in the queue.

use alloc::{vec, vec::Vec};

use codec::Decode;
use frame_benchmarking::{benchmarking::add_to_whitelist, v2::*, BenchmarkError};
use frame_support::{
	traits::{Get, Hooks},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use noesis_shield::{ENCAPSULATION_KEY_LEN, MAX_CIPHERTEXT_LEN};
use sp_runtime::traits::{BlakeTwo256, Hash, One, Saturating, TrailingZeroInput};

use crate::{
	AnnouncedHashes, AnnouncedKeys, AuthorKeys, Call, Ciphertext, Config, CurrentKey, Event,
	ExtrinsicLifetime, LastAnnouncement, MaxExtrinsicWeight, MaxPendingExtrinsicsLimit, NextKey,
	NextKeyExpiresAt, NextPendingExtrinsicIndex, OnInitializeWeight, Pallet, PendingExtrinsic,
	PendingExtrinsics, PendingKey, PendingKeyExpiresAt, ShieldEncKey, ABSOLUTE_MAX_WEIGHT,
	MAX_ANNOUNCED_KEYS, MAX_AUTHORS, MAX_VISITS_PER_BLOCK,
};

/// Identifier of an author.
type AuthorOf<T> = <T as Config>::AuthorityId;

/// List of authors, as Aura stores it.
type AuthoritiesOf<T> =
	BoundedVec<<T as pallet_aura::Config>::AuthorityId, <T as pallet_aura::Config>::MaxAuthorities>;

/// Key whose bytes are all the same.
fn key(byte: u8) -> ShieldEncKey {
	BoundedVec::truncate_from(vec![byte; ENCAPSULATION_KEY_LEN])
}

/// Ciphertext of this length.
fn ciphertext(length: u32) -> Ciphertext {
	BoundedVec::truncate_from(vec![7; length as usize])
}

/// Identifiers of `count` authors.
fn authors<T: Config>(count: u32) -> Result<Vec<AuthorOf<T>>, BenchmarkError> {
	let author = |n: u32| {
		let entropy = BlakeTwo256::hash_of(&("author", n));
		AuthorOf::<T>::decode(&mut TrailingZeroInput::new(entropy.as_ref()))
			.map_err(|_| BenchmarkError::Stop("an author is any 32 bytes"))
	};
	(0..count).map(author).collect()
}

/// Puts `count` calls of the largest size into the queue, stored in this block.
fn fill_queue<T: Config>(count: u32) {
	let submitted_at = frame_system::Pallet::<T>::block_number();
	for index in 0..count {
		let who: T::AccountId = account("signer", index, 0);
		let encrypted_call = ciphertext(MAX_CIPHERTEXT_LEN);
		PendingExtrinsics::<T>::insert(
			index,
			PendingExtrinsic { who, encrypted_call, submitted_at },
		);
	}
	NextPendingExtrinsicIndex::<T>::put(count);
}

/// Fills the list of announced keys; the last are those of the bytes 3, 2 and 1.
fn fill_announced_keys<T: Config>() {
	let hashes: Vec<_> = (1..=MAX_ANNOUNCED_KEYS)
		.rev()
		.filter_map(|number| u8::try_from(number).ok())
		.map(|byte| noesis_shield::key_hash(&key(byte)))
		.collect();
	AnnouncedKeys::<T>::put(AnnouncedHashes::truncate_from(hashes));
	assert!(AnnouncedKeys::<T>::get().is_full());
}

/// Runs the hook at the start of this block.
fn begin_block<T: Config>() {
	let now = frame_system::Pallet::<T>::block_number();
	<Pallet<T> as Hooks<BlockNumberFor<T>>>::on_initialize(now);
}

/// Asserts that the last event is `event`.
fn assert_last<T: Config>(event: Event<T>) {
	let event = <T as frame_system::Config>::RuntimeEvent::from(event);
	frame_system::Pallet::<T>::assert_last_event(event);
}

#[benchmarks(where T: pallet_aura::Config<AuthorityId = AuthorOf<T>>)]
mod benchmarks {
	use super::*;

	/// Every other author has missed its slot. Their keys are removed, and the search for the next
	/// key ends at the last author, that of this block. The list of announced keys is full.
	#[benchmark]
	fn announce_next_key() -> Result<(), BenchmarkError> {
		let count = MAX_AUTHORS.min(<T as pallet_aura::Config>::MaxAuthorities::get());
		let all = authors::<T>(count)?;
		let author = all.first().ok_or("there is an author")?.clone();
		for other in &all {
			AuthorKeys::<T>::insert(other, key(1));
		}
		let slot = 10 * u64::from(count);
		let others = u64::from(count) - 1;
		pallet_aura::Authorities::<T>::put(AuthoritiesOf::<T>::truncate_from(all));
		pallet_aura::CurrentSlot::<T>::mutate(|current| *current = slot.into());
		let now = frame_system::Pallet::<T>::block_number();
		LastAnnouncement::<T>::put((slot - u64::from(count), now.saturating_sub(One::one())));
		fill_announced_keys::<T>();
		PendingKey::<T>::put(key(2));
		PendingKeyExpiresAt::<T>::put(now);
		NextKey::<T>::put(key(3));
		NextKeyExpiresAt::<T>::put(now);
		assert_eq!(AuthorKeys::<T>::iter_keys().count() as u64, others + 1);

		#[extrinsic_call]
		_(RawOrigin::None, Some(key(4)));

		assert_eq!(CurrentKey::<T>::get(), Some(key(2)));
		assert_eq!(PendingKey::<T>::get(), Some(key(3)));
		assert_eq!(NextKey::<T>::get(), Some(key(1)));
		assert_eq!(AuthorKeys::<T>::get(author), Some(key(4)));
		assert_eq!(AuthorKeys::<T>::iter_keys().count(), 1);
		Ok(())
	}

	#[benchmark]
	fn submit_encrypted(l: Linear<0, MAX_CIPHERTEXT_LEN>) {
		let who: T::AccountId = whitelisted_caller();
		let ciphertext = ciphertext(l);
		let id = T::Hashing::hash_of(&(&who, &ciphertext));

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), ciphertext);

		assert_last::<T>(Event::EncryptedSubmitted { id, who });
	}

	/// The last call that the queue takes.
	#[benchmark]
	fn store_encrypted() {
		let who: T::AccountId = whitelisted_caller();
		let index = MaxPendingExtrinsicsLimit::<T>::get() - 1;
		fill_queue::<T>(index);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), ciphertext(MAX_CIPHERTEXT_LEN));

		assert_eq!(PendingExtrinsics::<T>::count(), MaxPendingExtrinsicsLimit::<T>::get());
		assert_last::<T>(Event::ExtrinsicStored { index, who });
	}

	#[benchmark]
	fn set_max_pending_extrinsics_number() {
		let value = 1_000;

		#[extrinsic_call]
		_(RawOrigin::Root, value);

		assert_eq!(MaxPendingExtrinsicsLimit::<T>::get(), value);
	}

	#[benchmark]
	fn set_on_initialize_weight() {
		#[extrinsic_call]
		_(RawOrigin::Root, ABSOLUTE_MAX_WEIGHT);

		assert_eq!(OnInitializeWeight::<T>::get(), ABSOLUTE_MAX_WEIGHT);
	}

	#[benchmark]
	fn set_stored_extrinsic_lifetime() {
		let value = 1_000;

		#[extrinsic_call]
		_(RawOrigin::Root, value);

		assert_eq!(ExtrinsicLifetime::<T>::get(), value);
	}

	#[benchmark]
	fn set_max_extrinsic_weight() {
		#[extrinsic_call]
		_(RawOrigin::Root, ABSOLUTE_MAX_WEIGHT);

		assert_eq!(MaxExtrinsicWeight::<T>::get(), ABSOLUTE_MAX_WEIGHT);
	}

	/// The start of a block with an empty queue.
	#[benchmark]
	fn look_at_queue() {
		assert_eq!(PendingExtrinsics::<T>::count(), 0);
		let events = frame_system::Pallet::<T>::event_count();

		#[block]
		{
			begin_block::<T>();
		}

		assert_eq!(frame_system::Pallet::<T>::event_count(), events);
	}

	/// The start of a block with one call in the queue, which is removed as well.
	#[benchmark]
	fn open_queue() {
		fill_queue::<T>(1);

		#[block]
		{
			begin_block::<T>();
		}

		assert_eq!(PendingExtrinsics::<T>::count(), 0);
		assert_last::<T>(Event::ExtrinsicDecodeFailed { index: 0 });
	}

	#[benchmark]
	fn visit_stored() {
		let index = MaxPendingExtrinsicsLimit::<T>::get() - 1;
		fill_queue::<T>(index + 1);
		let stored;

		#[block]
		{
			stored = PendingExtrinsics::<T>::get(index);
			Pallet::<T>::deposit_event(Event::ExtrinsicDecodeFailed { index });
		}

		assert_eq!(stored.map(|call| call.encrypted_call), Some(ciphertext(MAX_CIPHERTEXT_LEN)));
		assert_last::<T>(Event::ExtrinsicDecodeFailed { index });
	}

	/// The counter of the queue is not counted: it is read and written once for all rows, which
	/// `open_queue` covers.
	#[benchmark]
	fn remove_stored() {
		let count = MaxPendingExtrinsicsLimit::<T>::get();
		fill_queue::<T>(count);
		add_to_whitelist(PendingExtrinsics::<T>::counter_storage_final_key().to_vec().into());

		#[block]
		{
			PendingExtrinsics::<T>::remove(0);
		}

		assert_eq!(PendingExtrinsics::<T>::count(), count - 1);
	}

	/// The start of a block with `n` calls that cannot be decrypted, all of which are removed. The
	/// hook charges this as the sum of the steps above.
	#[benchmark(extra)]
	fn process_queue(n: Linear<1, MAX_VISITS_PER_BLOCK>) {
		fill_queue::<T>(n);

		#[block]
		{
			begin_block::<T>();
		}

		assert_eq!(PendingExtrinsics::<T>::count(), 0);
		assert!(PendingExtrinsics::<T>::iter_keys().next().is_none());
		assert_last::<T>(Event::ExtrinsicDecodeFailed { index: n - 1 });
	}

	impl_benchmark_test_suite!(Pallet, super::new_test_ext(), crate::tests::mock::Test);
}

/// Empty chain for the tests below.
#[cfg(test)]
fn new_test_ext() -> sp_io::TestExternalities {
	let genesis = frame_system::GenesisConfig::<crate::tests::mock::Test>::default();
	sp_runtime::BuildStorage::build_storage(&genesis).expect("the genesis is valid").into()
}
