//! Pure accounts: address, creation and removal.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::{AccountId32, DispatchError};

use super::mock::*;
use crate::{pure::account_from_entropy, Error, Event, Proxies, ProxyDefinition};

/// Creates a pure account of Alice in block 1, extrinsic 0, and returns its address.
fn spawn_for_alice() -> AccountId32 {
	assert_ok!(Proxy::create_pure(signed(ALICE), ProxyType::Any, 0, 0));
	address_for_alice()
}

/// The address of the account that [`spawn_for_alice`] creates.
fn address_for_alice() -> AccountId32 {
	Proxy::pure_account(&ALICE, &ProxyType::Any, 0, (1, 0)).expect("any hash is an account")
}

#[test]
fn address_is_the_hash_of_the_documented_bytes() {
	build_and_execute(|| {
		let address = Proxy::pure_account(&ALICE, &ProxyType::Any, 7, (5, 3))
			.expect("any hash is an account");
		// blake2b-256, computed outside of the project, of "modlpy/proxy____", 32 bytes 01,
		// 05000000, 03000000, 00, 0700.
		let golden = [
			0x90, 0x8f, 0x86, 0x15, 0xee, 0x23, 0x17, 0xfd, 0x45, 0xc9, 0x65, 0x4c, 0x45, 0x5c,
			0xd2, 0xa1, 0x9a, 0xd2, 0xab, 0x4f, 0x7b, 0x8c, 0xbe, 0x80, 0x3f, 0x22, 0xb7, 0x62,
			0x3a, 0x33, 0x78, 0xe4,
		];
		assert_eq!(address, AccountId32::new(golden));
	});
}

#[test]
fn entropy_that_does_not_decode_to_an_account_id_is_none() {
	assert_eq!(account_from_entropy::<bool>(&[7; 32]), None);
	assert_eq!(account_from_entropy::<[u8; 32]>(&[7; 32]), Some([7; 32]));
	let padded = account_from_entropy::<[u8; 33]>(&[7; 32]).expect("zeros follow");
	assert_eq!(padded.last(), Some(&0));
}

#[test]
fn create_pure_uses_the_block_and_the_extrinsic() {
	build_and_execute(|| {
		System::set_block_number(5);
		System::set_extrinsic_index(3);
		assert_ok!(Proxy::create_pure(signed(ALICE), ProxyType::Transfer, 2, 7));
		let pure = Proxy::pure_account(&ALICE, &ProxyType::Transfer, 7, (5, 3))
			.expect("any hash is an account");
		let entry = ProxyDefinition { delegate: ALICE, proxy_type: ProxyType::Transfer, delay: 2 };
		let (proxies, booked) = Proxies::<Test>::get(&pure);
		assert_eq!(proxies.into_inner(), vec![entry]);
		assert_eq!(booked, 93);
		assert_last(Event::PureCreated {
			pure,
			who: ALICE,
			proxy_type: ProxyType::Transfer,
			disambiguation_index: 7,
		});
	});
}

#[test]
fn create_pure_reserves_from_the_spawner() {
	build_and_execute(|| {
		let pure = spawn_for_alice();
		assert_eq!(Balances::reserved_balance(ALICE), 93);
		assert_eq!(Balances::reserved_balance(pure), 0);
	});
}

#[test]
fn create_pure_twice_in_one_extrinsic_needs_another_index() {
	build_and_execute(|| {
		spawn_for_alice();
		assert_noop!(
			Proxy::create_pure(signed(ALICE), ProxyType::Any, 0, 0),
			Error::<Test>::Duplicate
		);
		assert_ok!(Proxy::create_pure(signed(ALICE), ProxyType::Any, 0, 1));
	});
}

#[test]
fn create_pure_needs_the_deposit() {
	build_and_execute(|| {
		assert_noop!(
			Proxy::create_pure(signed(POOR), ProxyType::Any, 0, 0),
			pallet_balances::Error::<Test, ()>::InsufficientBalance
		);
	});
}

