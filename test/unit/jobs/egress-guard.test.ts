import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../../support/workspace.ts";

interface Told {
  readonly outcomes: Readonly<Record<string, string | { readonly code: unknown }>>;
  readonly refused: { readonly count: number; readonly last: string };
  readonly thread: string;
  readonly withThread: { readonly count: number; readonly last: string };
  readonly again: boolean;
}

let told: Told;

// In a process of its own: what is patched there stays patched.
beforeAll(async () => {
  using folder = temporaryFolder();
  const child = join(import.meta.dirname, "..", "..", "support", "egress-child.ts");
  const pipe = process.platform === "win32" ? `\\\\.\\pipe\\lightbox-${String(process.pid)}` : join(folder.path, "s");
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", child, pipe]);
  told = JSON.parse(stdout) as Told;
}, 60_000);

test("every way to another machine is refused before a packet leaves", () => {
  const foreign = Object.entries(told.outcomes).filter(([way]) => !way.startsWith("own "));
  expect(foreign.length).toBeGreaterThan(15);
  for (const [way, outcome] of foreign) expect([way, outcome]).toEqual([way, { code: "door/refused" }]);
});

test("each attempt is counted with its target", () => {
  const foreign = Object.keys(told.outcomes).filter((way) => !way.startsWith("own "));
  expect(told.refused).toEqual({ count: foreign.length, last: "lightbox.example" });
  expect(told.again).toBe(true);
});

test("this machine itself is reached as before", () => {
  const own = Object.fromEntries(Object.entries(told.outcomes).filter(([way]) => way.startsWith("own ")));
  expect(own).toEqual({
    "own http": "status 200",
    "own http by name": "status 200",
    "own fetch": "200",
    "own port alone": "connected",
    "own mapped address": "connected",
    "own pipe": "connected",
    "own pipe by options": "connected",
    "own udp": "sent",
    "own udp without an address": "sent",
    "own address read": "192.0.2.1",
    "own lookup": "127.0.0.1",
  });
});

test("a thread has its own guard, and the main thread counts for it", () => {
  expect(told.thread).toBe("door/refused");
  expect(told.withThread).toEqual({ count: told.refused.count + 1, last: "198.51.100.7:9" });
});
