//! Probe pallet: calls that fail, write, refund weight or pay no fee.

pub use pallet::*;

/// The pallet.
#[frame_support::pallet(dev_mode)]
pub mod pallet {
	use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
	use frame_support::{
		dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo},
		pallet_prelude::*,
	};
	use frame_system::pallet_prelude::*;
	use scale_info::TypeInfo;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// An origin that is neither signed, nor root, nor none.
	#[pallet::origin]
	#[derive(
		Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
	)]
	pub enum Origin {
		/// A member of something.
		Member,
	}

	/// Value that was written last.
	#[pallet::storage]
	pub type Written<T> = StorageValue<_, u32, OptionQuery>;

	#[pallet::error]
	pub enum Error<T> {
		/// The call always fails.
		AskedToFail,
		/// The guards of the mock runtime deny the call.
		DeniedByGuard,
	}

	/// Declared weight of the calls that fail or refund, in picoseconds.
	pub const DECLARED: u64 = 1_000;

	/// Value that the call writes that the filter of the chain denies.
	pub const FORBIDDEN: u32 = 99;

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Succeed without a fee, as an operational call.
		#[pallet::call_index(0)]
		#[pallet::weight((Weight::from_parts(10, 0), DispatchClass::Operational, Pays::No))]
		pub fn free(origin: OriginFor<T>) -> DispatchResult {
			ensure_signed(origin)?;
			Ok(())
		}

		/// Succeed as an operational call that pays.
		#[pallet::call_index(1)]
		#[pallet::weight((Weight::from_parts(20, 0), DispatchClass::Operational))]
		pub fn urgent(origin: OriginFor<T>) -> DispatchResult {
			ensure_signed(origin)?;
			Ok(())
		}

		/// Write and fail, with `used` picoseconds used, or the whole weight.
		#[pallet::call_index(2)]
		#[pallet::weight(Weight::from_parts(DECLARED, 0))]
		pub fn fail(_origin: OriginFor<T>, used: Option<u64>) -> DispatchResultWithPostInfo {
			Written::<T>::put(u32::MAX);
			Err(DispatchErrorWithPostInfo {
				post_info: used.map(|used| Weight::from_parts(used, 0)).into(),
				error: Error::<T>::AskedToFail.into(),
			})
		}

		/// Succeed, with `used` picoseconds used.
		#[pallet::call_index(3)]
		#[pallet::weight(Weight::from_parts(DECLARED, 0))]
		pub fn refund(_origin: OriginFor<T>, used: u64) -> DispatchResultWithPostInfo {
			Ok(Some(Weight::from_parts(used, 0)).into())
		}

		/// Succeed and waive the fee.
		#[pallet::call_index(4)]
		#[pallet::weight(Weight::from_parts(50, 0))]
		pub fn waive(_origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			Ok(Pays::No.into())
		}

		/// Write `value`.
		#[pallet::call_index(5)]
		#[pallet::weight(Weight::from_parts(30, 0))]
		pub fn write(_origin: OriginFor<T>, value: u32) -> DispatchResult {
			Written::<T>::put(value);
			Ok(())
		}

		/// Write `value` as root.
		#[pallet::call_index(6)]
		#[pallet::weight(Weight::from_parts(30, 0))]
		pub fn write_as_root(origin: OriginFor<T>, value: u32) -> DispatchResult {
			ensure_root(origin)?;
			Written::<T>::put(value);
			Ok(())
		}

		/// Write zero, unless the guards deny the call.
		#[pallet::call_index(7)]
		#[pallet::weight(Weight::from_parts(40, 0))]
		pub fn guarded_off(_origin: OriginFor<T>) -> DispatchResult {
			Written::<T>::put(0);
			Ok(())
		}

		/// Write [`FORBIDDEN`], unless the filter of the chain denies the call.
		#[pallet::call_index(8)]
		#[pallet::weight(Weight::from_parts(60, 0))]
		pub fn forbidden(_origin: OriginFor<T>) -> DispatchResult {
			Written::<T>::put(FORBIDDEN);
			Ok(())
		}
	}
}
