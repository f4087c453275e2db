//! Bounds that the weights of the pallet assume.

use frame_support::weights::Weight;

/// Maximum number of authors for which `announce_next_key` is weighed.
///
/// Its benchmark has this many authors. [`Config::FindAuthors`](crate::Config::FindAuthors) must not
/// allow more, which `integrity_test` checks.
pub const MAX_AUTHORS: u32 = 32;

/// Maximum number of hashes in [`AnnouncedKeys`](crate::AnnouncedKeys).
///
/// A key becomes the next key before each other author has announced once. Then it is named for two
/// more blocks, and a carrier that names it lives up to [`MAX_ERA`](crate::MAX_ERA) blocks.
pub const MAX_ANNOUNCED_KEYS: u32 = 48;

const _: () = assert!(MAX_ANNOUNCED_KEYS as u64 >= MAX_AUTHORS as u64 + 3 + crate::MAX_ERA);

/// Weight of `store_encrypted` in the interface. It covers the processing that other chains do.
pub const STORE_ENCRYPTED_WEIGHT: Weight = Weight::from_parts(20_000_000_000, 0);
