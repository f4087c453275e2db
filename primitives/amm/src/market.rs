//! Quotes for wallets: the price of a subnet's alpha and the outcome of a trade.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};
use serde::{Deserialize, Serialize};

use crate::{
	fee::FeeRate,
	fixed::{div_or_zero, fixed, floor, Price},
	pool::{to_rao, Pool},
	swap::Terms,
};

/// The market in which TAO and a subnet's alpha are exchanged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Market {
	/// The subnet's pool.
	Dynamic(Pool),
	/// Exchange at par without a fee: root, and every subnet without a pool.
	Stable,
	/// No market: the subnet does not exist. Its price reads as one.
	Missing,
}

/// The outcome of a simulated trade, as `SwapRuntimeApi` answers it.
///
/// The fields of the side that is not traded are zero. All fields are zero if the pool refuses
/// the trade.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(
	feature = "codec",
	derive(
		codec::Encode,
		codec::Decode,
		codec::DecodeWithMemTracking,
		codec::MaxEncodedLen,
		scale_info::TypeInfo
	)
)]
pub struct SimSwapResult {
	/// TAO that enters or leaves the pool, in rao.
	pub tao_amount: TaoBalance,
	/// Alpha that leaves or enters the pool, in units of 10^-9 alpha.
	pub alpha_amount: AlphaBalance,
	/// The fee of a purchase, in rao.
	pub tao_fee: TaoBalance,
	/// The fee of a sale, in units of 10^-9 alpha.
	pub alpha_fee: AlphaBalance,
	/// The value of a sale's offer at the margin, less `tao_amount`, in rao. Contains the fee.
	pub tao_slippage: TaoBalance,
	/// The value of a purchase's offer at the margin, less `alpha_amount`, in units of 10^-9
	/// alpha. Contains the fee.
	pub alpha_slippage: AlphaBalance,
}

impl Market {
	/// The price of alpha in TAO at the margin. It is one without a pool.
	pub fn price(&self) -> Price {
		match self {
			Self::Dynamic(pool) => pool.price(),
			Self::Stable | Self::Missing => fixed(1),
		}
	}

	/// The price in rao per whole alpha, rounded down, at most `u64::MAX`.
	pub fn price_rao(&self) -> u64 {
		match self {
			Self::Dynamic(pool) => to_rao(pool.price()),
			Self::Stable | Self::Missing => RAO_PER_TAO,
		}
	}

	/// The alpha that `tao` is worth at the margin, rounded down, see [`Pool::alpha_for_tao`].
	pub fn alpha_for_tao(&self, tao: TaoBalance) -> AlphaBalance {
		match self {
			Self::Dynamic(pool) => pool.alpha_for_tao(tao),
			Self::Stable | Self::Missing => tao.to_u64().into(),
		}
	}

	/// The fee of a trade of `amount`, in the unit of `amount`. It is zero without a pool.
	pub fn fee(&self, rate: FeeRate, amount: u64) -> u64 {
		match self {
			Self::Dynamic(_) => rate.of_gross(amount),
			Self::Stable | Self::Missing => 0,
		}
	}

	/// Simulates a purchase for `tao`, in rao, with the price limit of the chain.
	pub fn sim_buy(&self, tao: TaoBalance, fee: FeeRate) -> SimSwapResult {
		let (tao_amount, alpha_amount, tao_fee) = match self {
			Self::Dynamic(pool) => match pool.quote_buy(tao, &Terms::unlimited(fee)) {
				Ok(purchase) => (purchase.paid_in, purchase.paid_out, purchase.fee),
				Err(_) => return SimSwapResult::default(),
			},
			Self::Stable => (tao, tao.to_u64().into(), TaoBalance::ZERO),
			Self::Missing => Default::default(),
		};
		let at_margin = AlphaBalance::new(floor(div_or_zero(fixed(tao.into()), self.price())));
		SimSwapResult {
			tao_amount,
			alpha_amount,
			tao_fee,
			alpha_slippage: at_margin.saturating_sub(alpha_amount),
			..SimSwapResult::default()
		}
	}

	/// Simulates a sale of `alpha`, in units of 10^-9 alpha, with the price limit of the chain.
	pub fn sim_sell(&self, alpha: AlphaBalance, fee: FeeRate) -> SimSwapResult {
		let (alpha_amount, tao_amount, alpha_fee) = match self {
			Self::Dynamic(pool) => match pool.quote_sell(alpha, &Terms::unlimited(fee)) {
				Ok(sale) => (sale.paid_in, sale.paid_out, sale.fee),
				Err(_) => return SimSwapResult::default(),
			},
			Self::Stable => (alpha, alpha.to_u64().into(), AlphaBalance::ZERO),
			Self::Missing => Default::default(),
		};
		let at_margin = TaoBalance::new(floor(fixed(alpha.into()).saturating_mul(self.price())));
		SimSwapResult {
			tao_amount,
			alpha_amount,
			alpha_fee,
			tao_slippage: at_margin.saturating_sub(tao_amount),
			..SimSwapResult::default()
		}
	}
}
