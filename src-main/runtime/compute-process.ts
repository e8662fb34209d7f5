import { toErrorReport } from "../../src-preload/contract/errors.ts";
import { guardEgress } from "../jobs/index.ts";
import type { ComputeReply, ComputeRequest } from "./compute-messages.ts";
import { createSessions } from "./compute-sessions.ts";

/** Electron's utilityProcess gives its child this port instead of `process.send`. */
interface ParentPort {
  on(event: "message", listener: (event: { readonly data: ComputeRequest }) => void): void;
  postMessage(message: ComputeReply): void;
}

guardEgress();
const port = (process as { readonly parentPort?: ParentPort }).parentPort;
const sessions = createSessions();

/** Requests wait for the one before them: a release can never overtake a run of the same model. */
let queue = Promise.resolve();

function receive(request: ComputeRequest): void {
  queue = queue.then(async () => {
    try {
      reply({ id: request.id, ok: true, value: await answer(request) });
    } catch (error) {
      reply({ id: request.id, ok: false, error: toErrorReport(error) });
    }
  });
}

async function answer(request: ComputeRequest): Promise<unknown> {
  switch (request.kind) {
    case "load":
      return sessions.load(request);
    case "run":
      return sessions.run(request);
    case "release":
      return sessions.release(request.model);
    case "close":
      await sessions.releaseAll();
      // After the reply is out; onnxruntime leaves cleanly when no run is under way.
      setImmediate(() => {
        if (port === undefined) process.disconnect();
        else process.exit(0);
      });
      return undefined;
  }
}

function reply(message: ComputeReply): void {
  if (port !== undefined) port.postMessage(message);
  else if (process.connected) process.send?.(message);
}

if (port !== undefined) {
  port.on("message", (event) => {
    receive(event.data);
  });
} else {
  process.on("message", receive);
  // The parent is gone or has closed the channel: nobody is left to compute for.
  process.on("disconnect", () => {
    process.exit(0);
  });
}
// Ctrl-C in a terminal reaches the whole group; the parent decides when this process ends.
process.on("SIGINT", () => undefined);
