//! What runtime APIs answer.
//!
//! The declarations name the methods in the order and with the parameter names that clients look
//! up in metadata; the answers are computed by [`crate::Pallet`].

use crate::{Config, Pallet};
use alloc::vec::Vec;
use codec::{Codec, Compact, Decode, Encode};
use noesis_types::{AlphaBalance, NetUid, TaoBalance};
use scale_info::TypeInfo;

/// One stake: what a coldkey holds with a hotkey on a subnet.
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
	/// The part of the stake that is locked.
	pub locked: Compact<u64>,
	/// Alpha emitted to the hotkey in its last epoch.
	pub emission: Compact<AlphaBalance>,
	/// TAO emitted to the hotkey in its last epoch, in rao.
	pub tao_emission: Compact<TaoBalance>,
	/// Stake on its way out. Always zero.
	pub drain: Compact<u64>,
	/// Whether the hotkey is registered on the subnet.
	pub is_registered: bool,
}

/// The price of one subnet's alpha.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct SubnetPrice {
	/// The subnet.
	pub netuid: NetUid,
	/// Rao for one alpha.
	pub price: u64,
}

sp_api::decl_runtime_apis! {
	/// Stake by owner.
	pub trait StakeInfoRuntimeApi<AccountId>
	where
		AccountId: Codec,
	{
		/// All stakes of a coldkey.
		fn get_stake_info_for_coldkey(coldkey_account: AccountId) -> Vec<StakeInfo<AccountId>>;
		/// All stakes of several coldkeys, in the order asked for.
		fn get_stake_info_for_coldkeys(
			coldkey_accounts: Vec<AccountId>,
		) -> Vec<(AccountId, Vec<StakeInfo<AccountId>>)>;
	}

	/// Baskets of alpha that root stake is invested in.
	#[api_version(4)]
	pub trait BetaBasketRuntimeApi<AccountId>
	where
		AccountId: Codec,
	{
		/// What root owes a coldkey, in rao.
		fn get_root_basket_owed(coldkey: AccountId) -> TaoBalance;
		/// The same by validator: hotkey, shares, and what they pay, in rao.
		fn get_root_basket_positions(coldkey: AccountId) -> Vec<(AccountId, u64, TaoBalance)>;
	}

	/// Prices of alpha.
	pub trait SwapRuntimeApi {
		/// The price of every subnet's alpha.
		fn current_alpha_price_all() -> Vec<SubnetPrice>;
	}
}

impl<T: Config> Pallet<T> {
	/// All stakes of `coldkey`. None: this chain has no subnet to stake on yet.
	pub fn stakes_of(_coldkey: &T::AccountId) -> Vec<StakeInfo<T::AccountId>> {
		Vec::new()
	}

	/// What root owes `coldkey`, by validator: hotkey, shares, and what they pay, in rao. Nothing:
	/// this chain has no root stake yet.
	pub fn root_basket_positions(_coldkey: &T::AccountId) -> Vec<(T::AccountId, u64, TaoBalance)> {
		Vec::new()
	}

	/// The price of every subnet's alpha. None: this chain has no subnet yet.
	pub fn alpha_prices() -> Vec<SubnetPrice> {
		Vec::new()
	}
}
