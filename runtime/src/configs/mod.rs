//! The parameters of each pallet, one file per family.

mod accounts;
mod consensus;
mod fees;
mod governance;
mod money;
mod shield;
mod system;

pub use consensus::MAX_AUTHORITIES;
pub use money::EXISTENTIAL_DEPOSIT;

use noesis_types::TaoBalance;

/// What it costs to keep `items` rows with `bytes` bytes in storage, in rao. Returned with them.
const fn deposit(items: u64, bytes: u64) -> TaoBalance {
	TaoBalance::new(
		items.saturating_mul(20_000_000).saturating_add(bytes.saturating_mul(1_000_000)),
	)
}
