//! Pools, amounts and terms for tests of properties.

use noesis_amm::{FeeRate, Pool, QuoteWeight, Terms, MINIMUM_RESERVE};
use proptest::prelude::*;

/// The supply cap of TAO, in rao, and of alpha, in units of 10^-9 alpha.
pub(crate) const CAP: u64 = 21_000_000_000_000_000;

/// Amounts from `least` to the cap, every order of magnitude as likely as any other.
pub(crate) fn amount(least: u64) -> impl Strategy<Value = u64> {
	(0u32..55, any::<u64>()).prop_map(move |(bits, noise)| (noise >> (63 - bits)).clamp(least, CAP))
}

pub(crate) fn weight() -> impl Strategy<Value = QuoteWeight> {
	let (least, most) = (QuoteWeight::MIN.parts(), QuoteWeight::MAX.parts());
	prop_oneof![
		Just(QuoteWeight::EVEN.parts()),
		(1u64..100).prop_map(move |hundredths| least * hundredths),
		least..=most,
		(0u64..10_000).prop_map(|off| QuoteWeight::EVEN.parts() + off),
		Just(least),
		Just(most),
	]
	.prop_map(|parts| QuoteWeight::try_from(parts).unwrap())
}

/// Pools whose reserves are at least `least`.
pub(crate) fn pool_from(least: u64) -> impl Strategy<Value = Pool> {
	(amount(least), amount(least), weight()).prop_map(|(tao, alpha, quote_weight)| Pool {
		tao: tao.into(),
		alpha: alpha.into(),
		quote_weight,
	})
}

pub(crate) fn pool() -> impl Strategy<Value = Pool> {
	pool_from(MINIMUM_RESERVE)
}

pub(crate) fn rate(parts: u16) -> FeeRate {
	FeeRate::try_from(parts).unwrap()
}

pub(crate) fn fee() -> impl Strategy<Value = FeeRate> {
	prop_oneof![Just(FeeRate::DROPPED), Just(FeeRate::DEFAULT), (0u16..=10_000).prop_map(rate)]
}

/// The terms of a trade without a price limit.
pub(crate) fn terms(fee: FeeRate) -> Terms {
	Terms::unlimited(fee)
}

/// `whole * thousandths / 1000`, rounded down.
pub(crate) fn share(whole: u64, thousandths: u64) -> u64 {
	u64::try_from(u128::from(whole) * u128::from(thousandths) / 1000).unwrap()
}
