//! Genesis of the pallet.

use frame_support::pallet_macros::pallet_section;

/// Genesis configuration, and the state built from it.
#[pallet_section]
mod genesis {
	/// Settings that hold for the life of a chain.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Milliseconds between two blocks. Even, because half of it is `Timestamp.MinimumPeriod`.
		pub block_time: u64,
		/// Production or fast: selects one of two values for every shortened limit.
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
			ChainSpeed::<T>::set_block_time_and_profile(self.block_time, self.profile);
			Issuance::<T>::record();
		}
	}
}
