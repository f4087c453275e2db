//! The inherent: from the data of the author's node to the announcement in its block.

use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	inherent::{InherentData, ProvideInherent},
	traits::IsInherent,
};
use sp_inherents::InherentDataProvider as _;
use sp_keyring::Sr25519Keyring;
use sp_runtime::traits::Dispatchable;

use super::mock::*;
use crate::{Call, InherentDataProvider, ShieldEncKey, INHERENT_IDENTIFIER};

/// The call that announces this key.
fn announcement(enc_key: Option<ShieldEncKey>) -> Call<Test> {
	Call::announce_next_key { enc_key }
}

/// The inherent data that a node provides for a block.
fn provided(provider: InherentDataProvider) -> InherentData {
	let mut data = InherentData::new();
	futures::executor::block_on(provider.provide_inherent_data(&mut data))
		.expect("the data has a place");
	data
}

#[test]
fn announcement_contains_the_key_of_the_node() {
	let key_bytes = pair(1).encapsulation_key();
	let data = provided(InherentDataProvider::new(&key_bytes));
	assert_eq!(MevShield::create_inherent(&data), Some(announcement(Some(key(1)))));
	let data = provided(InherentDataProvider::withdraw());
	assert_eq!(MevShield::create_inherent(&data), Some(announcement(None)));
}

#[test]
fn data_is_an_optional_list_of_bytes_under_the_name_shieldpk() {
	let mut data = InherentData::new();
	data.put_data(*b"shieldpk", &Some(vec![5u8; 1184])).expect("the data has a place");
	let expected = ShieldEncKey::truncate_from(vec![5; 1184]);
	assert_eq!(MevShield::create_inherent(&data), Some(announcement(Some(expected))));
}

#[test]
fn block_without_data_has_no_announcement() {
	assert_eq!(MevShield::create_inherent(&InherentData::new()), None);
}

#[test]
fn data_that_does_not_decode_leads_to_no_announcement() {
	let mut data = InherentData::new();
	data.put_data(INHERENT_IDENTIFIER, &7u8).expect("the data has a place");
	assert_eq!(MevShield::create_inherent(&data), None);
	let mut data = InherentData::new();
	data.put_data(INHERENT_IDENTIFIER, &Some(vec![5u8; 2049])).expect("the data has a place");
	assert_eq!(MevShield::create_inherent(&data), None);
}

#[test]
fn no_block_needs_an_announcement_and_any_announcement_is_accepted() {
	let data = provided(InherentDataProvider::new(&pair(1).encapsulation_key()));
	assert!(matches!(MevShield::is_inherent_required(&data), Ok(None)));
	assert!(MevShield::check_inherent(&announcement(Some(key(2))), &data).is_ok());
}

#[test]
fn bare_announcement_is_the_only_inherent() {
	assert!(MevShield::is_inherent(&announcement(None)));
	let carrier = Call::<Test>::submit_encrypted { ciphertext: ciphertext(&[]) };
	assert!(!MevShield::is_inherent(&carrier));
	let call = RuntimeCall::MevShield(announcement(Some(key(1))));
	assert!(<Test as IsInherent<Extrinsic>>::is_inherent(&Extrinsic::new_bare(call.clone())));
	let signature = Sr25519Keyring::Ferdie.sign(b"anything").into();
	let signed = Extrinsic::new_signed(call, ALICE, signature, ());
	assert!(!<Test as IsInherent<Extrinsic>>::is_inherent(&signed));
}

#[test]
fn announcement_has_the_normal_class_whether_it_succeeds_or_fails() {
	// The executive discards a block only if a call of the mandatory class fails in it.
	build_and_execute(3, || {
		let announcements =
			[(Some(key(1)), true), (None, true), (Some(ShieldEncKey::default()), false)];
		for (number, (enc_key, succeeds)) in (1..).zip(announcements) {
			begin(number);
			let call = RuntimeCall::MevShield(announcement(enc_key));
			assert_eq!(call.get_dispatch_info().class, DispatchClass::Normal);
			assert_eq!(call.dispatch(RuntimeOrigin::none()).is_ok(), succeeds);
		}
	});
}

#[test]
#[allow(deprecated, reason = "it is what the executive asks")]
fn pool_rejects_announcements_and_the_author_may_include_them() {
	use frame_support::unsigned::ValidateUnsigned;
	use sp_runtime::transaction_validity::TransactionSource;
	let call = RuntimeCall::MevShield(announcement(Some(key(1))));
	for source in [TransactionSource::External, TransactionSource::Local] {
		assert!(Test::validate_unsigned(source, &call).is_err());
	}
	assert!(Test::pre_dispatch(&call).is_ok());
}
