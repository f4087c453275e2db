//! A chain in memory, and blocks for transactions.

use std::collections::BTreeSet;

use codec::Encode;
use frame_support::dispatch::DispatchClass;
use noesis_runtime::{
	genesis, policy::proxies::ProxyType, AccountId, Address, Balances, Executive, Header, Proxy,
	Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, RuntimeOrigin, Signature,
	SignedPayload, SubtensorModule, System, TaoBalance, TxExtension, UncheckedExtrinsic,
};
use pallet_subtensor::Profile;
use serde_json::Value;
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_core::{sr25519, Pair};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::Header as _,
	ApplyExtrinsicResult,
};

/// Replaces fields of `base` by the fields of `patch` with the same name.
fn merge(base: &mut Value, patch: Value) {
	match (base, patch) {
		(Value::Object(base), Value::Object(patch)) => {
			for (key, value) in patch {
				merge(base.entry(key).or_insert(Value::Null), value);
			}
		}
		(base, patch) => *base = patch,
	}
}

/// Chain at its genesis block.
pub fn chain(block_time: u64, profile: Profile) -> TestExternalities {
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
	merge(&mut config, genesis::well_known(1, block_time, profile));
	let mut chain = TestExternalities::new_empty();
	chain.execute_with(|| {
		let json = serde_json::to_vec(&config).unwrap();
		frame_support::genesis_builder_helper::build_state::<RuntimeGenesisConfig>(json).unwrap();
	});
	chain
}

/// Runs `transactions` in the first block of a production chain, ends the block and checks that
/// both issuance counters equal the sum of all balances.
pub fn in_a_block(transactions: impl FnOnce()) {
	in_a_block_of(12_000, transactions);
}

/// [`in_a_block`] of a chain with this block time, in milliseconds.
pub fn in_a_block_of(block_time: u64, transactions: impl FnOnce()) {
	chain(block_time, Profile::Production).execute_with(|| {
		Executive::apply_extrinsic(start_block(block_time)).unwrap().unwrap();
		transactions();
		Executive::finalize_block();
		check_issuance();
	});
}

/// Starts the first block of a chain with this block time, in milliseconds, and returns its inherent.
pub fn start_block(block_time: u64) -> UncheckedExtrinsic {
	let slot = DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(1).encode());
	let digest = Digest { logs: vec![slot] };
	let genesis = frame_system::BlockHash::<Runtime>::get(0);
	let header = Header::new(1, Default::default(), Default::default(), genesis, digest);
	Executive::initialize_block(&header);
	let now = pallet_timestamp::Call::set { now: block_time };
	UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(now))
}

/// Checks that both issuance counters equal the sum of all balances, and the invariants of our own
/// pallets.
pub fn check_issuance() {
	let sum: TaoBalance = frame_system::Account::<Runtime>::iter_values()
		.map(|account| account.data.free + account.data.reserved)
		.sum();
	assert_eq!(sum, Balances::total_issuance());
	assert_eq!(sum, pallet_subtensor::TotalIssuance::<Runtime>::get());
	SubtensorModule::do_try_state().unwrap();
	noesis_runtime::Proxy::do_try_state().unwrap();
	noesis_runtime::MevShield::do_try_state().unwrap();
}

/// Extensions of a transaction with this era, nonce and tip, in rao.
fn extension(era: Era, nonce: u32, tip: u64) -> TxExtension {
	(
		noesis_extensions::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		noesis_extensions::CheckMortality::from(era),
		noesis_extensions::CheckNonce::from(nonce),
		noesis_extensions::CheckWeight::new(),
		noesis_extensions::ChargeTransactionPayment::from(TaoBalance::new(tip)),
		(
			noesis_extensions::SudoTransactionExtension::new(),
			noesis_extensions::CheckShieldedTxValidity::new(),
			pallet_subtensor::SubtensorTransactionExtension::new(),
			noesis_extensions::DrandPriority::new(),
			frame_metadata_hash_extension::CheckMetadataHash::new(false),
		),
	)
}

/// The transaction that `key` signs for `call`, valid for 128 blocks.
pub fn signed_by(
	key: &sr25519::Pair,
	nonce: u32,
	tip: u64,
	call: RuntimeCall,
) -> UncheckedExtrinsic {
	sign(key, extension(Era::mortal(128, 0), nonce, tip), call)
}

/// The transaction that `key` signs for `call`, valid in `era`.
pub fn signed_for(
	era: Era,
	key: &sr25519::Pair,
	nonce: u32,
	call: RuntimeCall,
) -> UncheckedExtrinsic {
	sign(key, extension(era, nonce, 0), call)
}

fn sign(key: &sr25519::Pair, extension: TxExtension, call: RuntimeCall) -> UncheckedExtrinsic {
	let payload = SignedPayload::new(call, extension).unwrap();
	let signature = payload.using_encoded(|bytes| key.sign(bytes));
	let (call, extension, _) = payload.deconstruct();
	let address = Address::Id(AccountId::from(key.public()));
	UncheckedExtrinsic::new_signed(call, address, Signature::from(signature), extension)
}

/// The next transaction of a well-known account, without a tip.
pub fn signed(who: Sr25519Keyring, call: RuntimeCall) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(who.to_account_id());
	signed_by(&who.pair(), nonce, 0, call)
}

/// Sends `call` as a well-known account.
pub fn send(who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> ApplyExtrinsicResult {
	Executive::apply_extrinsic(signed(who, call.into()))
}

/// Free balance of `who`, in rao.
pub fn free(who: &AccountId) -> u64 {
	Balances::free_balance(who).to_u64()
}

/// Payer and fee of the last transaction, in rao.
pub fn last_fee() -> (AccountId, u64) {
	let paid = System::events().into_iter().rev().find_map(|record| match record.event {
		RuntimeEvent::TransactionPayment(
			pallet_transaction_payment::Event::TransactionFeePaid { who, actual_fee, .. },
		) => Some((who, actual_fee.to_u64())),
		_ => None,
	});
	paid.expect("a transaction was sent")
}

/// Reference time that the transactions of the normal class have taken in this block so far, in ps.
pub fn time_used() -> u64 {
	System::block_weight().get(DispatchClass::Normal).ref_time()
}

/// Adds `delegate` to the proxies of `real`, without delay.
pub fn relate(real: &AccountId, delegate: Sr25519Keyring, proxy_type: ProxyType) {
	let origin = RuntimeOrigin::signed(real.clone());
	Proxy::add_proxy(origin, delegate.to_account_id().into(), proxy_type, 0).unwrap();
}

/// Signers of the [remarks](crate::calls::remark) dispatched so far.
pub fn remarked() -> BTreeSet<AccountId> {
	let sender = |event| match event {
		RuntimeEvent::System(frame_system::Event::Remarked { sender, .. }) => Some(sender),
		_ => None,
	};
	System::events().into_iter().filter_map(|record| sender(record.event)).collect()
}
