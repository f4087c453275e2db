// The chain as polkadot.js sees it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect, TAO } from './node.mjs';

const EXTENSIONS = [
  'CheckNonZeroSender',
  'CheckSpecVersion',
  'CheckTxVersion',
  'CheckGenesis',
  'CheckMortality',
  'CheckNonce',
  'CheckWeight',
  'ChargeTransactionPayment',
  'SudoTransactionExtension',
  'CheckShieldedTxValidity',
  'SubtensorTransactionExtension',
  'DrandPriority',
  'CheckMetadataHash',
];

const PALLETS = {
  System: 0,
  RandomnessCollectiveFlip: 1,
  Timestamp: 2,
  Aura: 3,
  Grandpa: 4,
  Balances: 5,
  TransactionPayment: 6,
  SubtensorModule: 7,
  Utility: 11,
  Sudo: 12,
  Multisig: 13,
  Preimage: 14,
  Scheduler: 15,
  Proxy: 16,
  SafeMode: 20,
};

const options = { timeout: 60_000 };
let chain;

before(async () => {
  chain = await connect();
}, { timeout: 90_000 });

after(() => chain?.close());

test('metadata decodes and has every pallet at its index', options, () => {
  const { pallets } = chain.api.runtimeMetadata.asLatest;
  const found = Object.fromEntries(pallets.map((one) => [one.name.toString(), one.index.toNumber()]));
  for (const [name, index] of Object.entries(PALLETS)) assert.equal(found[name], index, name);
});

test('transactions are of format four with the extensions in order', options, () => {
  assert.equal(chain.api.extrinsicVersion, 4);
  assert.deepEqual(chain.api.registry.signedExtensions, EXTENSIONS);
});

test('addresses, symbol and decimals are those of wallets', options, () => {
  assert.equal(chain.api.registry.chainSS58, 42);
  assert.deepEqual(chain.api.registry.chainTokens, ['TAO']);
  assert.deepEqual(chain.api.registry.chainDecimals, [9]);
});

test('amounts decode as plain integers', options, async () => {
  const account = await chain.api.query.system.account(chain.key('//Bob').address);
  assert.equal(account.data.free.toBigInt(), 1_000_000n * TAO);
  const issuance = await chain.api.query.balances.totalIssuance();
  assert.equal(issuance.toBigInt(), 3_016_000n * TAO);
  assert.equal(chain.api.consts.balances.existentialDeposit.toBigInt(), 500n);
});

test('finalised heads come with increasing numbers', options, async () => {
  const numbers = await new Promise((resolve, reject) => {
    const seen = [];
    chain.api.rpc.chain
      .subscribeFinalizedHeads((header) => {
        seen.push(header.number.toNumber());
        if (seen.length === 5) resolve(seen);
      })
      .catch(reject);
  });
  assert.deepEqual(numbers, [...new Set(numbers)].sort((one, other) => one - other));
});
