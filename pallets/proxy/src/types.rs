//! Stored and wire types of the pallet.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The terms under which an account may act for another.
///
/// The order of the fields is the order of the stored lists.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ProxyDefinition<AccountId, ProxyType, BlockNumber> {
	/// The account that may act.
	pub delegate: AccountId,
	/// What it may do.
	pub proxy_type: ProxyType,
	/// For how many blocks a call must have been announced. Zero: no announcement is needed.
	pub delay: BlockNumber,
}

/// The intent of a delegate to make a call for a real account.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Announcement<AccountId, Hash, BlockNumber> {
	/// The account for which the call is to be made.
	pub real: AccountId,
	/// The hash of the call.
	pub call_hash: Hash,
	/// The block in which the announcement was made.
	pub height: BlockNumber,
}

/// The list for which a deposit is held.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum DepositKind {
	/// The delegates of a real account.
	#[codec(index = 0)]
	Proxies,
	/// The pending announcements of a delegate.
	#[codec(index = 1)]
	Announcements,
}
