import { fork } from "node:child_process";
import type { ComputeReply, ComputeRequest } from "./compute-messages.ts";

/** A running compute process, as far as the client needs to know it. */
export interface ComputeChild {
  readonly pid: number | undefined;
  send(request: ComputeRequest): void;
  onMessage(listener: (reply: ComputeReply) => void): void;
  /** Called once, when the process has ended or could not be started; `reason` says how. */
  onExit(listener: (reason: string) => void): void;
  /** Ends the process at once, also in the middle of a run. */
  kill(): void;
  /** Whether this process stays alive for the child's sake; off while nothing is pending. */
  keepAlive(wanted: boolean): void;
}

/** Starts the file `entry` as a compute process. */
export type ForkCompute = (entry: string) => ComputeChild;

const keptOutput = 4096;

/** glibc raises this limit by itself and then keeps the memory of released models; fixed, it goes back at once. */
const allocator = { MALLOC_MMAP_THRESHOLD_: String(2 ** 20) };

/**
 * Node's fork. The native library writes on stdout and stderr as it likes: stdout is dropped (ours may be JSON for a
 * script), the end of stderr is kept for the sentence that explains a crash.
 */
export const forkNode: ForkCompute = (entry) => {
  const child = fork(entry, [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...allocator, ...process.env },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  let output = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-keptOutput);
  });
  return {
    pid: child.pid,
    send: (request) => {
      // A channel that is already closed reports itself through "exit".
      child.send(request, () => undefined);
    },
    onMessage: (listener) => {
      child.on("message", (message) => {
        listener(message as ComputeReply);
      });
    },
    onExit: (listener) => {
      child.once("error", (error) => {
        listener(error.message);
      });
      // "close" comes after "exit", when the last of stderr has been read.
      child.once("close", (code, signal) => {
        listener(exitReason(code, signal, output));
      });
    },
    kill: () => {
      child.kill("SIGKILL");
    },
    keepAlive: (wanted) => {
      const stream = child.stderr as { ref?(): void; unref?(): void } | null;
      for (const handle of [child, child.channel, stream]) {
        if (wanted) handle?.ref?.();
        else handle?.unref?.();
      }
    },
  };
};

function exitReason(code: number | null, signal: string | null, output: string): string {
  const how = signal === null ? `it ended with code ${String(code)}` : `it was ended by ${signal}`;
  const last = output.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  return last === "" ? how : `${how} (${last})`;
}
