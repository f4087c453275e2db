//! What the pallet writes before the first block.

use frame_support::pallet_macros::pallet_section;

/// Genesis of the pallet.
#[pallet_section]
mod genesis {
	/// Choices that hold for the life of a chain.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Milliseconds between two blocks. Even, because half of it is `Timestamp.MinimumPeriod`.
		pub block_time: u64,
		/// Production or fast: which of two values every shortened limit takes.
		pub profile: Profile,
		#[doc(hidden)]
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				block_time: DEFAULT_BLOCK_TIME,
				profile: Profile::Production,
				_config: PhantomData,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::choose_pace(self.block_time, self.profile);
			Pallet::<T>::record_issuance();
		}
	}
}
