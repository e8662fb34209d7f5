import { LightboxError } from "../../src-preload/contract/index.ts";

const anyOrigin = "http://127.0.0.1";

/**
 * A place inside the window, as --at gives it: "/film/SHA-256?neuron=3", with odd characters escaped. It names no scheme, no
 * host and no fragment (that one carries the token of a link). Throws `cli/usage`.
 */
export function readStartAddress(text: string): string {
  // A browser reads "//" and "/\" as the start of another host, and passes over control characters.
  const isPlain = text.startsWith("/") && !/^\/[/\\]/.test(text) && !/[#\p{Cc}]/u.test(text);
  const url = isPlain && URL.canParse(text, anyOrigin) ? new URL(text, anyOrigin) : undefined;
  if (url?.origin === anyOrigin && !url.pathname.startsWith("//")) return url.pathname + url.search;
  throw new LightboxError(
    "cli/usage",
    `--at is a place inside the window that begins with "/", not "${text.slice(0, 120)}".`,
    "For example: --at /neurons, or --at /film/SHA-256",
  );
}
