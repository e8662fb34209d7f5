import { basename } from "node:path";
import type { Allow, TaskLimit } from "../jobs/index.ts";
import type { OnRead } from "./read-file.ts";
import { refusal, refusalOf } from "./refusal.ts";

/** Seconds that reading a film from its disk may take, with the start of the thread that reads it. */
const longestReading = 60;
/** Seconds that decoding may take, and how many more for each megabyte: the slowest codecs take half of that. */
const longestDecoding = 5;
const perMegabyte = 0.5;

/** For a thread that reads films: once the file is read, gives its decoding the time that its size asks for. */
export function filmTime(allow: Allow): OnRead {
  return (size) => {
    allow(Math.round((longestDecoding + (perMegabyte * size) / 2 ** 20) * 1000));
  };
}

function tooSlow(milliseconds: number): Error {
  return refusal(
    "intake/too-slow",
    `the pixels could not be decoded within ${String(Math.round(milliseconds / 1000))} seconds; they are damaged, or made to take for ever.`,
    "Export the film again, uncompressed if it can be; where the computer was busy, try once more.",
  );
}

function notRead(): Error {
  return refusal(
    "intake/unreadable",
    `the file could not be read within ${String(longestReading)} seconds.`,
    "Check the disk or the network it lies on, then try again.",
  );
}

/** The limit of a pool that reads films: one that takes longer is refused and its thread ended, the others go on. */
export function filmLimit<Task>(pathOf: (task: Task) => string): TaskLimit<Task> {
  return {
    milliseconds: longestReading * 1000,
    error: (task, allowed) => refusalOf(basename(pathOf(task)), allowed === undefined ? notRead() : tooSlow(allowed)),
  };
}
