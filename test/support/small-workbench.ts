import { LightboxError } from "../../src-preload/contract/index.ts";
import type { Api, AppEvent, JobInfo } from "../../src-preload/contract/index.ts";
import type { Served } from "../../src-main/hosts/loopback.ts";

/** A workbench of a few lines for the doors' tests: what it received, and a way to send events. */
export interface SmallWorkbench extends Served {
  readonly received: Map<string, number>;
  readonly listeners: Set<(event: AppEvent) => void>;
}

export const smallJob: JobInfo = {
  ...{ id: 7, kind: "import", title: "Import 3 films", state: "running", step: "importing", stepNumber: 1, steps: 1 },
  ...{
    done: 1,
    total: 3,
    etaSeconds: null,
    refused: 0,
    error: null,
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: null,
  },
};

const methods: Partial<Api> = {
  "jobs.get": ({ job }) => {
    if (job === 7) return Promise.resolve(smallJob);
    throw new LightboxError("job/not-found", `There is no job ${String(job)}.`, "List the jobs.");
  },
  "images.list": ({ offset, limit }) => Promise.resolve({ total: offset + limit, images: [] }),
  // A reply that breaks the contract: the door has to notice.
  "jobs.list": () => Promise.resolve([{ ...smallJob, state: "dancing" } as unknown as JobInfo]),
  "workspace.info": () => Promise.reject(new TypeError("x is undefined")),
};

export const smallApi = methods as Api;

export function smallWorkbench(): SmallWorkbench {
  const received = new Map<string, number>();
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    api: smallApi,
    received,
    listeners,
    data: (path) => {
      if (path === "thumbnail/a") return Promise.resolve({ bytes: new Uint8Array([255, 216]), type: "image/jpeg" });
      if (path !== "maps/sae one/b") throw new LightboxError("data/not-found", "There is nothing there.", "Reload.");
      const bytes = new Uint8Array(new Float32Array([1.5, -2]).buffer);
      return Promise.resolve({ bytes, type: "application/octet-stream", dtype: "float32", shape: [1, 2] });
    },
    receive: async (name, stream) => {
      let length = 0;
      for await (const chunk of stream) length += chunk.byteLength;
      received.set(name, length);
      return { path: `kept/${name}` };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
