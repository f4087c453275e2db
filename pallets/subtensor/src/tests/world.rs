//! Words for the state that tests start from.
//!
//! Rooms whose calls do not exist yet are written directly; the words stay when the calls come.

use super::mock::{account, Test};
use crate::ColdkeySwapAnnouncements;
use sp_runtime::AccountId32;

/// Announces the swap of a coldkey, and returns the coldkey.
pub fn announced_swap(who: u8) -> AccountId32 {
	let coldkey = account(who);
	ColdkeySwapAnnouncements::<Test>::insert(&coldkey, (100, sp_runtime::testing::H256::zero()));
	coldkey
}
