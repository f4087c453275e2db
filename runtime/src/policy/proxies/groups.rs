//! Calls in groups, by name: what is in no group is denied to every type but `Any`.
//!
//! Calls and pallets that this runtime does not have yet are listed too: they count from the
//! moment they appear. A call that nobody has thought of is denied, unless its pallet is listed as
//! a whole; a test fails in both cases until the call is known.

use Calls::{All, Named};

/// The pallet of the network itself.
pub(super) const SUBTENSOR: &str = "SubtensorModule";
/// The pallet of root's and owners' settings.
const ADMIN: &str = "AdminUtils";

/// Which calls of a pallet a group has.
#[derive(Clone, Copy, Debug)]
enum Calls {
	/// Every call of the pallet.
	All,
	/// The calls of these names.
	Named(&'static [&'static str]),
}

impl Calls {
	fn contains(self, call: &str) -> bool {
		match self {
			All => true,
			Named(names) => names.contains(&call),
		}
	}
}

/// Calls that a proxy type allows or denies together.
#[derive(Clone, Copy, Debug)]
pub struct Group {
	name: &'static str,
	pallets: &'static [(&'static str, Calls)],
}

impl Group {
	const fn new(name: &'static str, pallets: &'static [(&'static str, Calls)]) -> Self {
		Self { name, pallets }
	}

	/// What the group is called where proxy types are documented.
	pub const fn name(&self) -> &'static str {
		self.name
	}

	/// Pallet and name of the calls that are listed one by one, not as all calls of their pallet.
	pub fn named_calls(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
		self.pallets.iter().flat_map(|(pallet, calls)| {
			let names = match calls {
				All => &[],
				Named(names) => *names,
			};
			names.iter().map(move |name| (*pallet, *name))
		})
	}

	/// Whether the call named `call` of the pallet named `pallet` is in the group.
	pub fn contains(&self, pallet: &str, call: &str) -> bool {
		self.pallets.iter().any(|(name, calls)| *name == pallet && calls.contains(call))
	}
}

/// Calls of the machinery, and of services that every account may use.
pub const INFRA: Group = Group::new(
	"Infra",
	&[
		("System", All),
		("Timestamp", All),
		("Grandpa", All),
		("Utility", All),
		("Preimage", All),
		("Scheduler", All),
		("Proxy", All),
		("Commitments", All),
		("SafeMode", All),
		("Ethereum", All),
		("BaseFee", All),
		("Drand", All),
		("Swap", All),
		("LimitOrders", All),
		(
			"MevShield",
			Named(&[
				"announce_next_key",
				"submit_encrypted",
				"set_max_pending_extrinsics_number",
				"set_on_initialize_weight",
				"set_stored_extrinsic_lifetime",
				"set_max_extrinsic_weight",
			]),
		),
	],
);

/// Calls made with the sudo key.
pub const SUDO: Group = Group::new("Sudo", &[("Sudo", All)]);

/// Calls made together with others, from an origin without filters.
pub const MULTISIG: Group = Group::new("Multisig", &[("Multisig", All)]);

/// Calls of the EVM.
pub const EVM: Group = Group::new("Evm", &[("EVM", All)]);

/// Calls of contracts.
pub const CONTRACTS: Group = Group::new("Contracts", &[("Contracts", All)]);

/// Raising money together, and spending it from an origin without filters.
pub const CROWDLOAN: Group = Group::new("Crowdloan", &[("Crowdloan", All)]);

/// Calls whose content shows only when they run.
pub const SHIELD_STORE: Group =
	Group::new("ShieldStore", &[("MevShield", Named(&["store_encrypted"]))]);

/// Transfers of TAO.
pub const BAL_TRANSFER: Group = Group::new(
	"BalTransfer",
	&[("Balances", Named(&["transfer_allow_death", "transfer_keep_alive", "transfer_all"]))],
);

/// Repairs of balances, and burning.
pub const BAL_MAINT: Group = Group::new(
	"BalMaint",
	&[(
		"Balances",
		Named(&[
			"force_transfer",
			"force_unreserve",
			"upgrade_accounts",
			"force_set_balance",
			"force_adjust_total_issuance",
			"burn",
		]),
	)],
);

/// Stake that stays with its coldkey.
pub const STAKE_MGMT: Group = Group::new(
	"StakeMgmt",
	&[(
		SUBTENSOR,
		Named(&[
			"add_stake",
			"add_stake_limit",
			"remove_stake",
			"remove_stake_limit",
			"remove_stake_full_limit",
			"unstake_all",
			"unstake_all_alpha",
			"move_stake",
			"move_stake_limit",
			"swap_stake",
			"swap_stake_limit",
			"stake_into_basket",
			"add_collateral",
			"set_min_collateral",
		]),
	)],
);

/// Stake that goes to another coldkey.
pub const STAKE_TRANSFER: Group = Group::new(
	"StakeTransfer",
	&[(SUBTENSOR, Named(&["transfer_stake", "transfer_stake_and_hotkey"]))],
);

/// Registration of a neuron for work, or at a limited price.
pub const POW: Group =
	Group::new("Pow", &[(SUBTENSOR, Named(&["register", "register_limit", "pow_register"]))]);

/// Registration of a neuron at any price.
pub const BURNED: Group = Group::new("Burned", &[(SUBTENSOR, Named(&["burned_register"]))]);

/// Registration on the root subnet.
pub const ROOT_REG: Group = Group::new("RootReg", &[(SUBTENSOR, Named(&["root_register"]))]);

/// Replacing a hotkey.
pub const HOTKEY_SWAP: Group =
	Group::new("HotkeySwap", &[(SUBTENSOR, Named(&["swap_hotkey", "swap_hotkey_v2"]))]);

/// Replacing the coldkey: no type but `Any` goes near it.
pub const COLDKEY_SWAP: Group = Group::new(
	"ColdkeySwap",
	&[(
		SUBTENSOR,
		Named(&[
			"schedule_swap_coldkey",
			"swap_coldkey",
			"announce_coldkey_swap",
			"swap_coldkey_announced",
			"clear_coldkey_swap_announcement",
			"dispute_coldkey_swap",
			"reset_coldkey_swap",
		]),
	)],
);

/// The end of a subnet.
pub const CRITICAL: Group =
	Group::new("Critical", &[(SUBTENSOR, Named(&["dissolve_network", "root_dissolve_network"]))]);

/// Child keys and their takes.
pub const CHILD_KEY: Group =
	Group::new("ChildKey", &[(SUBTENSOR, Named(&["set_children", "set_childkey_take"]))]);

/// Claims of what root earns.
pub const ROOT_CLAIM: Group =
	Group::new("RootClaim", &[(SUBTENSOR, Named(&["claim_root", "claim_root_with_hotkey"]))]);

/// What a subnet is called.
pub const IDENTITY: Group =
	Group::new("Identity", &[(SUBTENSOR, Named(&["set_subnet_identity", "update_symbol"]))]);

/// The start of a subnet.
pub const ACTIVATION: Group = Group::new("Activation", &[(SUBTENSOR, Named(&["start_call"]))]);

/// Trades within a basket.
pub const BASKET: Group =
	Group::new("Basket", &[(SUBTENSOR, Named(&["swap_basket", "swap_basket_many"]))]);

/// Spending and locking, but for what other groups list.
pub const VALUE: Group = Group::new(
	"Value",
	&[(
		SUBTENSOR,
		Named(&[
			"add_stake_burn",
			"lock_stake",
			"move_lock",
			"set_perpetual_lock",
			"recycle_alpha",
			"burn_alpha",
			"register_network",
			"register_network_with_identity",
			"register_leased_network",
		]),
	)],
);

/// Everyday work of miners, validators and subnet owners, and root's settings of the pallet.
pub const COMMON: Group = Group::new(
	"Common",
	&[(
		SUBTENSOR,
		Named(&[
			"set_weights",
			"serve_axon",
			"serve_prometheus",
			"serve_axon_tls",
			"decrease_take",
			"increase_take",
			"set_identity",
			"sudo_set_tx_childkey_take_rate_limit",
			"sudo_set_min_childkey_take",
			"sudo_set_max_childkey_take",
			"batch_set_weights",
			"try_associate_hotkey",
			"associate_evm_key",
			"commit_weights",
			"reveal_weights",
			"batch_reveal_weights",
			"batch_commit_weights",
			"set_pending_childkey_cooldown",
			"terminate_lease",
			"commit_timelocked_weights",
			"set_coldkey_auto_stake_hotkey",
			"commit_mechanism_weights",
			"reveal_mechanism_weights",
			"commit_crv3_mechanism_weights",
			"commit_timelocked_mechanism_weights",
			"set_mechanism_weights",
			"sudo_set_root_claim_threshold",
			"enable_voting_power_tracking",
			"disable_voting_power_tracking",
			"sudo_set_voting_power_ema_alpha",
			"set_auto_parent_delegation_enabled",
			"trigger_epoch",
			"set_reject_locked_alpha",
		]),
	)],
);

/// Settings of a subnet: calls for its owner or root.
pub const OWNER_ADMIN: Group = Group::new(
	"OwnerAdmin",
	&[
		(SUBTENSOR, Named(&["set_tempo", "set_activity_cutoff_factor"])),
		(
			ADMIN,
			Named(&[
				"sudo_set_serving_rate_limit",
				"sudo_set_max_difficulty",
				"sudo_set_weights_version_key",
				"sudo_set_adjustment_alpha",
				"sudo_set_immunity_period",
				"sudo_set_min_allowed_weights",
				"sudo_set_max_allowed_uids",
				"sudo_set_rho",
				"sudo_set_activity_cutoff",
				"sudo_set_network_registration_allowed",
				"sudo_set_network_pow_registration_allowed",
				"sudo_set_min_burn",
				"sudo_set_max_burn",
				"sudo_set_bonds_moving_average",
				"sudo_set_tempo",
				"sudo_set_commit_reveal_weights_enabled",
				"sudo_set_liquid_alpha_enabled",
				"sudo_set_alpha_values",
				"sudo_set_commit_reveal_weights_interval",
				"sudo_set_bonds_penalty",
				"sudo_set_toggle_transfer",
				"sudo_set_alpha_sigmoid_steepness",
				"sudo_set_yuma3_enabled",
				"sudo_set_bonds_reset_enabled",
				"sudo_set_owner_immune_neuron_limit",
				"sudo_set_mechanism_count",
				"sudo_set_mechanism_emission_split",
				"sudo_trim_to_max_allowed_uids",
				"sudo_set_recycle_or_burn",
				"sudo_set_burn_half_life",
				"sudo_set_burn_increase_mult",
				"sudo_set_owner_cut_enabled",
				"sudo_set_min_childkey_take_per_subnet",
				"sudo_set_owner_cut_auto_lock_enabled",
				"sudo_set_activity_cutoff_factor",
				"sudo_set_collateral_lock_share",
				"sudo_set_collateral_drain_ratio",
				"sudo_set_liquid_alpha_consensus_mode",
				"sudo_set_epoch_consensus",
				"sudo_trim_null_uids_batch",
			]),
		),
	],
);

/// Settings for root alone.
pub const ROOT_ADMIN: Group = Group::new(
	"RootAdmin",
	&[(
		ADMIN,
		Named(&[
			"swap_authorities",
			"sudo_set_default_take",
			"sudo_set_tx_rate_limit",
			"sudo_set_min_difficulty",
			"sudo_set_weights_set_rate_limit",
			"sudo_set_adjustment_interval",
			"sudo_set_kappa",
			"sudo_set_target_registrations_per_interval",
			"sudo_set_difficulty",
			"sudo_set_max_allowed_validators",
			"sudo_set_max_registrations_per_block",
			"sudo_set_subnet_owner_cut",
			"sudo_set_network_rate_limit",
			"sudo_set_total_issuance",
			"sudo_set_network_immunity_period",
			"sudo_set_network_min_lock_cost",
			"sudo_set_subnet_limit",
			"sudo_set_lock_reduction_interval",
			"sudo_set_rao_recycled",
			"sudo_set_stake_threshold",
			"sudo_set_nominator_min_required_stake",
			"sudo_set_tx_delegate_take_rate_limit",
			"sudo_set_min_delegate_take",
			"sudo_set_dissolve_network_schedule_duration",
			"sudo_set_evm_chain_id",
			"schedule_grandpa_change",
			"sudo_toggle_evm_precompile",
			"sudo_set_subnet_moving_alpha",
			"sudo_set_ema_price_halving_period",
			"sudo_set_subtoken_enabled",
			"sudo_set_commit_reveal_version",
			"sudo_set_ck_burn",
			"sudo_set_admin_freeze_window",
			"sudo_set_owner_hparam_rate_limit",
			"sudo_set_min_allowed_uids",
			"sudo_set_tao_flow_cutoff",
			"sudo_set_tao_flow_normalization_exponent",
			"sudo_set_tao_flow_smoothing_factor",
			"sudo_set_min_non_immune_uids",
			"sudo_set_start_call_delay",
			"sudo_set_coldkey_swap_announcement_delay",
			"sudo_set_coldkey_swap_reannouncement_delay",
			"sudo_set_max_mechanism_count",
			"sudo_set_net_tao_flow_enabled",
			"sudo_set_subnet_emission_enabled",
			"sudo_set_max_epochs_per_block",
			"sudo_set_emission_bar_quantile",
			"sudo_set_emission_gate_exponent",
			"sudo_set_emission_bar_rank",
			"sudo_set_basket_concentration_cap",
			"sudo_set_basket_trading_enabled",
			"sudo_set_basket_trading_frozen",
			"sudo_set_basket_daily_turnover_cap",
			"sudo_set_basket_liquidity_cap",
			"sudo_set_basket_claim_dust",
			"sudo_set_basket_min_trade_tao",
		]),
	)],
);

/// Who acts as owner of a subnet.
pub const OWNER_KEY: Group =
	Group::new("OwnerKey", &[(ADMIN, Named(&["sudo_set_sn_owner_hotkey"]))]);

/// Every group. A call is in one of them at most.
pub const ALL: &[Group] = &[
	INFRA,
	SUDO,
	MULTISIG,
	EVM,
	CONTRACTS,
	CROWDLOAN,
	SHIELD_STORE,
	BAL_TRANSFER,
	BAL_MAINT,
	STAKE_MGMT,
	STAKE_TRANSFER,
	POW,
	BURNED,
	ROOT_REG,
	HOTKEY_SWAP,
	COLDKEY_SWAP,
	CRITICAL,
	CHILD_KEY,
	ROOT_CLAIM,
	IDENTITY,
	ACTIVATION,
	BASKET,
	VALUE,
	COMMON,
	OWNER_ADMIN,
	ROOT_ADMIN,
	OWNER_KEY,
];
