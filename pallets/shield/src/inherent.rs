//! The inherent data from which an announcement is made.

use sp_inherents::InherentData;

use crate::{ShieldEncKey, INHERENT_IDENTIFIER};

/// Returns what the author announces, or `None` for a block without an announcement.
///
/// Data that cannot be read makes no announcement rather than no block.
pub(crate) fn announced_key(data: &InherentData) -> Option<Option<ShieldEncKey>> {
	data.get_data(&INHERENT_IDENTIFIER).ok().flatten()
}

/// Gives an author's next key to the blocks that it builds.
#[cfg(feature = "std")]
pub struct InherentDataProvider(Option<alloc::vec::Vec<u8>>);

#[cfg(feature = "std")]
impl InherentDataProvider {
	/// Announces this encapsulation key.
	pub fn new(encapsulation_key: &[u8; crate::ENCAPSULATION_KEY_LEN]) -> Self {
		Self(Some(encapsulation_key.to_vec()))
	}

	/// Withdraws the key that the author has announced last, and announces none.
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
		// The runtime checks nothing about an announcement, so that there is no error of ours.
		None
	}
}
