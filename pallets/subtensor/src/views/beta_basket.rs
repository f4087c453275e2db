//! Baskets of alpha that root stake is invested in.

use alloc::vec::Vec;

use codec::Codec;
use noesis_types::TaoBalance;

use crate::{Config, Pallet};

sp_api::decl_runtime_apis! {
	/// Baskets of alpha that root stake is invested in.
	#[api_version(4)]
	pub trait BetaBasketRuntimeApi<AccountId>
	where
		AccountId: Codec,
	{
		/// TAO that root owes a coldkey, in rao.
		fn get_root_basket_owed(coldkey: AccountId) -> TaoBalance;
		/// TAO that root owes a coldkey, by validator: hotkey, shares, value of the shares in rao.
		fn get_root_basket_positions(coldkey: AccountId) -> Vec<(AccountId, u64, TaoBalance)>;
	}
}

impl<T: Config> Pallet<T> {
	/// TAO that root owes `coldkey`, by validator: hotkey, shares, value of the shares in rao. Empty:
	/// this chain has no root stake yet.
	pub fn root_basket_positions(_coldkey: &T::AccountId) -> Vec<(T::AccountId, u64, TaoBalance)> {
		Vec::new()
	}
}
