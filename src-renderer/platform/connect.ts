import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Client } from "./client.ts";
import { electronClient } from "./electron.ts";
import { loopbackClient, openSession } from "./loopback.ts";

/** The client for the door that this window came through; null where this browser has no session. */
export async function connect(): Promise<Client | null> {
  if (window.lightbox !== undefined) return electronClient(window.lightbox);
  await openSession();
  const client = loopbackClient();
  try {
    await client.call("workspace.info", {});
  } catch (error) {
    if (error instanceof LightboxError && error.code === "door/unauthorised") return null;
    if (error instanceof LightboxError && error.code === "door/unreachable") return null;
  }
  return client;
}
