import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const shim = join(import.meta.dirname, "..", "..", "src-main", "hosts", "lightbox.mjs");

/** Runs `lightbox WORDS…` in a process of its own and returns its JSON document; rejects where it fails. */
export async function lightboxCommand(...words: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [shim, ...words, "--json"]);
  return JSON.parse(stdout) as unknown;
}
