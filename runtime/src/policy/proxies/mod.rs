//! Proxy types: which calls a proxy may dispatch for the account behind it.

pub mod constraints;
pub mod filter_api;
pub mod groups;
pub mod nested;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use constraints::{ConstrainedCall, SMALL_TRANSFERS, UNCHECKED_SET_CODE};
use frame_support::traits::InstanceFilter;
use groups::Group;
use scale_info::TypeInfo;

use crate::RuntimeCall;

/// Set of calls that a proxy may dispatch for the account behind it.
///
/// Four types are deprecated and allow no call; their indices stay taken.
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
	/// All calls.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Settings of a subnet.
	#[codec(index = 1)]
	Owner,
	/// All calls except irreversible ones.
	#[codec(index = 2)]
	NonCritical,
	/// All calls that leave the account's funds with it.
	#[codec(index = 3)]
	NonTransfer,
	/// No call.
	#[codec(index = 4)]
	Senate,
	/// All calls that change no balance and no stake.
	#[codec(index = 5)]
	NonFungible,
	/// No call.
	#[codec(index = 6)]
	Triumvirate,
	/// No call.
	#[codec(index = 7)]
	Governance,
	/// Additions, moves and removals of stake.
	#[codec(index = 8)]
	Staking,
	/// Registrations of neurons.
	#[codec(index = 9)]
	Registration,
	/// Transfers.
	#[codec(index = 10)]
	Transfer,
	/// Transfers below [`constraints::SMALL_TRANSFER_LIMIT`].
	#[codec(index = 11)]
	SmallTransfer,
	/// No call.
	#[codec(index = 12)]
	RootWeights,
	/// Child keys and their takes.
	#[codec(index = 13)]
	ChildKeys,
	/// Replacement of the runtime through Sudo.
	#[codec(index = 14)]
	SudoUncheckedSetCode,
	/// Swaps of hotkeys.
	#[codec(index = 15)]
	SwapHotkey,
	/// Start and settings of a leased subnet, for its beneficiary.
	#[codec(index = 16)]
	SubnetLeaseBeneficiary,
	/// Claims of root dividends.
	#[codec(index = 17)]
	RootClaim,
	/// Trades within baskets.
	#[codec(index = 18)]
	BasketTrading,
}

/// Calls that a proxy type allows.
enum Scope {
	/// No call.
	Nothing,
	/// Every call.
	Everything,
	/// The calls of these groups.
	Groups(&'static [Group]),
	/// These calls, if their arguments fulfil the constraint.
	Constrained(&'static [ConstrainedCall]),
}

/// Groups of [`ProxyType::NonCritical`].
const NON_CRITICAL: &[Group] = &[
	Group::Infra,
	Group::Evm,
	Group::Contracts,
	Group::OwnerAdmin,
	Group::RootAdmin,
	Group::BalTransfer,
	Group::BalMaint,
	Group::StakeMgmt,
	Group::StakeTransfer,
	Group::Pow,
	Group::HotkeySwap,
	Group::ChildKey,
	Group::RootClaim,
	Group::Identity,
	Group::Activation,
	Group::Value,
	Group::Common,
];

/// Groups of [`ProxyType::NonTransfer`].
const NON_TRANSFER: &[Group] = &[
	Group::Infra,
	Group::OwnerAdmin,
	Group::RootAdmin,
	Group::StakeMgmt,
	Group::Pow,
	Group::Burned,
	Group::RootReg,
	Group::HotkeySwap,
	Group::Critical,
	Group::ChildKey,
	Group::RootClaim,
	Group::Identity,
	Group::Activation,
	Group::Value,
	Group::Common,
];

/// Groups of [`ProxyType::NonFungible`].
const NON_FUNGIBLE: &[Group] = &[
	Group::Infra,
	Group::OwnerAdmin,
	Group::RootAdmin,
	Group::Pow,
	Group::Critical,
	Group::ChildKey,
	Group::RootClaim,
	Group::Identity,
	Group::Activation,
	Group::Common,
];

impl ProxyType {
	/// Table of the types and the calls they allow.
	const fn scope(self) -> Scope {
		use Scope::{Constrained, Everything, Groups, Nothing};
		match self {
			Self::Any => Everything,
			Self::Owner => Groups(&[Group::Identity, Group::OwnerAdmin]),
			Self::NonCritical => Groups(NON_CRITICAL),
			Self::NonTransfer => Groups(NON_TRANSFER),
			Self::NonFungible => Groups(NON_FUNGIBLE),
			Self::Staking => Groups(&[Group::StakeMgmt]),
			Self::Registration => Groups(&[Group::Pow, Group::Burned]),
			Self::Transfer => Groups(&[Group::BalTransfer, Group::StakeTransfer]),
			Self::SmallTransfer => Constrained(SMALL_TRANSFERS),
			Self::ChildKeys => Groups(&[Group::ChildKey]),
			Self::SudoUncheckedSetCode => Constrained(UNCHECKED_SET_CODE),
			Self::SwapHotkey => Groups(&[Group::HotkeySwap]),
			Self::SubnetLeaseBeneficiary => {
				Groups(&[Group::Activation, Group::Identity, Group::OwnerAdmin])
			}
			Self::RootClaim => Groups(&[Group::RootClaim]),
			Self::BasketTrading => Groups(&[Group::Basket]),
			Self::Senate | Self::Triumvirate | Self::Governance | Self::RootWeights => Nothing,
		}
	}

	/// Whether the type is deprecated and allows no call.
	pub const fn is_deprecated(self) -> bool {
		matches!(self.scope(), Scope::Nothing)
	}

	/// Whether the type allows every call of `group`, whatever its arguments.
	pub fn allows(self, group: Group) -> bool {
		match self.scope() {
			Scope::Nothing | Scope::Constrained(_) => false,
			Scope::Everything => true,
			Scope::Groups(groups) => groups.contains(&group),
		}
	}
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self.scope() {
			Scope::Constrained(calls) => calls.iter().any(|allowed| allowed.admits(call)),
			Scope::Nothing | Scope::Everything | Scope::Groups(_) => self.allows(Group::of(call)),
		}
	}

	/// Whether a proxy of this type may add and remove proxies of type `other`.
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
