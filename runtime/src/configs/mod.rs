//! Parameters of each pallet, one file per family of pallets.

mod accounts;
mod consensus;
mod fees;
mod governance;
mod money;
mod shield;
mod system;

pub use consensus::MAX_AUTHORITIES;
pub use fees::PendingSwaps;
pub use money::EXISTENTIAL_DEPOSIT;

use noesis_types::TaoBalance;

/// Deposit for `items` storage entries of `bytes` bytes in total, in rao. It is returned when the
/// entries are removed.
const fn deposit(items: u64, bytes: u64) -> TaoBalance {
	TaoBalance::new(
		items.saturating_mul(20_000_000).saturating_add(bytes.saturating_mul(1_000_000)),
	)
}
