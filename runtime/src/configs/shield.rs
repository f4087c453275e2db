//! Shielded transactions.

use pallet_shield::AuraAuthors;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;

use crate::{policy::guards::GuardedCall, Runtime};

impl pallet_shield::Config for Runtime {
	type RuntimeCall = GuardedCall;
	type AuthorityId = AuraId;
	type FindAuthors = AuraAuthors<Runtime>;
	// As on the reference chain, no key decrypts stored calls.
	type StoredCallDecryptor = ();
	type WeightInfo = pallet_shield::weights::SubstrateWeight<Runtime>;
}
