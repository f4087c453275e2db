// A development node of the real binary, on free ports, and a connection to it.

import { spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

/** Milliseconds a node may take until it answers. A cold machine compiles the runtime first. */
const START = 60_000;

/** Milliseconds a node may take to end by itself. */
const STOP = 20_000;

/** Milliseconds between two looks at a condition. */
const INTERVAL = 50;

/** Rao in one TAO. */
export const TAO = 1_000_000_000n;

/** The binary under test. Without it all tests fail; none is skipped. */
function binary() {
  const path = process.env.NOESIS_BIN;
  if (!path) throw new Error('set NOESIS_BIN to the noesis binary to test');
  return path;
}

/** A TCP port that no program listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until `condition` answers something truthy, or fails naming `what` was awaited. */
export async function until(condition, what, milliseconds = START) {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

/** One running node. */
export class Node {
  static async start() {
    const node = new Node();
    node.directory = await mkdtemp(join(tmpdir(), 'noesis-e2e-'));
    node.log = join(node.directory, 'log');
    node.port = await freePort();
    node.spawn(await freePort());
    try {
      await until(() => node.answers(), 'the node to answer');
    } catch (error) {
      await node.stop();
      throw error;
    }
    return node;
  }

  spawn(p2pPort) {
    const log = openSync(this.log, 'a');
    const places = ['--dev', '--base-path', join(this.directory, 'base')];
    const ports = ['--rpc-port', this.port, '--port', p2pPort];
    const flags = ['--no-prometheus', '--no-mdns', '--state-pruning', 'archive'];
    this.process = spawn(binary(), [...places, ...ports, ...flags].map(String), {
      stdio: ['ignore', log, log],
    });
    this.ended = new Promise((resolve) => {
      this.process.once('exit', resolve);
      this.process.once('error', resolve);
    });
    this.onExit = () => this.process.kill('SIGKILL');
    process.once('exit', this.onExit);
  }

  /** Whether the node answers a request. Throws if it ended. */
  async answers() {
    if (this.process.exitCode !== null) {
      throw new Error(`the node ended with ${this.process.exitCode}:\n${this.logTail()}`);
    }
    const body = JSON.stringify({ id: 1, jsonrpc: '2.0', method: 'system_health', params: [] });
    const headers = { 'Content-Type': 'application/json' };
    const url = `http://127.0.0.1:${this.port}`;
    return fetch(url, { method: 'POST', headers, body }).then((answer) => answer.ok, () => false);
  }

  logTail() {
    return readFileSync(this.log, 'utf8').slice(-6_000);
  }

  /** Ends the process by SIGTERM, or by SIGKILL if it takes too long, and removes its files. */
  async stop() {
    const impatience = setTimeout(() => this.process.kill('SIGKILL'), STOP);
    this.process.kill('SIGTERM');
    await this.ended;
    clearTimeout(impatience);
    process.removeListener('exit', this.onExit);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Starts a node and connects to it. Call `close` at the end. */
export async function connect() {
  const node = await Node.start();
  const provider = new WsProvider(`ws://127.0.0.1:${node.port}`);
  const api = await ApiPromise.create({ provider, noInitWarn: true });
  // The keyring needs the cryptography that the connection has waited for.
  const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
  const close = async () => {
    await api.disconnect();
    await node.stop();
  };
  return { api, node, provider, key: (path) => keyring.addFromUri(path), close };
}

/** Signs and sends a transaction; answers its events once its block is final. */
export function finalised(transaction, pair, options = {}) {
  return new Promise((resolve, reject) => {
    const listen = (update) => {
      if (update.isError) reject(new Error(`transaction ended as ${update.status.type}`));
      if (!update.status.isFinalized) return;
      if (update.dispatchError) reject(new Error(update.dispatchError.toString()));
      resolve({ block: update.status.asFinalized.toHex(), events: update.events });
    };
    transaction.signAndSend(pair, { nonce: -1, ...options }, listen).catch(reject);
  });
}

/** The only event of a kind among those of a transaction. */
export function event({ events }, section, method) {
  const found = events.filter(({ event: one }) => one.section === section && one.method === method);
  if (found.length !== 1) throw new Error(`${found.length} events ${section}.${method}`);
  return found[0].event.data;
}

/** The fee that a transaction paid, in rao. */
export function feeOf(receipt) {
  return event(receipt, 'transactionPayment', 'TransactionFeePaid').actualFee.toBigInt();
}

/** By how much the free balance of an account grew in a block, in rao. */
export async function gain(api, block, address) {
  const { parentHash } = await api.rpc.chain.getHeader(block);
  const free = async (at) => {
    const account = await (await api.at(at)).query.system.account(address);
    return account.data.free.toBigInt();
  };
  return (await free(block)) - (await free(parentHash));
}
