/** Run as a process of its own: tries every way out under the guard and prints what became of each as JSON. */
import dgram from "node:dgram";
import { lookup, promises as names, Resolver, resolve4 } from "node:dns";
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { promisify } from "node:util";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { guardEgress } from "../../src-main/jobs/index.ts";

const guard = guardEgress();
// TEST-NET-1 (RFC 5737): routed nowhere, so that an attempt that got through would hang and not be answered.
const [foreign, name] = ["192.0.2.1", "lightbox.example"];

type Outcome = string | { readonly code: unknown };

async function outcome(attempt: Promise<unknown>): Promise<Outcome> {
  try {
    return String(await attempt);
  } catch (error) {
    const cause = (error as { cause?: unknown }).cause ?? error;
    return { code: (cause as { code?: unknown }).code };
  }
}

function connected(socket: net.Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("connect", () => {
      socket.destroy();
      resolve("connected");
    });
    // An HTTP client or a protocol on top would do the same.
    socket.write("hello");
  });
}

function got(options: http.RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(options, (reply) => {
      reply.resume();
      resolve(`status ${String(reply.statusCode)}`);
    });
    request.on("error", reject);
  });
}

function sent(socket: dgram.Socket, ...words: unknown[]): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    (socket.send as (...all: unknown[]) => void)(...words, (error: Error | null) => {
      if (error === null) resolve("sent");
      else reject(error);
    });
  }).finally(() => socket.close()) as Promise<string>;
}

function session(address: string): Promise<string> {
  return new Promise((_resolve, reject) => {
    http2.connect(address).on("error", reject);
  });
}

function inThread(): Promise<string> {
  return new Promise((resolve) => {
    new Worker(import.meta.filename).once("message", resolve);
  });
}

async function tryAll(port: number, pipe: string): Promise<Record<string, Outcome>> {
  const udp = () => dgram.createSocket("udp4");
  const tries: Record<string, () => Promise<unknown>> = {
    "http to an address": () => got({ host: foreign, port: 80 }),
    "http to a name": () => got({ host: name, port: 80 }),
    "fetch of an address": () => fetch(`http://${foreign}/`),
    "fetch of a name": () => fetch(`https://${name}/`),
    "net by options": () => connected(net.connect({ host: foreign, port: 9 })),
    "net by port and host": () => connected(net.connect(9, foreign)),
    "net to IPv6": () => connected(net.connect(9, "2001:db8::1")),
    "net to a mapped address": () => connected(net.connect(9, `::ffff:${foreign}`)),
    "a bare socket": () => connected(new net.Socket().connect(9, name)),
    tls: () => connected(tls.connect({ host: foreign, port: 443 })),
    http2: () => session(`https://${name}`),
    "udp send": () => sent(udp(), Buffer.from("x"), 9, foreign),
    "udp send of a part": () => sent(udp(), Buffer.from("xy"), 0, 1, 9, foreign),
    lookup: () => promisify(lookup)(name),
    "lookup by promise": () => names.lookup(name),
    resolve4: () => promisify(resolve4)(name),
    "a resolver": () => promisify(new Resolver().resolve.bind(new Resolver()))(name),
    "own http": () => got({ host: "127.0.0.1", port }),
    "own http by name": () => got({ host: "localhost", port }),
    "own fetch": async () => (await fetch(`http://127.0.0.1:${String(port)}/`)).status,
    "own port alone": () => connected(net.connect(port)),
    "own mapped address": () => connected(net.connect(port, "::ffff:127.0.0.1")),
    "own pipe": () => connected(net.connect(pipe)),
    "own pipe by options": () => connected(net.connect({ path: pipe })),
    "own udp": () => sent(udp(), Buffer.from("x"), port, "127.0.0.1"),
    "own udp without an address": () => sent(udp(), Buffer.from("x"), port),
    "own address read": async () => (await promisify(lookup)(foreign)).address,
    "own lookup": async () => (await promisify(lookup)("127.0.0.1")).address,
  };
  const outcomes: Record<string, Outcome> = {};
  for (const [way, attempt] of Object.entries(tries)) outcomes[way] = await outcome(Promise.resolve().then(attempt));
  return outcomes;
}

function listening(server: net.Server, where: object): Promise<net.Server> {
  return new Promise((resolve) =>
    server.listen(where, () => {
      resolve(server);
    }),
  );
}

if (isMainThread) {
  const pipe = process.argv[2] ?? "";
  const web = await listening(
    http.createServer((_request, reply) => reply.end("here")),
    { host: "127.0.0.1", port: 0 },
  );
  const local = await listening(net.createServer(), { path: pipe });
  const outcomes = await tryAll((web.address() as AddressInfo).port, pipe);
  const refused = guard.refused();
  const thread = await inThread();
  for (let round = 0; round < 200 && guard.refused().count === refused.count; round++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const again = guardEgress() === guard;
  process.stdout.write(JSON.stringify({ outcomes, refused, thread, withThread: guard.refused(), again }));
  web.close();
  local.close();
  process.exit(0);
} else {
  const { code } = (await outcome(connected(net.connect(9, "198.51.100.7")))) as { code: unknown };
  parentPort?.postMessage(String(code));
}
