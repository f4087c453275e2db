//! Mock runtime with authors that take turns, and builders of the values that tests need.

use codec::{Decode, Encode};
use frame_support::{
	derive_impl,
	dispatch::DispatchResult,
	parameter_types,
	traits::{ConstBool, ConstU32, ConstU64, Contains, Hooks},
	weights::{
		constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
		Weight,
	},
};
use frame_system::limits::BlockWeights;
use noesis_shield::{KeyPair, SEED_LEN};
use sp_consensus_aura::{sr25519::AuthorityId, Slot, AURA_ENGINE_ID};
use sp_runtime::{
	app_crypto::sr25519::Public, traits::IdentityLookup, AccountId32, BoundedVec, BuildStorage,
	Digest, DigestItem, MultiSignature,
};

use crate::{
	self as pallet_shield, AuraAuthors, Ciphertext, CurrentKey, NextKey, Pallet, PendingKey,
	ShieldEncKey, StoredCallDecryptor,
};

pub(crate) type Block = frame_system::mocking::MockBlockU32<Test, MultiSignature>;
pub(crate) type Extrinsic = <Block as sp_runtime::traits::Block>::Extrinsic;

frame_support::construct_runtime!(
	pub struct Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Aura: pallet_aura,
		Balances: pallet_balances,
		Utility: pallet_utility,
		MevShield: pallet_shield,
	}
);

pub(crate) const ALICE: AccountId32 = AccountId32::new([1; 32]);
pub(crate) const BOB: AccountId32 = AccountId32::new([2; 32]);

/// Free balance of Alice and of Bob at the start.
pub(crate) const ENDOWMENT: u64 = 10_000;

parameter_types! {
	/// Reference time of a block, in picoseconds: four seconds, as on the chain, by default.
	pub static BlockTime: u64 = 4 * WEIGHT_REF_TIME_PER_SECOND;
	pub Limits: BlockWeights =
		BlockWeights::simple_max(Weight::from_parts(BlockTime::get(), u64::MAX));
	/// Whether carriers are filtered, as in safe mode: not by default.
	pub static IsSafeMode: bool = false;
}

/// Filters carriers if [`IsSafeMode`] is set.
pub struct Filter;

impl Contains<RuntimeCall> for Filter {
	fn contains(call: &RuntimeCall) -> bool {
		let carrier =
			matches!(call, RuntimeCall::MevShield(pallet_shield::Call::submit_encrypted { .. }));
		!(carrier && IsSafeMode::get())
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type AccountId = AccountId32;
	type BaseCallFilter = Filter;
	type Block = Block;
	type BlockWeights = Limits;
	type DbWeight = RocksDbWeight;
	type Lookup = IdentityLookup<AccountId32>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

impl pallet_timestamp::Config for Test {
	type MinimumPeriod = ConstU64<1>;
	type Moment = u64;
	type OnTimestampSet = ();
	type WeightInfo = ();
}

impl pallet_utility::Config for Test {
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
}

impl pallet_aura::Config for Test {
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type AuthorityId = AuthorityId;
	type DisabledValidators = ();
	type MaxAuthorities = ConstU32<8>;
	type SlotDuration = ConstU64<2>;
}

parameter_types! {
	/// Whether stored calls are decrypted: not by default, as on the chain.
	pub static CanDecrypt: bool = false;
}

/// Decodes a stored call as if its encoding were its encryption, if [`CanDecrypt`] is set.
pub struct TestDecryptor;

/// Weight of one attempt of the test decryptor.
pub(crate) const DECRYPTION: Weight = Weight::from_parts(1_000, 0);

impl StoredCallDecryptor<RuntimeCall> for TestDecryptor {
	fn try_decrypt(mut encrypted_call: &[u8]) -> Option<RuntimeCall> {
		if !CanDecrypt::get() {
			return <() as StoredCallDecryptor<RuntimeCall>>::try_decrypt(encrypted_call);
		}
		RuntimeCall::decode(&mut encrypted_call).ok()
	}

	fn weight(encrypted_call: &[u8]) -> Weight {
		if !CanDecrypt::get() {
			return <() as StoredCallDecryptor<RuntimeCall>>::weight(encrypted_call);
		}
		DECRYPTION
	}
}

impl crate::Config for Test {
	type AuthorityId = AuthorityId;
	type FindAuthors = AuraAuthors<Test>;
	type RuntimeCall = RuntimeCall;
	type StoredCallDecryptor = TestDecryptor;
	type WeightInfo = ();
}

/// The id of the author with this number.
pub(crate) fn author(number: u8) -> AuthorityId {
	AuthorityId::from(Public::from_raw([number; 32]))
}

/// Runs a test with this many authors before the first block, then checks the invariants.
pub(crate) fn build_and_execute(authors: u8, test: impl FnOnce()) {
	reset();
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a default genesis");
	pallet_balances::GenesisConfig::<Test> {
		balances: vec![(ALICE, ENDOWMENT), (BOB, ENDOWMENT)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances are valid");
	pallet_aura::GenesisConfig::<Test> { authorities: (0..authors).map(author).collect() }
		.assimilate_storage(&mut storage)
		.expect("the authors are few");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		test();
		Pallet::<Test>::do_try_state().expect("the invariants hold after the test");
	});
	reset();
}

/// Sets the parameters to their defaults.
fn reset() {
	CanDecrypt::set(false);
	BlockTime::set(4 * WEIGHT_REF_TIME_PER_SECOND);
	IsSafeMode::set(false);
}

/// Makes the authors with these numbers the authors of the chain.
pub(crate) fn appoint(numbers: &[u8]) {
	let authors: Vec<_> = numbers.iter().copied().map(author).collect();
	pallet_aura::Authorities::<Test>::put(BoundedVec::truncate_from(authors));
}

/// Begins a block in this slot and returns the weight that the pallet used in it.
pub(crate) fn begin_block(number: u32, slot: u64) -> Weight {
	let digest =
		Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(slot).encode())] };
	System::reset_events();
	System::initialize(&number, &Default::default(), &digest);
	Aura::on_initialize(number);
	let used = MevShield::on_initialize(number);
	Pallet::<Test>::do_try_state().expect("the invariants hold after the hook");
	used
}

