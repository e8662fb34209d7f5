import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";

const built = join(import.meta.dirname, "..", "..", "out", "preload", "index.cjs");

interface Bridge {
  call(name: string, input: unknown): unknown;
  onEvent(listener: (event: unknown) => void): () => void;
  pathForFile(file: unknown): string;
}

// `npm test` builds before this stage; alone, run `npm run build` first. Without a build this fails.
it("the built preload script needs electron alone and exposes the bridge and nothing else", () => {
  const exposed = new Map<string, Bridge>();
  const asked: unknown[][] = [];
  const listeners = new Map<string, (event: unknown, payload: unknown) => void>();
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: Bridge) => exposed.set(name, value) },
    ipcRenderer: {
      invoke: (...words: unknown[]) => asked.push(words),
      on: (channel: string, listener: (event: unknown, payload: unknown) => void) => listeners.set(channel, listener),
      off: (channel: string) => listeners.delete(channel),
    },
    webUtils: { getPathForFile: () => "path of the file" },
  };
  const require = (name: string): unknown => {
    if (name === "electron") return electron;
    throw new Error(`a sandboxed preload script cannot require ${name}`);
  };
  const module = { exports: {} };
  runInNewContext(readFileSync(built, "utf8"), { require, module, exports: module.exports }, { filename: built });

  expect([...exposed.keys()]).toEqual(["lightbox"]);
  const bridge = exposed.get("lightbox");
  if (bridge === undefined) throw new Error("no bridge");
  expect(Object.keys(bridge).sort()).toEqual(["call", "onEvent", "pathForFile"]);
  bridge.call("jobs.get", { job: 1 });
  expect(asked).toEqual([["lightbox:call", "jobs.get", { job: 1 }]]);
  const heard: unknown[][] = [];
  const stop = bridge.onEvent((...words) => heard.push(words));
  listeners.get("lightbox:event")?.({ sender: "secret" }, { event: "workspace" });
  expect(heard).toEqual([[{ event: "workspace" }]]);
  stop();
  expect(listeners.size).toBe(0);
  expect(bridge.pathForFile({})).toBe("path of the file");
});
