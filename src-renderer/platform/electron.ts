import type { AppEvent, MethodInput, MethodName, MethodOutput } from "../../src-preload/contract/index.ts";
import type { Client } from "./client.ts";
import { openEnvelope, reach, readData } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";

/** What the preload script puts into the window. */
export interface Bridge {
  call(name: string, input: unknown): Promise<unknown>;
  onEvent(listener: (event: AppEvent) => void): () => void;
  pathForFile(file: File): string;
}

declare global {
  interface Window {
    readonly lightbox?: Bridge;
  }
}

/** The desktop window: calls go over the bridge, bytes over the app's own scheme. */
export function electronClient(bridge: Bridge): Client {
  return {
    call: async <Name extends MethodName>(name: Name, input: MethodInput<Name>) =>
      openEnvelope((await bridge.call(name, input)) as Envelope<MethodOutput<Name>>),
    onEvent: (listener) => bridge.onEvent(listener),
    data: async (path) => readData(path, await reach(fetch(`/data/${path}`))),
    dataUrl: (path) => `/data/${path}`,
    // A folder arrives as one File whose path the bridge knows; the import walks it.
    collect: (transfer) => Promise.resolve([...transfer.files]),
    drop: (files) => Promise.resolve(files.map((file) => bridge.pathForFile(file)).filter((path) => path !== "")),
  };
}
