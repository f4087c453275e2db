//! What a proxy of each type may do.

pub mod constraints;
pub mod filter_api;
pub mod groups;

use crate::RuntimeCall;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use constraints::{ConstrainedCall, Constraint, SMALL_TRANSFERS, UNCHECKED_SET_CODE};
use frame_support::traits::{CallMetadata, GetCallMetadata, InstanceFilter};
use groups::{
	Group, ACTIVATION, BAL_MAINT, BAL_TRANSFER, BASKET, BURNED, CHILD_KEY, COMMON, CONTRACTS,
	CRITICAL, EVM, HOTKEY_SWAP, IDENTITY, INFRA, OWNER_ADMIN, POW, ROOT_ADMIN, ROOT_CLAIM,
	ROOT_REG, STAKE_MGMT, STAKE_TRANSFER, VALUE,
};
use scale_info::TypeInfo;

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
	/// Transfers below [`constraints::SMALL_TRANSFER_LIMIT`].
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

/// What a proxy type allows, before any call is looked at.
enum Scope {
	/// No call.
	Nothing,
	/// Every call.
	Everything,
	/// The calls of these groups.
	Groups(&'static [Group]),
	/// These calls, with some arguments.
	Constrained(&'static [ConstrainedCall]),
}

/// What a proxy type says to a call of a certain name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rule {
	/// No.
	Deny,
	/// Yes, whatever its arguments.
	Allow,
	/// Yes, if its arguments fulfil this.
	AllowIf(Constraint),
}

/// The groups of [`ProxyType::NonCritical`].
const NON_CRITICAL: &[Group] = &[
	INFRA,
	EVM,
	CONTRACTS,
	OWNER_ADMIN,
	ROOT_ADMIN,
	BAL_TRANSFER,
	BAL_MAINT,
	STAKE_MGMT,
	STAKE_TRANSFER,
	POW,
	HOTKEY_SWAP,
	CHILD_KEY,
	ROOT_CLAIM,
	IDENTITY,
	ACTIVATION,
	VALUE,
	COMMON,
];

/// The groups of [`ProxyType::NonTransfer`].
const NON_TRANSFER: &[Group] = &[
	INFRA,
	OWNER_ADMIN,
	ROOT_ADMIN,
	STAKE_MGMT,
	POW,
	BURNED,
	ROOT_REG,
	HOTKEY_SWAP,
	CRITICAL,
	CHILD_KEY,
	ROOT_CLAIM,
	IDENTITY,
	ACTIVATION,
	VALUE,
	COMMON,
];

/// The groups of [`ProxyType::NonFungible`].
const NON_FUNGIBLE: &[Group] = &[
	INFRA,
	OWNER_ADMIN,
	ROOT_ADMIN,
	POW,
	CRITICAL,
	CHILD_KEY,
	ROOT_CLAIM,
	IDENTITY,
	ACTIVATION,
	COMMON,
];

impl ProxyType {
	/// The table of types and what they allow.
	const fn scope(self) -> Scope {
		use Scope::{Constrained, Everything, Groups, Nothing};
		match self {
			Self::Any => Everything,
			Self::Owner => Groups(&[IDENTITY, OWNER_ADMIN]),
			Self::NonCritical => Groups(NON_CRITICAL),
			Self::NonTransfer => Groups(NON_TRANSFER),
			Self::NonFungible => Groups(NON_FUNGIBLE),
			Self::Staking => Groups(&[STAKE_MGMT]),
			Self::Registration => Groups(&[POW, BURNED]),
			Self::Transfer => Groups(&[BAL_TRANSFER, STAKE_TRANSFER]),
			Self::SmallTransfer => Constrained(SMALL_TRANSFERS),
			Self::ChildKeys => Groups(&[CHILD_KEY]),
			Self::SudoUncheckedSetCode => Constrained(UNCHECKED_SET_CODE),
			Self::SwapHotkey => Groups(&[HOTKEY_SWAP]),
			Self::SubnetLeaseBeneficiary => Groups(&[ACTIVATION, IDENTITY, OWNER_ADMIN]),
			Self::RootClaim => Groups(&[ROOT_CLAIM]),
			Self::BasketTrading => Groups(&[BASKET]),
			Self::Senate | Self::Triumvirate | Self::Governance | Self::RootWeights => Nothing,
		}
	}

	/// Whether the type has lost its subject and allows nothing.
	pub const fn is_deprecated(self) -> bool {
		matches!(self.scope(), Scope::Nothing)
	}

	/// What the type says to the call named `call` of the pallet named `pallet`, whether or not
	/// this runtime has such a call.
	pub fn rule(self, pallet: &str, call: &str) -> Rule {
		match self.scope() {
			Scope::Nothing => Rule::Deny,
			Scope::Everything => Rule::Allow,
			Scope::Groups(groups) => {
				let is_allowed = groups.iter().any(|group| group.contains(pallet, call));
				if is_allowed {
					Rule::Allow
				} else {
					Rule::Deny
				}
			}
			Scope::Constrained(calls) => calls
				.iter()
				.find(|listed| (listed.pallet, listed.call) == (pallet, call))
				.map_or(Rule::Deny, |listed| Rule::AllowIf(listed.constraint)),
		}
	}
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		let CallMetadata { pallet_name, function_name } = call.get_call_metadata();
		match self.rule(pallet_name, function_name) {
			Rule::Deny => false,
			Rule::Allow => true,
			Rule::AllowIf(constraint) => constraint.admits(call),
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
