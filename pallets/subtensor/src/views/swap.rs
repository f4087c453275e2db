//! Prices of alpha.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use noesis_types::NetUid;
use scale_info::TypeInfo;

use crate::{Config, Pallet};

/// Price of a subnet's alpha.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct SubnetPrice {
	/// The subnet.
	pub netuid: NetUid,
	/// Rao for one alpha.
	pub price: u64,
}

sp_api::decl_runtime_apis! {
	/// Prices of alpha.
	pub trait SwapRuntimeApi {
		/// Price of the alpha of every subnet.
		fn current_alpha_price_all() -> Vec<SubnetPrice>;
	}
}

impl<T: Config> Pallet<T> {
	/// Price of the alpha of every subnet. Empty: this chain has no subnet yet.
	pub fn alpha_prices() -> Vec<SubnetPrice> {
		Vec::new()
	}
}
