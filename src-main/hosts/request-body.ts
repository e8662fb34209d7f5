import type { IncomingMessage } from "node:http";
import { LightboxError } from "../../src-preload/contract/index.ts";

/** The bytes of a request as they come in; throws `door/too-large` as soon as there are more than `limit`. */
export async function* limitedBody(request: IncomingMessage, limit: number): AsyncGenerator<Uint8Array> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  let received = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    received += chunk.byteLength;
    if (received > limit) throw tooLarge(limit);
    yield chunk;
  }
}

/**
 * The JSON document in a request. Throws `door/too-large`, or `door/bad-input` for anything that is not JSON: the content
 * type is asked for because a form on a foreign page cannot set it.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  if (!(request.headers["content-type"] ?? "").startsWith("application/json")) {
    throw badInput("The request is not marked as application/json.");
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of limitedBody(request, limit)) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
  } catch {
    throw badInput("The request does not hold valid JSON.");
  }
}

function tooLarge(limit: number): LightboxError {
  const megabytes = String(Math.round(limit / (1 << 20)));
  return new LightboxError(
    "door/too-large",
    `More than ${megabytes} MB were sent in one request.`,
    "Use `lightbox import` in the terminal for files as large as this.",
  );
}

function badInput(message: string): LightboxError {
  return new LightboxError("door/bad-input", message, "Send one JSON object with content-type application/json.");
}
