//! Groups of calls that proxy types allow or deny as a whole.
//!
//! `place_calls!` puts every call of the runtime into one group. A call that is missing there or is
//! there twice does not compile. To place a new call, look up its group in
//! `runtime/tests/chain/proxies/table.rs`, which has all calls of the interface; a test compares.

use crate::RuntimeCall;

/// Group of calls. Every call of the runtime is in exactly one.
///
/// A group may be empty: its calls are in the interface, but not in this runtime yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Group {
	/// Calls that keep the chain running, and services that every account may use.
	Infra,
	/// Calls for the sudo key.
	Sudo,
	/// Calls dispatched together with other signatories, from an origin without filters.
	Multisig,
	/// Calls of the EVM.
	Evm,
	/// Calls of contracts.
	Contracts,
	/// Calls that raise money together and spend it from an origin without filters.
	Crowdloan,
	/// Calls that store an encrypted call, whose content shows only when it is dispatched.
	ShieldStore,
	/// Transfers of TAO.
	BalTransfer,
	/// Repairs of balances, and burning.
	BalMaint,
	/// Changes of stake that stays with its coldkey.
	StakeMgmt,
	/// Transfers of stake to another coldkey.
	StakeTransfer,
	/// Registration of a neuron by proof of work, or up to a price limit.
	Pow,
	/// Registration of a neuron at any price.
	Burned,
	/// Registration on the root subnet.
	RootReg,
	/// Replacement of a hotkey.
	HotkeySwap,
	/// Replacement of a coldkey.
	ColdkeySwap,
	/// Dissolution of a subnet.
	Critical,
	/// Child keys and their takes.
	ChildKey,
	/// Claims of root dividends.
	RootClaim,
	/// Name and symbol of a subnet.
	Identity,
	/// Start of a subnet.
	Activation,
	/// Trades within a basket.
	Basket,
	/// Calls that spend or lock funds and are in no group of their own.
	Value,
	/// Everyday calls of miners, validators and subnet owners, and root's settings of the same
	/// pallet.
	Common,
	/// Settings of a subnet: calls for its owner or root.
	OwnerAdmin,
	/// Settings for root alone.
	RootAdmin,
	/// Choice of the hotkey that acts as owner of a subnet.
	OwnerKey,
}

/// Defines [`Group::of`] and [`PLACED_CALLS`] from one list: pallets, each with its crate, and the
/// calls of each pallet by group.
macro_rules! place_calls {
	($($pallet:ident($krate:ident) {
		$($group:ident: $($call:ident),+;)*
	})+) => {
		impl Group {
			/// Group of `call`.
			#[deny(unreachable_patterns)]
			pub fn of(call: &RuntimeCall) -> Self {
				match call {
					$(RuntimeCall::$pallet(call) => match call {
						$($($krate::Call::$call { .. })|+ => Self::$group,)*
						// Variant that FRAME adds to every call type. It has no values.
						$krate::Call::__Ignore(_, never) => match *never {},
					},)+
				}
			}
		}

		/// Every call of the runtime: names of its pallet and of the call, and its group.
		pub const PLACED_CALLS: &[(&str, &str, Group)] = &[
			$($($((stringify!($pallet), stringify!($call), Group::$group),)+)*)+
		];
	};
}

place_calls! {
	System(frame_system) {
		Infra: remark, set_heap_pages, set_code, set_code_without_checks, set_storage,
			kill_storage, kill_prefix, remark_with_event, authorize_upgrade,
			authorize_upgrade_without_checks, apply_authorized_upgrade;
	}
	Timestamp(pallet_timestamp) {
		Infra: set;
	}
	Grandpa(pallet_grandpa) {
		Infra: report_equivocation, report_equivocation_unsigned, note_stalled;
	}
	Balances(pallet_balances) {
		BalTransfer: transfer_allow_death, transfer_keep_alive, transfer_all;
		BalMaint: force_transfer, force_unreserve, upgrade_accounts, force_set_balance,
			force_adjust_total_issuance, burn;
	}
	SubtensorModule(pallet_subtensor) {
		ColdkeySwap: dispute_coldkey_swap, reset_coldkey_swap;
	}
	Utility(pallet_noesis_utility) {
		Infra: batch, as_derivative, batch_all, dispatch_as, force_batch, with_weight, if_else,
			dispatch_as_fallible;
	}
	Sudo(pallet_sudo) {
		Sudo: sudo, sudo_unchecked_weight, set_key, sudo_as, remove_key;
	}
	Multisig(pallet_multisig) {
		Multisig: as_multi_threshold_1, as_multi, approve_as_multi, cancel_as_multi, poke_deposit;
	}
	Preimage(pallet_preimage) {
		Infra: note_preimage, unnote_preimage, request_preimage, unrequest_preimage,
			ensure_updated;
	}
	Scheduler(pallet_scheduler) {
		Infra: schedule, cancel, schedule_named, cancel_named, schedule_after,
			schedule_named_after, set_retry, set_retry_named, cancel_retry, cancel_retry_named;
	}
	Proxy(pallet_noesis_proxy) {
		Infra: proxy, add_proxy, remove_proxy, remove_proxies, create_pure, kill_pure, announce,
			remove_announcement, reject_announcement, proxy_announced, poke_deposit,
			set_real_pays_fee;
	}
	SafeMode(pallet_safe_mode) {
		Infra: enter, force_enter, extend, force_extend, force_exit, force_slash_deposit,
			release_deposit, force_release_deposit;
	}
	MevShield(pallet_shield) {
		Infra: announce_next_key, submit_encrypted, set_max_pending_extrinsics_number,
			set_on_initialize_weight, set_stored_extrinsic_lifetime, set_max_extrinsic_weight;
		ShieldStore: store_encrypted;
	}
}

impl Group {
	/// Group of the call named `call` of the pallet named `pallet`, if the runtime has it.
	pub(super) fn of_named(pallet: &str, call: &str) -> Option<Self> {
		let mut placed = PLACED_CALLS.iter();
		placed.find(|placed| (placed.0, placed.1) == (pallet, call)).map(|placed| placed.2)
	}
}
