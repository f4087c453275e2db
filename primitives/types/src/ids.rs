//! Names of subnets and of the mechanisms inside them.

/// Declares an id: a number that knows no arithmetic.
macro_rules! id {
	($(#[$doc:meta])* $name:ident($int:ty)) => {
		crate::newtype::newtype! {
			$(#[$doc])*
			$name($int)
		}

		impl $name {
			/// The id with the number `id`.
			pub const fn new(id: $int) -> Self {
				Self(id)
			}

			/// The id as a bare number.
			pub const fn get(self) -> $int {
				self.0
			}
		}
	};
}

id! {
	/// A subnet. 0 is root, where TAO itself is staked.
	NetUid(u16)
}

id! {
	/// A mechanism of a subnet: one of several sets of weights that it pays for. 0 always exists.
	MechId(u8)
}

id! {
	/// One mechanism of one subnet as a storage key: mechanism × 4096 + netuid.
	///
	/// The first mechanism of a subnet has the number of the subnet itself, so readers that know
	/// nothing of mechanisms find what they expect.
	NetUidStorageIndex(u16)
}

impl NetUid {
	/// The root network.
	pub const ROOT: Self = Self(0);

	/// Whether this is the root network.
	pub const fn is_root(self) -> bool {
		self.0 == 0
	}
}

impl MechId {
	/// The mechanism that every subnet has.
	pub const MAIN: Self = Self(0);
}

impl NetUidStorageIndex {
	/// Netuids below this number can be combined with a mechanism.
	pub const SUBNETS: u16 = 4096;

	/// The key of mechanism `mechid` of subnet `netuid`, where it fits: netuids below 4096 and
	/// mechanisms below 16.
	pub fn try_new(netuid: NetUid, mechid: MechId) -> Option<Self> {
		if netuid.0 >= Self::SUBNETS {
			return None;
		}
		let first = u16::from(mechid.0).checked_mul(Self::SUBNETS)?;
		first.checked_add(netuid.0).map(Self)
	}

	/// The subnet and the mechanism that the key stands for.
	pub const fn split(self) -> (NetUid, MechId) {
		// 4096 is 2^12: the mechanism is the upper four bits of the upper byte.
		let [_, upper] = self.0.to_le_bytes();
		(NetUid(self.0 % Self::SUBNETS), MechId(upper >> 4))
	}
}

impl From<NetUid> for NetUidStorageIndex {
	/// The key of the subnet's first mechanism.
	fn from(netuid: NetUid) -> Self {
		Self(netuid.0)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use proptest::prelude::*;

	#[test]
	fn mechanism_two_of_subnet_three_is_8195() {
		let index = NetUidStorageIndex::try_new(NetUid::new(3), MechId::new(2));
		assert_eq!(index, Some(NetUidStorageIndex::new(8195)));
	}

	#[test]
	fn indices_that_do_not_fit_are_refused() {
		assert_eq!(NetUidStorageIndex::try_new(NetUid::new(4096), MechId::MAIN), None);
		assert_eq!(NetUidStorageIndex::try_new(NetUid::ROOT, MechId::new(16)), None);
	}

	#[test]
	fn encodings_and_json_are_those_of_the_integer() {
		assert_eq!(NetUid::new(7).encode(), 7u16.encode());
		assert_eq!(MechId::new(7).encode(), 7u8.encode());
		assert_eq!(codec::Compact(NetUid::new(7)).encode(), codec::Compact(7u16).encode());
		assert_eq!(serde_json::to_string(&NetUid::new(7)).unwrap(), "7");
	}

	proptest! {
		#[test]
		fn split_undoes_try_new(netuid in 0u16..4096, mechid in 0u8..16) {
			let index = NetUidStorageIndex::try_new(netuid.into(), mechid.into());
			prop_assert_eq!(index.map(|i| i.split()), Some((netuid.into(), mechid.into())));
		}

		#[test]
		fn every_index_names_one_mechanism(raw: u16) {
			let (netuid, mechid) = NetUidStorageIndex::new(raw).split();
			prop_assert_eq!(NetUidStorageIndex::try_new(netuid, mechid), Some(raw.into()));
		}
	}
}