/// Begins a block, no slot missed, and returns the weight that the pallet used in it.
pub(crate) fn begin(number: u32) -> Weight {
	begin_block(number, number.into())
}

/// The key pair with this number.
pub(crate) fn pair(number: u8) -> KeyPair {
	KeyPair::from_seed(&[number; SEED_LEN])
}

/// The public key of a pair in the form in which it is announced.
pub(crate) fn key_of(pair: &KeyPair) -> ShieldEncKey {
	BoundedVec::truncate_from(pair.encapsulation_key().to_vec())
}

/// The public key of the pair with this number.
pub(crate) fn key(number: u8) -> ShieldEncKey {
	key_of(&pair(number))
}

/// Announces a key for the author of this block.
pub(crate) fn announce(key: Option<ShieldEncKey>) -> DispatchResult {
	let outcome = MevShield::announce_next_key(RuntimeOrigin::none(), key);
	Pallet::<Test>::do_try_state().expect("the invariants hold after an announcement");
	outcome.map(|_| ()).map_err(|failure| failure.error)
}

/// Builds a block in this slot, in which its author announces the key with this number.
pub(crate) fn block_in(number: u32, slot: u64, key_number: u8) {
	begin_block(number, slot);
	announce(Some(key(key_number))).expect("the key is one");
}

/// Builds a block without a missed slot, in which its author announces the key with this number.
pub(crate) fn block(number: u32, key_number: u8) {
	block_in(number, number.into(), key_number);
}

/// The current, the pending and the next key.
pub(crate) fn keys() -> [Option<ShieldEncKey>; 3] {
	[CurrentKey::<Test>::get(), PendingKey::<Test>::get(), NextKey::<Test>::get()]
}

/// The public keys of the pairs with these numbers; 0 stands for no key.
pub(crate) fn numbered(numbers: [u8; 3]) -> [Option<ShieldEncKey>; 3] {
	numbers.map(|number| (number != 0).then(|| key(number)))
}

/// Bytes in the form in which calls take them.
pub(crate) fn ciphertext(bytes: &[u8]) -> Ciphertext {
	Ciphertext::try_from(bytes.to_vec()).expect("ciphertexts in tests are short")
}

/// An origin signed by `who`.
pub(crate) fn signed(who: AccountId32) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// A call that transfers `value` to Bob.
pub(crate) fn transfer(value: u64) -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_allow_death { dest: BOB, value })
}

/// The events of the pallet in this block.
pub(crate) fn own_events() -> Vec<crate::Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::MevShield(event) => Some(event),
			_ => None,
		})
		.collect()
}
