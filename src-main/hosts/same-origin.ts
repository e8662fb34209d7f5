import type { IncomingHttpHeaders } from "node:http";
import { LightboxError } from "../../src-preload/contract/index.ts";

/**
 * Refuses what did not come from our own page or was typed in by hand: a foreign Host (DNS rebinding), a foreign Origin,
 * and everything that a browser marks as coming from another site.
 * Throws LightboxError `door/refused`.
 */
export function checkSameOrigin(headers: IncomingHttpHeaders, port: number): void {
  const hosts = [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`];
  const host = headers.host ?? "";
  if (!hosts.includes(host)) throw refused(`the address "${host.slice(0, 80)}" is not this program's`);
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) throw refused("it came from another page");
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw refused("it came from another site");
}

function refused(why: string): LightboxError {
  return new LightboxError(
    "door/refused",
    `Lightbox refused this request: ${why}.`,
    "Type or paste the address that Lightbox printed; through a tunnel, keep the port number the same at both ends.",
  );
}
