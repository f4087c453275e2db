//! Stored types of the pallet.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Entry in the list of a real account: a delegate, its type and its delay.
///
/// Lists are sorted by the fields in this order.
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
	/// The account that may dispatch calls for the real account.
	pub delegate: AccountId,
	/// The type, which filters the calls of the delegate.
	pub proxy_type: ProxyType,
	/// The number of blocks by which a call must be announced before; zero without announcement.
	pub delay: BlockNumber,
}

/// Announcement of a call by a delegate of a real account.
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
	/// The account for which the call is to be dispatched.
	pub real: AccountId,
	/// The hash of the call.
	pub call_hash: Hash,
	/// The block of the announcement.
	pub height: BlockNumber,
}

/// List for which a deposit is reserved.
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
	/// The list of delegates of a real account.
	#[codec(index = 0)]
	Proxies,
	/// The list of pending announcements of a delegate.
	#[codec(index = 1)]
	Announcements,
}
