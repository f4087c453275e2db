// Transactions that polkadot.js signs and follows until their block is final.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { connect, event, feeOf, finalised, gain, TAO } from './node.mjs';

const PROXY_DEPOSIT = 93_000_000n;

const options = { timeout: 60_000 };
let chain;
let alice;
let bob;
let charlie;
let dave;

before(async () => {
  chain = await connect();
  [alice, bob, charlie, dave] = ['//Alice', '//Bob', '//Charlie', '//Dave'].map(chain.key);
}, { timeout: 90_000 });

after(() => chain?.close());

/** A transfer of whole TAO. */
function transfer(to, amount) {
  return chain.api.tx.balances.transferKeepAlive(to.address, amount * TAO);
}

test('a transfer reaches a final block and moves the amount', options, async () => {
  const receipt = await finalised(transfer(dave, 1n), alice);
  assert.equal(await gain(chain.api, receipt.block, dave.address), TAO);
  assert.equal(await gain(chain.api, receipt.block, alice.address), -TAO - feeOf(receipt));
});

test('payment_queryInfo answers the fee that is charged', options, async () => {
  const signed = await transfer(dave, 2n).signAsync(bob, { nonce: -1 });
  // By its name: polkadot.js decodes the answer of its own wrapper with a type from before two-dimensional weights.
  const { partialFee } = await chain.provider.send('payment_queryInfo', [signed.toHex()]);
  const receipt = await new Promise((resolve, reject) => {
    const listen = ({ status, events }) => {
      if (status.isFinalized) resolve({ block: status.asFinalized.toHex(), events });
    };
    signed.send(listen).catch(reject);
  });
  assert.equal(BigInt(partialFee), feeOf(receipt));
});

test('the estimate that wallets show is the fee that is charged', options, async () => {
  const { partialFee } = await transfer(dave, 3n).paymentInfo(bob);
  const receipt = await finalised(transfer(dave, 3n), bob);
  assert.equal(partialFee.toBigInt(), feeOf(receipt));
});

test('a batch pays everyone', options, async () => {
  const batch = chain.api.tx.utility.batchAll([transfer(dave, 1n), transfer(charlie, 2n)]);
  const receipt = await finalised(batch, bob);
  assert.equal(await gain(chain.api, receipt.block, dave.address), TAO);
  assert.equal(await gain(chain.api, receipt.block, charlie.address), 2n * TAO);
});

test('a delegate moves the money of the other and pays the fee', options, async () => {
  const { proxy } = chain.api.tx;
  const added = await finalised(proxy.addProxy(dave.address, 'Transfer', 0), charlie);
  const cost = -PROXY_DEPOSIT - feeOf(added);
  assert.equal(await gain(chain.api, added.block, charlie.address), cost);

  const acted = await finalised(proxy.proxy(charlie.address, null, transfer(bob, 3n)), dave);
  assert.ok(event(acted, 'proxy', 'ProxyExecuted').result.isOk);
  assert.equal(await gain(chain.api, acted.block, charlie.address), -3n * TAO);
  assert.equal(await gain(chain.api, acted.block, dave.address), -feeOf(acted));

  const removed = await finalised(proxy.removeProxy(dave.address, 'Transfer', 0), charlie);
  const refund = PROXY_DEPOSIT - feeOf(removed);
  assert.equal(await gain(chain.api, removed.block, charlie.address), refund);
});

test('a signature that covers the digest of the metadata is accepted', options, async () => {
  const receipt = await finalised(transfer(dave, 1n), bob, {
    metadataHash: await metadataDigest(),
    mode: 1,
  });
  assert.equal(await gain(chain.api, receipt.block, dave.address), TAO);
});

/** The digest of the metadata that hardware wallets check. */
async function metadataDigest() {
  const metadata = await chain.api.call.metadata.metadataAtVersion(15);
  const { specName, specVersion } = chain.api.runtimeVersion;
  const merkleized = merkleizeMetadata(metadata.unwrap().toHex(), {
    base58Prefix: 42,
    decimals: 9,
    specName: specName.toString(),
    specVersion: specVersion.toNumber(),
    tokenSymbol: 'TAO',
  });
  return `0x${Buffer.from(merkleized.digest()).toString('hex')}`;
}