#[test]
fn spawner_acts_for_the_pure_account() {
	build_and_execute(|| {
		let pure = spawn_for_alice();
		assert_ok!(Balances::transfer_allow_death(signed(BOB), pure.clone(), 500));
		assert_ok!(act(ALICE, pure.clone(), transfer(CHARLIE, 200)));
		assert_eq!(Balances::free_balance(CHARLIE), ENDOWMENT + 200);
		assert_eq!(Balances::free_balance(pure), 300);
	});
}

#[test]
fn kill_pure_is_for_the_account_with_these_arguments_only() {
	build_and_execute(|| {
		let pure = spawn_for_alice();
		let error: DispatchError = Error::<Test>::NoPermission.into();
		let kill = |who: AccountId32, spawner, proxy_type, index, height, ext_index| {
			Proxy::kill_pure(signed(who), spawner, proxy_type, index, height, ext_index)
		};
		assert_noop!(kill(ALICE, ALICE, ProxyType::Any, 0, 1, 0), error);
		assert_noop!(kill(pure.clone(), BOB, ProxyType::Any, 0, 1, 0), error);
		assert_noop!(kill(pure.clone(), ALICE, ProxyType::Transfer, 0, 1, 0), error);
		assert_noop!(kill(pure.clone(), ALICE, ProxyType::Any, 1, 1, 0), error);
		assert_noop!(kill(pure.clone(), ALICE, ProxyType::Any, 0, 2, 0), error);
		assert_noop!(kill(pure.clone(), ALICE, ProxyType::Any, 0, 1, 1), error);
		assert_ok!(kill(pure, ALICE, ProxyType::Any, 0, 1, 0));
	});
}

#[test]
fn kill_pure_through_a_proxy_returns_the_deposit_to_the_spawner() {
	build_and_execute(|| {
		let pure = spawn_for_alice();
		let kill = RuntimeCall::Proxy(crate::Call::kill_pure {
			spawner: ALICE,
			proxy_type: ProxyType::Any,
			index: 0,
			height: 1,
			ext_index: 0,
		});
		assert_ok!(act(ALICE, pure.clone(), kill));
		assert!(!Proxies::<Test>::contains_key(&pure));
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
		assert!(own_events().contains(&Event::PureKilled {
			pure,
			spawner: ALICE,
			proxy_type: ProxyType::Any,
			disambiguation_index: 0,
		}));
	});
}

#[test]
fn kill_pure_leaves_the_other_reserves_of_the_spawner_alone() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), DAVE, ProxyType::Any, 0));
		let pure = spawn_for_alice();
		assert_ok!(Balances::transfer_allow_death(signed(BOB), pure.clone(), 1_000));
		assert_ok!(Proxy::add_proxy(signed(pure.clone()), CHARLIE, ProxyType::Any, 0));
		assert_eq!(Balances::reserved_balance(&pure), 33);
		assert_ok!(Proxy::kill_pure(signed(pure.clone()), ALICE, ProxyType::Any, 0, 1, 0));
		// Alice keeps the deposit for her own delegate, and receives the reserve of the account.
		assert_eq!(Balances::reserved_balance(ALICE), 93);
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT - 93 + 33);
		assert_eq!(Balances::reserved_balance(&pure), 0);
		assert_eq!(Balances::free_balance(&pure), 967);
	});
}

#[test]
fn kill_pure_releases_the_booked_deposit_after_prices_fell() {
	build_and_execute(|| {
		let pure = spawn_for_alice();
		set_proxy_price(10, 5);
		assert_ok!(Proxy::kill_pure(signed(pure), ALICE, ProxyType::Any, 0, 1, 0));
		assert_eq!(Balances::reserved_balance(ALICE), 0);
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
	});
}

#[test]
fn poking_a_pure_account_keeps_the_deposit_of_its_spawner_booked() {
	build_and_execute(|| {
		let pure = spawn_for_alice();
		set_proxy_price(10, 5);
		assert_ok!(Proxy::poke_deposit(signed(pure.clone())));
		assert_eq!(Proxies::<Test>::get(&pure).1, 93);
		assert_ok!(Proxy::kill_pure(signed(pure), ALICE, ProxyType::Any, 0, 1, 0));
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
	});
}
