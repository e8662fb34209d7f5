import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { BroadcastChannel, isMainThread } from "node:worker_threads";
import { LightboxError } from "../../src-preload/contract/errors.ts";

/** What was refused by this process and its threads since the guard stands. */
export interface EgressGuard {
  readonly refused: () => { readonly count: number; readonly last: string | null };
}

type Method = (this: unknown, ...words: unknown[]) => unknown;

let standing: EgressGuard | undefined;
let [count, last]: [number, string | null] = [0, null];
/** Threads tell the main thread here what they refused. */
const channel = "lightbox:egress";

/**
 * From now on this process (or thread) opens no connection to another machine: sockets, datagrams and look-ups of names go
 * to the loopback only, and everything else fails with `door/refused` before a packet leaves. It stops honest code that
 * forgot itself, in Lightbox or a package; it is no prison for native code.
 */
export function guardEgress(): EgressGuard {
  if (standing !== undefined) return standing;
  guardSockets();
  guardDatagrams();
  guardNames();
  // Named imports of a built-in module are copies: they are made anew.
  syncBuiltinESMExports();
  if (isMainThread) listenToThreads();
  standing = { refused: () => ({ count, last }) };
  return standing;
}

const loopback = new net.BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether a host, by name or address, is this machine itself; "::ffff:127.0.0.1" counts as 127.0.0.1. */
function isLoopback(host: string): boolean {
  const family = net.isIP(host);
  if (family !== 0) return loopback.check(host, family === 4 ? "ipv4" : "ipv6");
  return /^(?:[\w-]+\.)*localhost\.?$/i.test(host);
}

function refuse(target: string): LightboxError {
  note(target);
  if (!isMainThread) tellMainThread(target);
  return new LightboxError(
    "door/refused",
    `Lightbox opens no connection to other machines; one to ${target} was refused.`,
    "Nothing has left this machine. Please report this: no part of Lightbox should try.",
  );
}

function note(target: string): void {
  count += 1;
  last = target;
}

function tellMainThread(target: string): void {
  const line = new BroadcastChannel(channel);
  line.postMessage(target);
  line.close();
}

function listenToThreads(): void {
  const line = new BroadcastChannel(channel);
  line.onmessage = (message: unknown) => {
    note(String((message as { readonly data: unknown }).data));
  };
  line.unref();
}

/** Puts a guarded method in the place of `name`; what node:util knows of the old one is kept. */
function replace(owner: object, name: string, guarded: (original: Method) => Method): void {
  const original = (owner as Record<string, unknown>)[name] as Method;
  const method = guarded(original);
  for (const symbol of Object.getOwnPropertySymbols(original)) {
    Object.defineProperty(method, symbol, Object.getOwnPropertyDescriptor(original, symbol) ?? {});
  }
  (owner as Record<string, unknown>)[name] = method;
}

/** Every TCP and TLS connection, and with them HTTP, fetch and WebSocket, begins here. */
function guardSockets(): void {
  replace(net.Socket.prototype, "connect", (connect) => {
    return function (this: unknown, ...words) {
      const target = targetOf(words);
      if (target === undefined || isLoopback(target.host)) return Reflect.apply(connect, this, words);
      const error = refuse(`${target.host}:${String(target.port)}`);
      const socket = this as net.Socket & { connecting: boolean };
      // What is written meanwhile waits, and fails with this error and no other.
      socket.connecting = true;
      process.nextTick(() => socket.destroy(error));
      return socket;
    };
  });
}

interface Target {
  readonly host: string;
  readonly port: unknown;
}

/** Where connect(options), connect(port, host) or connect(path) leads; undefined for a local socket or pipe. */
function targetOf(words: readonly unknown[]): Target | undefined {
  // node:net hands on its arguments as one list when they have been read once.
  const [first, second] = Array.isArray(words[0]) ? (words[0] as unknown[]) : words;
  if (typeof first === "object" && first !== null) {
    const { path, host, port } = first as { path?: unknown; host?: unknown; port?: unknown };
    return typeof path === "string" && path !== "" ? undefined : { host: hostOf(host), port };
  }
  const isPath = typeof first === "string" && !(Number(first) >= 0);
  return isPath ? undefined : { host: hostOf(second), port: first };
}

function hostOf(word: unknown): string {
  return typeof word === "string" && word !== "" ? word : "localhost";
}

function guardDatagrams(): void {
  const guarded =
    (addressOf: (words: readonly unknown[]) => unknown) =>
    (original: Method): Method =>
      function (this: unknown, ...words) {
        const address = hostOf(addressOf(words));
        if (isLoopback(address)) return Reflect.apply(original, this, words);
        throw refuse(address);
      };
  replace(
    dgram.Socket.prototype,
    "connect",
    guarded(([, address]) => address),
  );
  // send(message, port, address) or send(message, offset, length, port, address).
  const isLong = (words: readonly unknown[]): boolean => typeof words[3] === "number" || typeof words[4] === "string";
  replace(
    dgram.Socket.prototype,
    "send",
    guarded((words) => (isLong(words) ? words[4] : words[2])),
  );
}

/** A name that is looked up is told to somebody else: only this machine's own is. */
function guardNames(): void {
  const isQuestion = (name: string): boolean => /^(?:lookup|lookupService|resolve\w*|reverse)$/.test(name);
  const guardAll = (owner: object, refusing: (error: LightboxError, words: readonly unknown[]) => unknown): void => {
    for (const name of Object.getOwnPropertyNames(owner).filter(isQuestion)) {
      replace(owner, name, (original) => {
        return function (this: unknown, ...words) {
          const host = hostOf(words[0]);
          // An address that is looked up is only read; node:dgram does so with the one it binds to.
          const isHarmless = isLoopback(host) || (name === "lookup" && net.isIP(host) !== 0);
          return isHarmless ? Reflect.apply(original, this, words) : refusing(refuse(host), words);
        };
      });
    }
  };
  const rejecting = (error: LightboxError): Promise<never> => Promise.reject(error);
  const callingBack = (error: LightboxError, words: readonly unknown[]): void => {
    const callback = words.at(-1);
    if (typeof callback !== "function") throw error;
    process.nextTick(callback, error);
  };
  for (const owner of [dns, resolverOf(dns.Resolver)]) guardAll(owner, callingBack);
  for (const owner of [dns.promises, resolverOf(dns.promises.Resolver)]) guardAll(owner, rejecting);
}

function resolverOf(kind: { readonly prototype: object }): object {
  return kind.prototype;
}
