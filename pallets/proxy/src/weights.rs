//! Weights of the pallet.
//!
//! The figures of the eleven stock calls are those measured for `pallet-proxy` 50.0.0 on the
//! reference machine of the SDK (2025-03-04). What this pallet does beyond it, fee consents and the
//! results of proxied calls, is weighed by the database operations it adds.
//!
//! They stand in for measured ones until `scripts/weights.sh` has replaced this file.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// The weights that the pallet charges.
///
/// `a` is the number of pending announcements of the delegate, `p` the number of entries in the
/// list of the real account.
pub trait WeightInfo {
	/// Weight of `proxy` without the inner call.
	fn proxy(p: u32) -> Weight;
	/// Weight of `proxy_announced` without the inner call.
	fn proxy_announced(a: u32, p: u32) -> Weight;
	/// Weight of `remove_announcement`.
	fn remove_announcement(a: u32) -> Weight;
	/// Weight of `reject_announcement`.
	fn reject_announcement(a: u32) -> Weight;
	/// Weight of `announce`.
	fn announce(a: u32, p: u32) -> Weight;
	/// Weight of `add_proxy`.
	fn add_proxy(p: u32) -> Weight;
	/// Weight of `remove_proxy`.
	fn remove_proxy(p: u32) -> Weight;
	/// Weight of `remove_proxies`.
	fn remove_proxies(p: u32) -> Weight;
	/// Weight of `create_pure`.
	fn create_pure() -> Weight;
	/// Weight of `kill_pure`.
	fn kill_pure(p: u32) -> Weight;
	/// Weight of `poke_deposit`.
	fn poke_deposit() -> Weight;
	/// Weight of `set_real_pays_fee`.
	fn set_real_pays_fee(p: u32) -> Weight;
	/// Weight of ending a block, with `n` results of earlier blocks to be cleared.
	fn clear_results(n: u32) -> Weight;
}

/// What one call costs, in picoseconds, bytes of proof and database operations.
struct Figures {
	/// Picoseconds with both lists empty.
	base: u64,
	/// Picoseconds per pending announcement.
	per_announcement: u64,
	/// Picoseconds per entry in the list of the real account.
	per_proxy: u64,
	/// Bytes of proof.
	proof: u64,
	/// Database reads.
	reads: u64,
	/// Database writes.
	writes: u64,
}

impl Figures {
	/// The weight for `a` announcements and `p` entries on a database with these costs.
	fn weight(&self, db: RuntimeDbWeight, a: u32, p: u32) -> Weight {
		Weight::from_parts(self.base, self.proof)
			.saturating_add(Weight::from_parts(self.per_announcement, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(self.per_proxy, 0).saturating_mul(p.into()))
			.saturating_add(db.reads_writes(self.reads, self.writes))
	}
}

/// Builds [`Figures`] with less noise than the struct, in the order of its fields.
const fn figures(base: u64, per_item: (u64, u64), proof: u64, db: (u64, u64)) -> Figures {
	let (per_announcement, per_proxy) = per_item;
	let (reads, writes) = db;
	Figures { base, per_announcement, per_proxy, proof, reads, writes }
}

const PROXY: Figures = figures(25_084_085, (0, 33_574), 4706, (3, 0));
const PROXY_ANNOUNCED: Figures = figures(48_686_812, (171_107, 34_523), 5698, (5, 2));
const REMOVE_ANNOUNCEMENT: Figures = figures(30_320_504, (158_572, 8_433), 5698, (2, 2));
const REJECT_ANNOUNCEMENT: Figures = figures(29_754_384, (176_827, 9_607), 5698, (2, 2));
const ANNOUNCE: Figures = figures(38_080_636, (157_335, 28_872), 5698, (3, 2));
const ADD_PROXY: Figures = figures(28_296_216, (0, 50_271), 4706, (1, 1));
const REMOVE_PROXY: Figures = figures(28_379_566, (0, 45_784), 4706, (1, 1));
const REMOVE_PROXIES: Figures = figures(25_821_878, (0, 33_972), 4706, (1, 1));
const CREATE_PURE: Figures = figures(29_662_728, (0, 29_928), 4706, (1, 1));
const KILL_PURE: Figures = figures(26_780_627, (0, 33_085), 4706, (1, 1));
const POKE_DEPOSIT: Figures = figures(47_972_000, (0, 0), 5698, (3, 3));

/// Implements [`WeightInfo`] for a type, given the costs of its database.
macro_rules! impl_weight_info {
	($db:expr) => {
		fn proxy(p: u32) -> Weight {
			PROXY.weight($db, 0, p).saturating_add($db.writes(1))
		}
		fn proxy_announced(a: u32, p: u32) -> Weight {
			PROXY_ANNOUNCED.weight($db, a, p).saturating_add($db.writes(1))
		}
		fn remove_announcement(a: u32) -> Weight {
			REMOVE_ANNOUNCEMENT.weight($db, a, 0)
		}
		fn reject_announcement(a: u32) -> Weight {
			REJECT_ANNOUNCEMENT.weight($db, a, 0)
		}
		fn announce(a: u32, p: u32) -> Weight {
			ANNOUNCE.weight($db, a, p)
		}
		fn add_proxy(p: u32) -> Weight {
			ADD_PROXY.weight($db, 0, p)
		}
		fn remove_proxy(p: u32) -> Weight {
			REMOVE_PROXY.weight($db, 0, p).saturating_add($db.writes(1))
		}
		fn remove_proxies(p: u32) -> Weight {
			REMOVE_PROXIES.weight($db, 0, p).saturating_add($db.writes(p.into()))
		}
		fn create_pure() -> Weight {
			CREATE_PURE.weight($db, 0, 0)
		}
		fn kill_pure(p: u32) -> Weight {
			let writes = u64::from(p).saturating_add(1);
			KILL_PURE.weight($db, 0, p).saturating_add($db.reads_writes(1, writes))
		}
		fn poke_deposit() -> Weight {
			POKE_DEPOSIT.weight($db, 0, 0)
		}
		fn set_real_pays_fee(p: u32) -> Weight {
			ADD_PROXY.weight($db, 0, p)
		}
		fn clear_results(n: u32) -> Weight {
			$db.reads(1).saturating_add($db.reads_writes(n.into(), n.into()))
		}
	};
}

/// The weights on the database of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	impl_weight_info!(T::DbWeight::get());
}

/// The weights on RocksDB, for tests.
impl WeightInfo for () {
	impl_weight_info!(RocksDbWeight::get());
}
