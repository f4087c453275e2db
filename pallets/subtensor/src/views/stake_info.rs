//! Stake by owner.

use alloc::vec::Vec;

use codec::{Codec, Compact, Decode, Encode};
use noesis_types::{AlphaBalance, NetUid, TaoBalance};
use scale_info::TypeInfo;

use crate::{Config, Pallet};

/// Stake of a coldkey with a hotkey on a subnet.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct StakeInfo<AccountId> {
	/// The neuron or validator the stake is with.
	pub hotkey: AccountId,
	/// The owner of the stake.
	pub coldkey: AccountId,
	/// The subnet the stake is on.
	pub netuid: Compact<NetUid>,
	/// The stake, in alpha of the subnet.
	pub stake: Compact<AlphaBalance>,
	/// The locked part of the stake, in alpha of the subnet.
	pub locked: Compact<u64>,
	/// Alpha emitted to the hotkey in its last epoch.
	pub emission: Compact<AlphaBalance>,
	/// TAO emitted to the hotkey in its last epoch, in rao.
	pub tao_emission: Compact<TaoBalance>,
	/// Stake that is being withdrawn. Always zero.
	pub drain: Compact<u64>,
	/// Whether the hotkey is registered on the subnet.
	pub is_registered: bool,
}

sp_api::decl_runtime_apis! {
	/// Stake by owner.
	pub trait StakeInfoRuntimeApi<AccountId>
	where
		AccountId: Codec,
	{
		/// All stakes of a coldkey.
		fn get_stake_info_for_coldkey(coldkey_account: AccountId) -> Vec<StakeInfo<AccountId>>;
		/// All stakes of several coldkeys, in the order of the request.
		fn get_stake_info_for_coldkeys(
			coldkey_accounts: Vec<AccountId>,
		) -> Vec<(AccountId, Vec<StakeInfo<AccountId>>)>;
	}
}

impl<T: Config> Pallet<T> {
	/// All stakes of `coldkey`. Empty: this chain has no subnet to stake on yet.
	pub fn stakes_of(_coldkey: &T::AccountId) -> Vec<StakeInfo<T::AccountId>> {
		Vec::new()
	}
}
