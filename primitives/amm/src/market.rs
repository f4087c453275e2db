//! What wallets ask before they trade: the price of a subnet's alpha and what a trade would give.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};
use serde::{Deserialize, Serialize};

use crate::{
	fee::FeeRate,
	fixed::{fixed, floor, safe_div, Price},
	pool::{to_rao, Pool},
	swap::{PriceLimit, SwapMode, Terms},
};

/// Where TAO and a subnet's alpha are exchanged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Market {
	/// By the subnet's pool.
	Dynamic(Pool),
	/// One for one and without a fee: root, and every subnet without a pool.
	Stable,
	/// Nowhere: there is no such subnet. Its price reads as one.
	Missing,
}

/// The answer to "what would this trade give".
///
/// The fields of the side that is not traded are zero. All are zero where the pool refuses.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct SimSwap {
	/// TAO that would enter the pool, or that would come out of it.
	pub tao_amount: TaoBalance,
	/// Alpha that would come out of the pool, or that would enter it.
	pub alpha_amount: AlphaBalance,
	/// The fee of a purchase.
	pub tao_fee: TaoBalance,
	/// The fee of a sale.
	pub alpha_fee: AlphaBalance,
	/// How much less TAO a sale gives than its input is worth at the margin, the fee included.
	pub tao_slippage: TaoBalance,
	/// How much less alpha a purchase gives than its input buys at the margin, the fee included.
	pub alpha_slippage: AlphaBalance,
}

impl Market {
	/// The price of alpha in TAO at the margin: the pool's, and one without a pool.
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

	/// The alpha that `tao` is worth at the margin, see [`Pool::alpha_for_tao`].
	pub fn alpha_for_tao(&self, tao: TaoBalance) -> AlphaBalance {
		match self {
			Self::Dynamic(pool) => pool.alpha_for_tao(tao),
			Self::Stable | Self::Missing => tao.to_u64().into(),
		}
	}

	/// The fee of a trade of `amount`, in its own unit: nothing without a pool.
	pub fn fee(&self, rate: FeeRate, amount: u64) -> u64 {
		match self {
			Self::Dynamic(_) => rate.of_gross(amount),
			Self::Stable | Self::Missing => 0,
		}
	}

	/// What a purchase for `tao` would give, without a price limit.
	pub fn sim_buy(&self, tao: TaoBalance, fee: FeeRate) -> SimSwap {
		let (tao_amount, alpha_amount, tao_fee) = match self {
			Self::Dynamic(pool) => match pool.quote_buy(tao, &unlimited(fee)) {
				Ok(purchase) => (purchase.paid_in, purchase.paid_out, purchase.fee),
				Err(_) => return SimSwap::default(),
			},
			Self::Stable => (tao, tao.to_u64().into(), TaoBalance::ZERO),
			Self::Missing => Default::default(),
		};
		let at_margin = AlphaBalance::new(floor(safe_div(fixed(tao.into()), self.price())));
		SimSwap {
			tao_amount,
			alpha_amount,
			tao_fee,
			alpha_slippage: at_margin.saturating_sub(alpha_amount),
			..SimSwap::default()
		}
	}

	/// What a sale of `alpha` would give, without a price limit.
	pub fn sim_sell(&self, alpha: AlphaBalance, fee: FeeRate) -> SimSwap {
		let (alpha_amount, tao_amount, alpha_fee) = match self {
			Self::Dynamic(pool) => match pool.quote_sell(alpha, &unlimited(fee)) {
				Ok(sale) => (sale.paid_in, sale.paid_out, sale.fee),
				Err(_) => return SimSwap::default(),
			},
			Self::Stable => (alpha, alpha.to_u64().into(), AlphaBalance::ZERO),
			Self::Missing => Default::default(),
		};
		let at_margin = TaoBalance::new(floor(fixed(alpha.into()).saturating_mul(self.price())));
		SimSwap {
			tao_amount,
			alpha_amount,
			alpha_fee,
			tao_slippage: at_margin.saturating_sub(tao_amount),
			..SimSwap::default()
		}
	}
}

/// Terms without a limit of the trader's own.
fn unlimited(fee: FeeRate) -> Terms {
	Terms { fee, limit: PriceLimit::Widest, mode: SwapMode::Partial }
}
