//! Inherent data from which the author's node builds the announcement.

use sp_inherents::InherentData;

use crate::{ShieldEncKey, INHERENT_IDENTIFIER};

/// The announcement in the inherent data, or `None` for a block without an announcement.
///
/// The inner option is `None` where the author announces no key. Data that does not decode leads to
/// a block without an announcement, not to a failed block.
pub(crate) fn announced_key(data: &InherentData) -> Option<Option<ShieldEncKey>> {
	data.get_data(&INHERENT_IDENTIFIER).ok().flatten()
}

/// Puts an author's next key into the inherent data of the blocks that the author builds.
#[cfg(feature = "std")]
pub struct InherentDataProvider(Option<alloc::vec::Vec<u8>>);

#[cfg(feature = "std")]
impl InherentDataProvider {
	/// A provider that announces this encapsulation key.
	pub fn new(encapsulation_key: &[u8; crate::ENCAPSULATION_KEY_LEN]) -> Self {
		Self(Some(encapsulation_key.to_vec()))
	}

	/// A provider that withdraws the author's last key and announces no other.
	pub fn withdraw() -> Self {
		Self(None)
	}
}

#[cfg(feature = "std")]
#[async_trait::async_trait]
impl sp_inherents::InherentDataProvider for InherentDataProvider {
	async fn provide_inherent_data(
		&self,
		inherent_data: &mut InherentData,
	) -> Result<(), sp_inherents::Error> {
		inherent_data.put_data(INHERENT_IDENTIFIER, &self.0)
	}

	async fn try_handle_error(
		&self,
		_identifier: &sp_inherents::InherentIdentifier,
		_error: &[u8],
	) -> Option<Result<(), sp_inherents::Error>> {
		// The runtime does not check announcements against the data, so it has no error of its own.
		None
	}
}
