//! Proxy types as the public interface describes them: the group of each call, and the groups that
//! each type allows. Written from the interface, not from the tables of the runtime.
//!
//! The table has all calls of the interface, also calls that the runtime does not have yet: whoever
//! adds one finds its group here, and a test fails if it is placed in another.

use std::collections::BTreeMap;

use Members::*;

/// The calls of one pallet in a group.
enum Members {
	/// Every call of the pallet.
	All,
	/// Every call of the pallet but one.
	AllBut(&'static str),
	/// Every call of the pallet that is in no other group.
	Rest,
	/// The listed calls. `name(_more)` stands for `name` and `name_more`.
	Named(&'static str),
}

/// Groups by name. `AdminUtils` calls go without the `sudo_set_` or `sudo_` they start with.
const GROUPS: &[(&str, &str, Members)] = &[
	("Infra", "System", All),
	("Infra", "Timestamp", All),
	("Infra", "Grandpa", All),
	("Infra", "Utility", All),
	("Infra", "Preimage", All),
	("Infra", "Scheduler", All),
	("Infra", "Proxy", All),
	("Infra", "Commitments", All),
	("Infra", "SafeMode", All),
	("Infra", "Ethereum", All),
	("Infra", "BaseFee", All),
	("Infra", "Drand", All),
	("Infra", "Swap", All),
	("Infra", "LimitOrders", All),
	("Infra", "MevShield", AllBut("store_encrypted")),
	("Sudo", "Sudo", All),
	("Multisig", "Multisig", All),
	("Evm", "EVM", All),
	("Contracts", "Contracts", All),
	("Crowdloan", "Crowdloan", All),
	("ShieldStore", "MevShield", Named("store_encrypted")),
	("BalTransfer", "Balances", Named("transfer_keep_alive, transfer_allow_death, transfer_all")),
	(
		"BalMaint",
		"Balances",
		Named(
			"force_transfer, force_unreserve, upgrade_accounts, force_set_balance, \
			 force_adjust_total_issuance, burn",
		),
	),
	(
		"StakeMgmt",
		"SubtensorModule",
		Named(
			"add_stake(_limit), remove_stake(_limit), remove_stake_full_limit, unstake_all, \
			 unstake_all_alpha, move_stake(_limit), swap_stake(_limit), stake_into_basket, \
			 add_collateral, set_min_collateral",
		),
	),
	("StakeTransfer", "SubtensorModule", Named("transfer_stake, transfer_stake_and_hotkey")),
	("Pow", "SubtensorModule", Named("register, register_limit, pow_register")),
	("Burned", "SubtensorModule", Named("burned_register")),
	("RootReg", "SubtensorModule", Named("root_register")),
	("HotkeySwap", "SubtensorModule", Named("swap_hotkey, swap_hotkey_v2")),
	(
		"ColdkeySwap",
		"SubtensorModule",
		Named(
			"schedule_swap_coldkey, swap_coldkey, announce_coldkey_swap, swap_coldkey_announced, \
			 clear_coldkey_swap_announcement, dispute_coldkey_swap, reset_coldkey_swap",
		),
	),
	("Critical", "SubtensorModule", Named("dissolve_network, root_dissolve_network")),
	("ChildKey", "SubtensorModule", Named("set_children, set_childkey_take")),
	("RootClaim", "SubtensorModule", Named("claim_root, claim_root_with_hotkey")),
	("Identity", "SubtensorModule", Named("set_subnet_identity, update_symbol")),
	("Activation", "SubtensorModule", Named("start_call")),
	("Basket", "SubtensorModule", Named("swap_basket, swap_basket_many")),
	(
		"Value",
		"SubtensorModule",
		Named(
			"add_stake_burn, lock_stake, move_lock, set_perpetual_lock, recycle_alpha, burn_alpha, \
			 register_network, register_network_with_identity, register_leased_network",
		),
	),
	("Common", "SubtensorModule", Rest),
	("OwnerAdmin", "SubtensorModule", Named("set_tempo, set_activity_cutoff_factor")),
	(
		"OwnerAdmin",
		"AdminUtils",
		Named(
			"serving_rate_limit, max_difficulty, weights_version_key, adjustment_alpha, \
			 immunity_period, min_allowed_weights, rho, activity_cutoff, activity_cutoff_factor, \
			 tempo, min_burn, max_burn, bonds_moving_average, bonds_penalty, \
			 min_childkey_take_per_subnet, commit_reveal_weights_enabled, liquid_alpha_enabled, \
			 alpha_values, liquid_alpha_consensus_mode, commit_reveal_weights_interval, \
			 toggle_transfer, recycle_or_burn, alpha_sigmoid_steepness, yuma3_enabled, \
			 bonds_reset_enabled, owner_immune_neuron_limit, mechanism_count, \
			 mechanism_emission_split, trim_to_max_allowed_uids, max_allowed_uids, \
			 burn_half_life, burn_increase_mult, owner_cut_enabled, owner_cut_auto_lock_enabled, \
			 collateral_lock_share, collateral_drain_ratio",
		),
	),
	// The interface does not list these four. Their origin is "subnet owner or root", as it is for
	// every call that the interface lists here.
	(
		"OwnerAdmin",
		"AdminUtils",
		Named(
			"network_registration_allowed, network_pow_registration_allowed, epoch_consensus, \
			 trim_null_uids_batch",
		),
	),
	("RootAdmin", "AdminUtils", Rest),
	("OwnerKey", "AdminUtils", Named("sn_owner_hotkey")),
];

/// Types by name, with the groups they allow; two types allow calls with a condition on arguments.
const TYPES: [(&str, &str); 19] = [
	("Any", "everything"),
	("Owner", "Identity, OwnerAdmin"),
	(
		"NonCritical",
		"Infra, Evm, Contracts, OwnerAdmin, RootAdmin, BalTransfer, BalMaint, StakeMgmt, \
		 StakeTransfer, Pow, HotkeySwap, ChildKey, RootClaim, Identity, Activation, Value, Common",
	),
	(
		"NonTransfer",
		"Infra, OwnerAdmin, RootAdmin, StakeMgmt, Pow, Burned, RootReg, HotkeySwap, Critical, \
		 ChildKey, RootClaim, Identity, Activation, Value, Common",
	),
	("Senate", "nothing"),
	(
		"NonFungible",
		"Infra, OwnerAdmin, RootAdmin, Pow, Critical, ChildKey, RootClaim, Identity, Activation, \
		 Common",
	),
	("Triumvirate", "nothing"),
	("Governance", "nothing"),
	("Staking", "StakeMgmt"),
	("Registration", "Pow, Burned"),
	("Transfer", "BalTransfer, StakeTransfer"),
	(
		"SmallTransfer",
		"transfer_keep_alive if value < 500000000, transfer_allow_death if value < 500000000, \
		 transfer_stake if alpha_amount < 500000000, \
		 transfer_stake_and_hotkey if alpha_amount < 500000000",
	),
	("RootWeights", "nothing"),
	("ChildKeys", "ChildKey"),
	("SudoUncheckedSetCode", "sudo_unchecked_weight if call is System.set_code"),
	("SwapHotkey", "HotkeySwap"),
	("SubnetLeaseBeneficiary", "Activation, Identity, OwnerAdmin"),
	("RootClaim", "RootClaim"),
	("BasketTrading", "Basket"),
];

/// All calls of the interface, by pallet.
pub fn interface() -> BTreeMap<String, Vec<String>> {
	let pallets = crate::interface::golden::surface().pallets.into_iter();
	pallets
		.filter(|pallet| !pallet.calls.is_empty())
		.map(|pallet| (pallet.name, pallet.calls.into_iter().map(|call| call.name).collect()))
		.collect()
}

/// Expands a list of [`Members::Named`] to names of calls of a pallet.
fn expand(list: &str, pallet: &str, calls: &[String]) -> Vec<String> {
	let short = list.split(", ").flat_map(|item| match item.strip_suffix(')') {
		None => vec![item.to_string()],
		Some(both) => {
			let (name, more) = both.split_once('(').unwrap();
			vec![name.to_string(), format!("{name}{more}")]
		}
	});
	let prefixes = if pallet == "AdminUtils" { &["sudo_set_", "sudo_"][..] } else { &[""] };
	let full = |name: String| -> String {
		let mut full = prefixes.iter().map(|prefix| format!("{prefix}{name}"));
		full.find(|name| calls.contains(name)).unwrap_or_else(|| panic!("no call {pallet}.{name}"))
	};
	short.map(full).collect()
}

/// The group of every call of the interface, by pallet and name.
pub fn groups() -> BTreeMap<(String, String), &'static str> {
	let interface = interface();
	let mut groups = BTreeMap::new();
	let (rest, listed): (Vec<_>, Vec<_>) =
		GROUPS.iter().partition(|(_, _, members)| matches!(members, Rest));
	for (group, pallet, members) in listed {
		let calls = &interface[*pallet];
		let members: Vec<String> = match members {
			Named(list) => expand(list, pallet, calls),
			AllBut(one) => {
				assert!(calls.iter().any(|call| call == one), "no call {pallet}.{one}");
				calls.iter().filter(|call| call != one).cloned().collect()
			}
			All | Rest => calls.clone(),
		};
		for call in members {
			let other = groups.insert((pallet.to_string(), call.clone()), *group);
			assert_eq!(other, None, "{pallet}.{call} is in {group} and in another group");
		}
	}
	for (group, pallet, _) in rest {
		for call in &interface[*pallet] {
			groups.entry((pallet.to_string(), call.clone())).or_insert(*group);
		}
	}
	groups
}

/// Answer of a type to a call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
	No,
	Yes,
	/// Yes, if this parameter is below this limit.
	Below(String, u64),
	/// Yes, if this parameter is this call.
	Nested(String, String),
}

/// Answer of the type named `proxy_type` to the call named `call` of a group.
pub fn verdict(proxy_type: &str, group: &str, call: &str) -> Verdict {
	let (_, allowed) = TYPES.iter().find(|(name, _)| *name == proxy_type).unwrap();
	for item in allowed.split(", ") {
		if let Some((name, condition)) = item.split_once(" if ") {
			if name != call {
				continue;
			}
			return match condition.split_once(" < ") {
				Some((param, limit)) => Verdict::Below(param.into(), limit.parse().unwrap()),
				None => {
					let (param, nested) = condition.split_once(" is ").unwrap();
					Verdict::Nested(param.into(), nested.into())
				}
			};
		}
		if item == group || item == "everything" {
			return Verdict::Yes;
		}
	}
	Verdict::No
}
