//! Bounds that the weights of the pallet assume.

use frame_support::weights::Weight;

/// Maximum number of authors for which `announce_next_key` is weighed.
///
/// Its benchmark has this many authors. [`Config::FindAuthors`](crate::Config::FindAuthors) must not
/// allow more, which `integrity_test` checks.
pub const MAX_AUTHORS: u32 = 32;

/// Weight of `store_encrypted` in the interface. It covers the processing that other chains do.
pub const STORE_ENCRYPTED_WEIGHT: Weight = Weight::from_parts(20_000_000_000, 0);
