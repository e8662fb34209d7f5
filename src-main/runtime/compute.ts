import { availableParallelism } from "node:os";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { entryPath } from "../jobs/index.ts";
import { forkNode } from "./compute-child.ts";
import type { ComputeChild, ForkCompute } from "./compute-child.ts";
import type {
  ComputeReply,
  ComputeRequest,
  Device,
  LoadedInfo,
  LoadOptions,
  ModelSource,
  Tensor,
  TensorInfo,
} from "./compute-messages.ts";

/** A model that is ready in the compute process. */
export interface LoadedModel {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly device: Device;
  /** Its process is gone, and the model with it. */
  readonly lost: boolean;
  /**
   * One run; only the `wanted` outputs (all of them by default) are computed and sent back. A run cannot be stopped from
   * inside: keep it to 200 ms. Errors: `compute/failed` (the input does not fit), `compute/lost` (the process is gone).
   */
  run(feeds: Readonly<Record<string, Tensor>>, wanted?: readonly string[]): Promise<Record<string, Tensor>>;
  /** Gives the memory back; a second call, or one after the process was lost, does nothing. */
  release(): Promise<void>;
}

/** The compute process, seen from outside. It starts with the first load and again with the first load after it was lost. */
export interface Compute {
  /** Errors: `model/not-found`, `model/bad-graph`, `compute/device` (the device cannot run it), `compute/lost`. */
  load(source: ModelSource, device?: Device, options?: LoadOptions): Promise<LoadedModel>;
  /** The hard cancel: whatever is pending is rejected with `compute/lost`, loaded models are lost. */
  kill(): void;
  /** Releases everything and ends the process; afterwards nothing can be loaded. */
  close(): Promise<void>;
}

export interface ComputeOptions {
  /** Threads of one run; by default one for each processor. */
  readonly threads?: number;
  /** How the process is started; inside Electron the door passes its own way. */
  readonly fork?: ForkCompute;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: LightboxError) => void;
}

type WithoutId<Request> = Request extends unknown ? Omit<Request, "id"> : never;

/** One life of the process: from its start until it is lost. */
interface Line {
  readonly ask: (request: WithoutId<ComputeRequest>) => Promise<unknown>;
  readonly kill: () => void;
  /** Why the process is gone; undefined while it lives. */
  readonly lost: string | undefined;
}

/** Milliseconds that close() waits for a run to end before it kills. */
const patience = 3000;

export function defaultThreads(): number {
  return Math.max(1, availableParallelism());
}

/** Makes a client; no process is started before the first load. */
export function startCompute(options: ComputeOptions = {}): Compute {
  const threads = options.threads ?? defaultThreads();
  const fork = options.fork ?? forkNode;
  let line: Line | undefined;
  let models = 0;
  let closed = false;

  const living = (): Line => {
    if (closed) throw lostError("it was closed");
    if (line === undefined || line.lost !== undefined) line = openLine(fork(entryPath("compute-process")));
    return line;
  };
  return {
    load: async (source, device = "cpu", loadOptions = {}) => {
      const held = living();
      const model = ++models;
      const request = { kind: "load", model, source, device, threads, options: loadOptions } as const;
      const info = (await held.ask(request)) as LoadedInfo;
      return loadedModel(held, model, device, info);
    },
    kill: () => {
      line?.kill();
    },
    close: async () => {
      closed = true;
      if (line === undefined || line.lost !== undefined) return;
      const held = line;
      // A run that hangs must not keep the whole program from closing.
      const limit = setTimeout(held.kill, patience);
      await held.ask({ kind: "close" }).catch(() => undefined);
      clearTimeout(limit);
      held.kill();
    },
  };
}

function loadedModel(line: Line, model: number, device: Device, info: LoadedInfo): LoadedModel {
  let released: Promise<void> | undefined;
  return {
    inputs: info.inputs,
    outputs: info.outputs,
    device,
    get lost() {
      return line.lost !== undefined;
    },
    run: async (feeds, wanted) =>
      (await line.ask({ kind: "run", model, feeds, wanted })) as Awaited<ReturnType<LoadedModel["run"]>>,
    release: () => {
      released ??= line.ask({ kind: "release", model }).then(
        () => undefined,
        (error: unknown) => {
          // A lost process has given everything back already.
          if (line.lost === undefined) throw error;
        },
      );
      return released;
    },
  };
}

function openLine(child: ComputeChild): Line {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let lost: string | undefined;

  const lose = (reason: string): void => {
    lost ??= reason;
    for (const waiting of pending.values()) waiting.reject(lostError(lost));
    pending.clear();
    child.keepAlive(false);
  };
  child.onMessage((reply: ComputeReply) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0) child.keepAlive(false);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(new LightboxError(reply.error.code, reply.error.message, reply.error.remedy));
  });
  child.onExit(lose);
  child.keepAlive(false);

  return {
    get lost() {
      return lost;
    },
    kill: () => {
      child.kill();
      lose("it was stopped");
    },
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) {
          reject(lostError(lost));
          return;
        }
        const id = nextId++;
        pending.set(id, { resolve, reject });
        child.keepAlive(true);
        child.send({ ...request, id });
      }),
  };
}

function lostError(reason: string): LightboxError {
  return new LightboxError(
    "compute/lost",
    `The compute process is gone: ${reason}.`,
    "Start the work again: what was finished is kept. If it happens again, use the CPU or smaller batches.",
  );
}
