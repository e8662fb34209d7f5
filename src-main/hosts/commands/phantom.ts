import { resolve } from "node:path";
import type { JobInfo } from "../../../src-preload/contract/index.ts";
import { writePhantoms } from "../../phantom/index.ts";
import { beforeExit } from "../interrupt.ts";
import type { Command } from "./command.ts";
import { wholeNumber, word } from "./values.ts";

export const phantom: Command = {
  name: "phantom",
  summary: "Make synthetic chest films with planted findings, masks and a label table; needs no workspace.",
  usage: "DIR",
  positionals: [1, 1],
  options: {
    count: { type: "string", value: "N", help: "films to make (default 256)" },
    seed: { type: "string", value: "S", help: "the same seed gives the same films (default 1)" },
  },
  run: async (given) => {
    const directory = resolve(word(given, 0));
    const count = wholeNumber(given, "count", 256, 1);
    const seed = wholeNumber(given, "seed", 1);
    const stop = new AbortController();
    const forget = beforeExit(() => {
      stop.abort();
      return Promise.resolve();
    });
    try {
      const summary = await writePhantoms(directory, {
        count,
        seed,
        signal: stop.signal,
        onProgress: (done, total) => {
          given.terminal.progress(asJob(done, total));
        },
      });
      const line = `Made ${String(summary.films)} films of ${String(summary.patients)} patients in ${summary.directory}`;
      return { document: { ...summary, count, seed }, lines: [line] };
    } finally {
      forget();
    }
  },
};

/** The films are made without a workspace and so without a stored job; the terminal shows them all the same. */
function asJob(done: number, total: number): JobInfo {
  return {
    ...{ id: 0, kind: "phantom", title: "Make films", state: "running", step: "making films", stepNumber: 1, steps: 1 },
    ...{ done, total, etaSeconds: null, refused: 0, error: null, startedAt: "", endedAt: null },
  };
}
