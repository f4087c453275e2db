//! What a proxy of each type may do.

mod groups;

use crate::RuntimeCall;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{GetCallMetadata, InstanceFilter};
pub use groups::Group;
use noesis_types::TaoBalance;
use scale_info::TypeInfo;

/// Below this amount, in rao, a transfer is small.
pub const SMALL_TRANSFER_LIMIT: TaoBalance = TaoBalance::new(500_000_000);

/// What a proxy may do for the account behind it.
///
/// Four types have lost their subject and allow nothing; their indices stay taken.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// What the owner of a subnet decides.
	#[codec(index = 1)]
	Owner,
	/// Everything but what cannot be undone.
	#[codec(index = 2)]
	NonCritical,
	/// Everything that leaves the account's money with it.
	#[codec(index = 3)]
	NonTransfer,
	/// Nothing.
	#[codec(index = 4)]
	Senate,
	/// Everything that touches no balance and no stake.
	#[codec(index = 5)]
	NonFungible,
	/// Nothing.
	#[codec(index = 6)]
	Triumvirate,
	/// Nothing.
	#[codec(index = 7)]
	Governance,
	/// Adding, moving and removing stake.
	#[codec(index = 8)]
	Staking,
	/// Registering neurons.
	#[codec(index = 9)]
	Registration,
	/// Transfers.
	#[codec(index = 10)]
	Transfer,
	/// Transfers below [`SMALL_TRANSFER_LIMIT`].
	#[codec(index = 11)]
	SmallTransfer,
	/// Nothing.
	#[codec(index = 12)]
	RootWeights,
	/// Child keys and their takes.
	#[codec(index = 13)]
	ChildKeys,
	/// Replacing the runtime through Sudo.
	#[codec(index = 14)]
	SudoUncheckedSetCode,
	/// Swapping hotkeys.
	#[codec(index = 15)]
	SwapHotkey,
	/// What the beneficiary of a leased subnet decides.
	#[codec(index = 16)]
	SubnetLeaseBeneficiary,
	/// Claiming what root earns.
	#[codec(index = 17)]
	RootClaim,
	/// Trading baskets.
	#[codec(index = 18)]
	BasketTrading,
}

impl ProxyType {
	/// The groups of calls that a type allows as a whole. [`ProxyType::Any`] needs none, and two
	/// types look at the arguments of a call instead.
	const fn groups(self) -> &'static [Group] {
		use Group::*;
		match self {
			Self::NonCritical => &[Infra, BalTransfer, BalMaint],
			Self::NonTransfer | Self::NonFungible => &[Infra],
			Self::Transfer => &[BalTransfer],
			Self::Any
			| Self::Owner
			| Self::Senate
			| Self::Triumvirate
			| Self::Governance
			| Self::Staking
			| Self::Registration
			| Self::SmallTransfer
			| Self::RootWeights
			| Self::ChildKeys
			| Self::SudoUncheckedSetCode
			| Self::SwapHotkey
			| Self::SubnetLeaseBeneficiary
			| Self::RootClaim
			| Self::BasketTrading => &[],
		}
	}
}

/// Whether the call is a transfer of less than [`SMALL_TRANSFER_LIMIT`].
fn is_small_transfer(call: &RuntimeCall) -> bool {
	use pallet_balances::Call::{transfer_allow_death, transfer_keep_alive};
	match call {
		RuntimeCall::Balances(
			transfer_keep_alive { value, .. } | transfer_allow_death { value, .. },
		) => *value < SMALL_TRANSFER_LIMIT,
		_ => false,
	}
}

/// Whether the call replaces the runtime, by the one way that fits a whole runtime into a block.
fn is_unchecked_set_code(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::Sudo(pallet_sudo::Call::sudo_unchecked_weight { call, .. }) => {
			matches!(**call, RuntimeCall::System(frame_system::Call::set_code { .. }))
		}
		_ => false,
	}
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::SmallTransfer => is_small_transfer(call),
			Self::SudoUncheckedSetCode => is_unchecked_set_code(call),
			_ => Group::of(call.get_call_metadata())
				.is_some_and(|group| self.groups().contains(&group)),
		}
	}

	/// Whether a proxy of this type may hand out a proxy of type `other`.
	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(held, wanted) if held == wanted => true,
			(Self::Any, _) => true,
			(
				Self::NonTransfer,
				Self::Owner
				| Self::Senate
				| Self::NonFungible
				| Self::Triumvirate
				| Self::Governance
				| Self::Staking
				| Self::Registration
				| Self::RootWeights
				| Self::ChildKeys
				| Self::SwapHotkey
				| Self::SubnetLeaseBeneficiary
				| Self::RootClaim,
			) => true,
			(Self::Transfer, Self::SmallTransfer) => true,
			_ => false,
		}
	}
}
