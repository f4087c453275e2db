//! Ids of subnets and of their mechanisms.

/// Declares an id: a number without arithmetic.
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
	/// The id of a subnet. 0 is root, where TAO itself is staked.
	NetUid(u16)
}

id! {
	/// The id of a mechanism of a subnet, which has weights of its own. 0 always exists.
	MechId(u8)
}

id! {
	/// The storage key of one mechanism of one subnet: mechanism × 4096 + netuid.
	///
	/// The key of a subnet's first mechanism equals the netuid, so clients that do not know of
	/// mechanisms read it under the netuid.
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
	/// The first mechanism, which every subnet has.
	pub const MAIN: Self = Self(0);
}

impl NetUidStorageIndex {
	/// The exclusive upper bound of a netuid in a key.
	pub const SUBNETS: u16 = 4096;

	/// The key of mechanism `mechid` of subnet `netuid`.
	///
	/// `None` for a netuid of 4096 or more, and for a mechanism of 16 or more.
	pub fn try_new(netuid: NetUid, mechid: MechId) -> Option<Self> {
		if netuid.0 >= Self::SUBNETS {
			return None;
		}
		let first = u16::from(mechid.0).checked_mul(Self::SUBNETS)?;
		first.checked_add(netuid.0).map(Self)
	}

	/// The subnet and the mechanism of the key.
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
	use codec::Encode;
	use proptest::prelude::*;

	use super::*;

	#[test]
	fn mechanism_two_of_subnet_three_is_8195() {
		let index = NetUidStorageIndex::try_new(NetUid::new(3), MechId::new(2));
		assert_eq!(index, Some(NetUidStorageIndex::new(8195)));
	}

	#[test]
	fn ids_that_do_not_fit_have_no_key() {
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
