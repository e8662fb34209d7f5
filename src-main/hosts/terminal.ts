import type { JobInfo } from "../../src-preload/contract/index.ts";
import { progressLine } from "./progress-line.ts";

const plainMilliseconds = 2000;

/** Where a command speaks: stdout belongs to its result alone, everything else goes to stderr. */
export interface Terminal {
  /** A line for people on stderr. */
  say(line: string): void;
  /** Shows how far a job is: one line rewritten on a terminal, else at most one line in two seconds and one per step. */
  progress(job: JobInfo): void;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Speaks on a stream, most often stderr; `now` is in milliseconds. */
export function createTerminal(stream: Stream, now: () => number = () => performance.now()): Terminal {
  const rewrites = stream.isTTY === true;
  let open = false;
  let step = "";
  let last = -Infinity;
  const say = (line: string): void => {
    stream.write(`${open ? "\r\u001b[K" : ""}${line}\n`);
    open = false;
  };
  const rewrite = (job: JobInfo): void => {
    const width = Math.max(20, (stream.columns ?? 80) - 1);
    stream.write(`\r\u001b[K${progressLine(job).slice(0, width)}`);
    open = true;
  };
  return {
    say,
    progress: (job) => {
      const current = `${String(job.id)} ${job.step}`;
      const due = now() - last >= plainMilliseconds || current !== step;
      if (job.state !== "running" || job.step === "" || (!rewrites && !due)) return;
      // A step that ends leaves its line standing.
      if (rewrites && open && current !== step) stream.write("\n");
      step = current;
      last = now();
      if (rewrites) rewrite(job);
      else say(progressLine(job));
    },
  };
}
