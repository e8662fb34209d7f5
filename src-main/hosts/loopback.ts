import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { LightboxError } from "../../src-preload/contract/index.ts";
import type { Workbench } from "../workbench.ts";
import { dataAnswer, decodePath, envelopeAnswer, failureAnswer, interfaceAnswer } from "./answers.ts";
import type { Answer } from "./answers.ts";
import { callMethod } from "./door.ts";
import { streamEvents } from "./events.ts";
import { limitedBody, readJson } from "./request-body.ts";
import { checkSameOrigin } from "./same-origin.ts";
import { createSessions } from "./session.ts";
import type { Sessions } from "./session.ts";

const callLimit = 1 << 20;
const dropLimit = 512 << 20;

/** What the loopback door needs of a workbench. */
export type Served = Pick<Workbench, "api" | "data" | "receive" | "subscribe">;

export interface LoopbackOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the built user interface. */
  readonly interfaceFolder: string;
  /** The place inside the window that links open; its start where nothing is said. */
  readonly at?: string;
  /** Told whenever a link was used, with the next one. */
  readonly onOpened?: (nextLink: string) => void;
}

export interface LoopbackDoor {
  readonly port: number;
  /** `http://127.0.0.1:PORT/`, without a token. */
  readonly address: string;
  /** The address with the token that is valid now; it opens one browser session. */
  link(): string;
  close(): Promise<void>;
}

interface Door {
  readonly served: Served;
  readonly sessions: Sessions;
  readonly options: LoopbackOptions;
  readonly link: () => string;
}

/** Opens the loopback door on 127.0.0.1. Throws `door/port` where the port cannot be had. */
export async function openLoopback(served: Served, options: LoopbackOptions): Promise<LoopbackDoor> {
  const server = createServer({ requestTimeout: 30 * 60_000, headersTimeout: 10_000 });
  const port = await listen(server, options.port);
  const sessions = createSessions(port);
  const address = `http://127.0.0.1:${String(port)}/`;
  const place = new URL(options.at ?? "/", address).href;
  const link = (): string => `${place}#token=${sessions.token()}`;
  const door: Door = { served, sessions, options, link };
  server.on("request", (request, response) => {
    void serve(door, port, request, response);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { port, address, link, close };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const remedy = "Choose another one with --port, or leave --port out for any free port.";
      reject(new LightboxError("door/port", `Port ${String(port)} cannot be opened: ${error.message}.`, remedy));
    });
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
      const bound = server.address();
      resolve(bound !== null && typeof bound === "object" ? bound.port : port);
    });
  });
}

async function serve(door: Door, port: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let answer: Answer | undefined;
  try {
    checkSameOrigin(request.headers, port);
    answer = await route(door, request, response);
  } catch (error) {
    answer = failureAnswer(error);
  }
  if (answer === undefined || response.destroyed) return;
  // What was not read (a refused or oversized body) must not be taken for the next request.
  const closing =
    request.complete || request.method === "GET" || request.method === "HEAD" ? {} : { connection: "close" };
  response.writeHead(answer.status, { ...answer.headers, ...closing, "content-length": answer.body.byteLength });
  response.end(request.method === "HEAD" ? undefined : answer.body);
}

/** The answer, or undefined where the response stays open as a stream. */
async function route(door: Door, request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const call = `${request.method ?? "GET"} ${url.pathname}`;
  if (call === "POST /session") return openSession(door, request, response);
  const secured = /^\/(?:api|data|events|drop|session)(?:\/|$)/.test(url.pathname);
  if (!secured && (request.method === "GET" || request.method === "HEAD")) {
    return interfaceAnswer(door.options.interfaceFolder, url.pathname);
  }
  if (!door.sessions.accepts(request.headers.cookie)) throw unauthorised();
  const { served } = door;
  if (call.startsWith("POST /api/")) {
    const name = decodePath(url.pathname.slice("/api/".length));
    return envelopeAnswer(await callMethod(served.api, name, await readJson(request, callLimit)));
  }
  if (call === "GET /events") {
    streamEvents(response, (listener) => served.subscribe(listener));
    return undefined;
  }
  if (call.startsWith("GET /data/")) {
    const reply = await served.data(decodePath(url.pathname.slice("/data/".length)));
    return dataAnswer(reply, request.headers["if-none-match"]);
  }
  if (call === "POST /drop") {
    const name = url.searchParams.get("name") ?? "";
    return envelopeAnswer({ ok: true, value: await served.receive(name, limitedBody(request, dropLimit)) });
  }
  throw new LightboxError("door/not-found", "There is nothing at this address.", "Open the address Lightbox printed.");
}

async function openSession(door: Door, request: IncomingMessage, response: ServerResponse): Promise<Answer> {
  const body = await readJson(request, callLimit);
  const token = typeof body === "object" && body !== null && "token" in body ? body.token : undefined;
  const session = typeof token === "string" ? door.sessions.exchange(token) : undefined;
  if (session === undefined) throw unauthorised();
  response.setHeader("set-cookie", door.sessions.cookie(session));
  door.options.onOpened?.(door.link());
  return envelopeAnswer({ ok: true, value: null });
}

function unauthorised(): LightboxError {
  return new LightboxError(
    "door/unauthorised",
    "This browser may not use this Lightbox: its link was used already, or is from an earlier start.",
    "Open the newest link that Lightbox printed in its terminal; each link opens one browser.",
  );
}
