//! Runtime APIs: each method calls a pallet or a module of [`policy`](crate::policy).

#[cfg(feature = "runtime-benchmarks")]
use crate::benchmarks;
use alloc::vec::Vec;

use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	weights::Weight,
};
use pallet_shield::{runtime_api::KeyStatus, ShieldedTransaction};
use pallet_subtensor::views::{StakeInfo, SubnetPrice};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

use crate::{
	genesis,
	policy::{
		carriers, metadata,
		proxies::filter_api::{self, ProxyFilterInfo, ProxyTypeInfo},
		transactions,
	},
	AccountId, Aura, Balance, Block, Executive, Grandpa, InherentDataExt, MevShield, Nonce,
	Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys, SubtensorModule, System,
	TransactionPayment, VERSION,
};

sp_api::impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			// Clients that cannot choose a format expect 14.
			metadata::at_version(14).unwrap_or_else(|| OpaqueMetadata::new(Runtime::metadata().into()))
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			metadata::at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			transaction: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			transactions::ensure_shallow(&transaction)?;
			Executive::validate_transaction(source, transaction, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		// Authorities have no stake to lose here, so equivocations are not reported.
		fn submit_report_equivocation_unsigned_extrinsic(
			_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			_key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			None
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			_authority: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			None
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			transaction: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(transaction, len)
		}

		fn query_fee_details(
			transaction: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> FeeDetails<Balance> {
			TransactionPayment::query_fee_details(transaction, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
		Block,
		Balance,
		RuntimeCall,
	> for Runtime
	{
		fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_shield::runtime_api::ShieldApi<Block> for Runtime {
		fn try_decode_shielded_tx(
			uxt: <Block as BlockT>::Extrinsic,
		) -> Option<ShieldedTransaction> {
			MevShield::try_decode_shielded_tx(&uxt)
		}

		fn is_shielded_using_current_key(key_hash: [u8; 16]) -> bool {
			MevShield::is_pending_key(&key_hash)
		}

		fn try_unshield_tx(
			dec_key_bytes: Vec<u8>,
			shielded_tx: ShieldedTransaction,
		) -> Option<<Block as BlockT>::Extrinsic> {
			MevShield::try_unshield_tx(&dec_key_bytes, &shielded_tx)
		}
	}

	impl pallet_shield::runtime_api::CarrierApi<Block> for Runtime {
		fn key_status() -> KeyStatus {
			MevShield::key_status()
		}

		fn is_content_of(
			content: <Block as BlockT>::Extrinsic,
			carrier: <Block as BlockT>::Extrinsic,
		) -> bool {
			carriers::is_content_of(&content, &carrier)
		}
	}

	impl pallet_subtensor::views::StakeInfoRuntimeApi<Block, AccountId> for Runtime {
		fn get_stake_info_for_coldkey(coldkey_account: AccountId) -> Vec<StakeInfo<AccountId>> {
			SubtensorModule::stakes_of(&coldkey_account)
		}

		fn get_stake_info_for_coldkeys(
			coldkey_accounts: Vec<AccountId>,
		) -> Vec<(AccountId, Vec<StakeInfo<AccountId>>)> {
			let stakes = |coldkey| {
				let stakes = SubtensorModule::stakes_of(&coldkey);
				(coldkey, stakes)
			};
			coldkey_accounts.into_iter().map(stakes).collect()
		}
	}

	impl pallet_subtensor::views::BetaBasketRuntimeApi<Block, AccountId> for Runtime {
		fn get_root_basket_owed(coldkey: AccountId) -> Balance {
			let positions = SubtensorModule::root_basket_positions(&coldkey);
			positions.into_iter().map(|(_, _, payout)| payout).sum()
		}

		fn get_root_basket_positions(coldkey: AccountId) -> Vec<(AccountId, u64, Balance)> {
			SubtensorModule::root_basket_positions(&coldkey)
		}
	}

	impl pallet_subtensor::views::SwapRuntimeApi<Block> for Runtime {
		fn current_alpha_price_all() -> Vec<SubnetPrice> {
			SubtensorModule::alpha_prices()
		}
	}

	impl filter_api::ProxyFilterRuntimeApi<Block> for Runtime {
		fn get_proxy_types() -> Vec<ProxyTypeInfo> {
			filter_api::proxy_types()
		}

		fn get_proxy_filters(proxy_types: Option<Vec<u8>>) -> Vec<ProxyFilterInfo> {
			filter_api::proxy_filters(proxy_types)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
			benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		// A check that fails panics: it is how the tool that calls this learns of it.
		#[allow(clippy::expect_used, reason = "never part of a block")]
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (Weight, Weight) {
			let used = Executive::try_runtime_upgrade(checks).expect("the upgrade passes its checks");
			let limits = <Runtime as frame_system::Config>::BlockWeights::get();
			(used, limits.max_block)
		}

		#[allow(clippy::expect_used, reason = "never part of a block")]
		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			try_state: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, try_state)
				.expect("the block passes the checks")
		}
	}
}
