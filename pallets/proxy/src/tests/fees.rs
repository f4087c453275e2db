//! Fee consent of a real account.

use frame_support::{assert_noop, assert_ok};

use super::mock::*;
use crate::{Error, Event, RealPaysFeeConsentV1};

/// Adds Bob as a delegate of Alice, who agrees to pay.
fn delegate_with_consent() {
	assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
	assert_ok!(Proxy::set_real_pays_fee(signed(ALICE), BOB, true));
}

#[test]
fn consent_is_given_and_withdrawn_by_the_real_account() {
	build_and_execute(|| {
		assert!(!Proxy::real_pays(&ALICE, &BOB));
		delegate_with_consent();
		assert_last(Event::RealPaysFeeSet { real: ALICE, delegate: BOB, pays_fee: true });
		assert!(Proxy::real_pays(&ALICE, &BOB));
		assert!(!Proxy::real_pays(&BOB, &ALICE));
		assert_ok!(Proxy::set_real_pays_fee(signed(ALICE), BOB, false));
		assert_last(Event::RealPaysFeeSet { real: ALICE, delegate: BOB, pays_fee: false });
		assert!(!Proxy::real_pays(&ALICE, &BOB));
		assert_eq!(RealPaysFeeConsentV1::<Test>::iter().count(), 0);
	});
}

#[test]
fn consent_needs_a_delegation() {
	build_and_execute(|| {
		for pays_fee in [true, false] {
			assert_noop!(
				Proxy::set_real_pays_fee(signed(ALICE), BOB, pays_fee),
				Error::<Test>::NotProxy
			);
		}
	});
}

#[test]
fn consent_ends_with_remove_proxy() {
	build_and_execute(|| {
		delegate_with_consent();
		assert_ok!(Proxy::remove_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert!(!Proxy::real_pays(&ALICE, &BOB));
	});
}

#[test]
fn consent_ends_even_if_the_delegate_keeps_another_entry() {
	build_and_execute(|| {
		delegate_with_consent();
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Transfer, 0));
		assert_ok!(Proxy::remove_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert!(!Proxy::real_pays(&ALICE, &BOB));
	});
}

#[test]
fn consents_end_with_remove_proxies_but_those_of_others_stay() {
	build_and_execute(|| {
		delegate_with_consent();
		assert_ok!(Proxy::add_proxy(signed(ALICE), CHARLIE, ProxyType::Any, 0));
		assert_ok!(Proxy::set_real_pays_fee(signed(ALICE), CHARLIE, true));
		assert_ok!(Proxy::add_proxy(signed(DAVE), BOB, ProxyType::Any, 0));
		assert_ok!(Proxy::set_real_pays_fee(signed(DAVE), BOB, true));
		assert_ok!(Proxy::remove_proxies(signed(ALICE)));
		assert!(!Proxy::real_pays(&ALICE, &BOB));
		assert!(!Proxy::real_pays(&ALICE, &CHARLIE));
		assert!(Proxy::real_pays(&DAVE, &BOB));
	});
}

#[test]
fn consents_end_with_kill_pure() {
	build_and_execute(|| {
		assert_ok!(Proxy::create_pure(signed(ALICE), ProxyType::Any, 0, 0));
		let pure = Proxy::pure_account(&ALICE, &ProxyType::Any, 0, (1, 0)).expect("is an account");
		assert_ok!(Proxy::set_real_pays_fee(signed(pure.clone()), ALICE, true));
		assert!(Proxy::real_pays(&pure, &ALICE));
		assert_ok!(Proxy::kill_pure(signed(pure.clone()), ALICE, ProxyType::Any, 0, 1, 0));
		assert!(!Proxy::real_pays(&pure, &ALICE));
	});
}

/// Whether Bob may dispatch these calls for Alice at present, by his first entry.
fn may_proxy(calls: &[RuntimeCall]) -> bool {
	Proxy::may_proxy(&ALICE, &BOB, calls.iter().map(|call| (None, call)))
}

#[test]
fn delegate_reaches_what_its_entry_dispatches_at_once() {
	build_and_execute(|| {
		assert!(!may_proxy(&[remark()]));
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Transfer, 1));
		assert!(!may_proxy(&[transfer(CHARLIE, 1)]));
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::SmallTransfer, 0));
		let forced = |held| Proxy::may_proxy(&ALICE, &BOB, [(Some(&held), &transfer(CHARLIE, 1))]);
		assert!(!forced(ProxyType::Transfer));
		assert!(forced(ProxyType::SmallTransfer));
		assert!(!forced(ProxyType::Any));
		assert!(!Proxy::may_proxy(&BOB, &ALICE, [(None, &remark())]));
	});
}

#[test]
fn delegate_reaches_calls_whose_content_its_type_allows() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Infra, 0));
		let denied = || transfer(CHARLIE, 1);
		assert!(may_proxy(&[remark(), batch(vec![remark()]), proxied(CHARLIE, remark())]));
		assert!(!may_proxy(&[remark(), denied()]));
		assert!(!may_proxy(&[batch(vec![remark(), denied()])]));
		assert!(!may_proxy(&[proxied(CHARLIE, batch(vec![denied()]))]));
		assert!(!may_proxy(&[announced(ALICE, CHARLIE, denied())]));
	});
}
