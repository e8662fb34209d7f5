import type { JobInfo } from "../../../src-preload/contract/index.ts";
import { count } from "../../drawing/index.ts";
import { duration } from "./time.ts";

const files = (n: number): string => (n === 1 ? "1 file" : `${count(n)} files`);
const films = (n: number): string => (n === 1 ? "1 film" : `${count(n)} films`);
const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "medium" });

/** Units of time, the longest first, with their seconds. */
const units = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** What a job that came to its end has done. */
function outcome(job: JobInfo): string {
  const { done, total } = job;
  switch (job.kind) {
    case "import":
      return total === 0 ? "No file was there." : `Went through ${files(total)}.`;
    case "encode":
      return done === 0 ? "Every film had been read before." : `${films(done)} read.`;
    case "score":
    case "demo":
      return total === 0 ? "Every neuron is scored." : `${count(total)} neurons scored.`;
    case "phantom":
      return `${films(done)} made.`;
    case "train":
      return "The SAE is trained.";
  }
}

/** Words of the jobs view, the tray and the pill in the top bar. */
export const jobs = {
  title: "Jobs",
  lead: "Importing, encoding, scoring and training run here, one after the other. A stop loses nothing: what is finished stays, and the rest goes on where it was.",
  none: "Nothing has run yet. Importing, encoding and scoring show up here.",
  now: "At work",
  earlier: "Earlier",
  more: (n: number) => `Show ${count(n)} earlier`,
  all: "All jobs",
  cancel: "Cancel",
  cancelOf: (title: string) => `Cancel: ${title}`,
  stopping: "Stopping …",
  goOn: "Go on",
  goOnOf: (title: string) => `Go on: ${title}`,
  /** The title of an import where no file is to be named. */
  importHidden: "Import films",
  cancelled: (title: string) => `Cancelled: ${title}. What was done stays.`,

  states: {
    queued: "Waiting for the job before it",
    running: "Running",
    succeeded: "Done",
    failed: "Failed",
    cancelled: "Cancelled",
    interrupted: "Interrupted",
  },
  /** In the top bar: what the newest job needs to say while none is running. */
  pill: {
    failed: "Job failed",
    cancelled: "Job cancelled",
    interrupted: "Job interrupted",
  },
  pillAtWork: (step: string, done: number, total: number) =>
    total > 0 ? `${step} ${count(done)} of ${count(total)}` : step,
  step: (place: number, of: number, name: string) =>
    of > 1 ? `Step ${String(place)} of ${String(of)}, ${name}` : name.charAt(0).toUpperCase() + name.slice(1),
  starting: "Starting …",
  progress: (done: number, total: number) => `${count(done)} of ${count(total)}`,
  left: (seconds: number) => `about ${duration(seconds)} left`,
  rate: (perSecond: number) => {
    if (perSecond >= 1.95) return `${count(Math.round(perSecond))} a second`;
    return perSecond >= 1 / 30
      ? `${count(Math.round(perSecond * 60))} a minute`
      : `${count(Math.round(perSecond * 3600))} an hour`;
  },
  outcome,
  took: (seconds: number) => `took ${duration(seconds)}`,
  after: (seconds: number) => `after ${duration(seconds)}`,
  stoppedAt: (step: string, progress: string) => `stopped at ${step}${progress}`,
  stays: "What was done stays.",
  interruptedHow: "Lightbox ended while this was running. What was done stays.",
  /** Seconds since a moment, in words. */
  ago: (seconds: number) => {
    for (const [unit, length] of units) if (seconds >= length) return ago.format(-Math.floor(seconds / length), unit);
    return "just now";
  },
  exactly: (iso: string) => moment.format(new Date(iso)),

  notUsed: (n: number) => `${files(n)} not used`,
  reasons: "Why",
  group: (n: number) => files(n),
  showFiles: (n: number) => (n === 1 ? "Show the file" : `Show the ${files(n)}`),
  hideFiles: (n: number) => (n === 1 ? "Hide the file" : `Hide the ${files(n)}`),
  /** In the place of the list where no file is to be named. */
  filesHidden: (n: number) => (n === 1 ? "1 file, its name is hidden" : `${files(n)}, their names are hidden`),
  copyList: "Copy the list",
  copied: (n: number) => `${files(n)} on the clipboard, with the reason.`,
};
