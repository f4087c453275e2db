//! Words for the state that tests start from.
//!
//! Rooms whose calls do not exist yet are written directly; the words stay when the calls come.

use noesis_types::NetUid;
use sp_runtime::AccountId32;

use super::mock::{account, Test};
use crate::{AdminFreezeWindow, ColdkeySwapAnnouncements, NetworksAdded, SubnetOwner, Tempo};

/// A subnet of `owner` with the default tempo and no freeze window.
pub fn subnet(netuid: u16, owner: u8) -> NetUid {
	let netuid = NetUid::new(netuid);
	NetworksAdded::<Test>::insert(netuid, true);
	SubnetOwner::<Test>::insert(netuid, account(owner));
	AdminFreezeWindow::<Test>::put(0);
	netuid
}

/// Sets the tempo of a subnet, in blocks.
pub fn tempo(netuid: NetUid, blocks: u16) {
	Tempo::<Test>::insert(netuid, blocks);
}

/// Announces the swap of a coldkey, and returns the coldkey.
pub fn announced_swap(who: u8) -> AccountId32 {
	let coldkey = account(who);
	ColdkeySwapAnnouncements::<Test>::insert(&coldkey, (100, sp_runtime::testing::H256::zero()));
	coldkey
}
