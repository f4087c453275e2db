//! Calls in groups, by name: what is in no group is denied to every type but `Any`.

use frame_support::traits::CallMetadata;

/// Calls that a proxy type allows or denies together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Group {
	/// Calls of the machinery, harmless for the account or open to root only.
	Infra,
	/// Calls made with the sudo key.
	Sudo,
	/// Calls made together with others.
	Multisig,
	/// Transfers of TAO.
	BalTransfer,
	/// Repairs of balances, and burning.
	BalMaint,
}

impl Group {
	/// The group of a call, if it is in one.
	pub fn of(call: CallMetadata) -> Option<Self> {
		match (call.pallet_name, call.function_name) {
			(
				"System" | "Timestamp" | "Grandpa" | "Utility" | "Preimage" | "Scheduler" | "Proxy"
				| "SafeMode",
				_,
			) => Some(Self::Infra),
			("Sudo", _) => Some(Self::Sudo),
			("Multisig", _) => Some(Self::Multisig),
			("Balances", "transfer_keep_alive" | "transfer_allow_death" | "transfer_all") => {
				Some(Self::BalTransfer)
			}
			(
				"Balances",
				"force_transfer"
				| "force_unreserve"
				| "upgrade_accounts"
				| "force_set_balance"
				| "force_adjust_total_issuance"
				| "burn",
			) => Some(Self::BalMaint),
			_ => None,
		}
	}
}
