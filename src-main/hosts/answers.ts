import { createHash } from "node:crypto";
import type { DataReply, ErrorCode, ErrorReport } from "../../src-preload/contract/index.ts";
import { LightboxError, toErrorReport } from "../../src-preload/contract/index.ts";
import type { Envelope } from "./door.ts";
import { hardeningHeaders } from "./headers.ts";
import { isWindowPlace, readStaticFile } from "./static-files.ts";

/** One answer in HTTP's terms, for a door that speaks it over a socket or over the app's own scheme. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const statuses: Partial<Record<ErrorCode, number>> = {
  "door/unauthorised": 401,
  "door/refused": 403,
  "door/unknown-method": 404,
  "door/not-found": 404,
  "data/not-found": 404,
  "image/not-found": 404,
  "door/too-large": 413,
  "door/bad-reply": 500,
  "door/internal": 500,
};

/** An envelope as JSON; a failure also sets the HTTP status. */
export function envelopeAnswer(envelope: Envelope): Answer {
  const status = envelope.ok ? 200 : (statuses[envelope.error.code] ?? 400);
  return answer(status, { "content-type": "application/json" }, Buffer.from(JSON.stringify(envelope)));
}

/** Whatever was thrown, as an envelope. */
export function failureAnswer(error: unknown): Answer {
  const report: ErrorReport = toErrorReport(error);
  return envelopeAnswer({ ok: false, error: report });
}

/**
 * Bytes beside the Api. The entity tag is the SHA-256 of the bytes; a caller that shows it again as `known`
 * (If-None-Match) gets 304 and no body.
 */
export async function dataAnswer(reply: DataReply, known: string | undefined): Promise<Answer> {
  const tag = `"${await hashOf(reply.bytes)}"`;
  const headers: Record<string, string> = {
    "content-type": reply.type,
    etag: tag,
    "cache-control": "private, no-cache",
    ...(reply.dtype === undefined ? {} : { "x-lightbox-dtype": reply.dtype }),
    ...(reply.shape === undefined ? {} : { "x-lightbox-shape": reply.shape.join(",") }),
  };
  return known === tag ? answer(304, headers, new Uint8Array()) : answer(200, headers, reply.bytes);
}

/** A file of the user interface, or its page for a place inside the window; 404 where there is none. */
export async function interfaceAnswer(root: string, urlPath: string): Promise<Answer> {
  const file = await readStaticFile(root, isWindowPlace(root, urlPath) ? "/" : urlPath);
  if (file === undefined) {
    return failureAnswer(
      new LightboxError(
        "door/not-found",
        "There is nothing at this address.",
        "Open the address that Lightbox printed.",
      ),
    );
  }
  const cacheControl = file.immutable ? "private, max-age=31536000, immutable" : "no-cache";
  return answer(200, { "content-type": file.type, "cache-control": cacheControl }, file.bytes);
}

/** SHA-256 in hexadecimal. A large film is hashed in a thread of Node's own, so that the door goes on answering. */
async function hashOf(bytes: Uint8Array): Promise<string> {
  if (bytes.byteLength < 1 << 16) return createHash("sha256").update(bytes).digest("hex");
  // A copy, because a shared buffer may change while it is hashed.
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return Buffer.from(digest).toString("hex");
}

/** The text behind an escaped path; a malformed escape names nothing, so it is passed on as it is and found by nobody. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function answer(status: number, headers: Record<string, string>, body: Uint8Array): Answer {
  const defaults = { "cache-control": "no-store" };
  return { status, headers: { ...hardeningHeaders, ...defaults, ...headers }, body };
}
