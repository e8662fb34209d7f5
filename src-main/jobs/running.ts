import { LightboxError, toErrorReport } from "../../src-preload/contract/errors.ts";
import type { JobInfo } from "../../src-preload/contract/jobs.ts";
import type { JobQueries } from "../store/index.ts";
import type { JobContext, JobRunner } from "./context.ts";
import { createEta } from "./eta.ts";
import { createThrottle } from "./throttle.ts";

const emitMilliseconds = 100;
const storeMilliseconds = 500;

/** A job at work in this process. */
export interface RunningJob {
  readonly id: number;
  info(): JobInfo;
  /** Asks the runner to stop; its job ends in this state. */
  stop(state: "cancelled" | "interrupted"): void;
  /** Ends the job now, even if its runner goes on. */
  abandon(): void;
  /** Resolves with the job when it has ended. */
  readonly ended: Promise<JobInfo>;
}

/** Starts the runner of a job that this process has claimed. */
export function runJob(
  queries: JobQueries,
  runner: JobRunner,
  claimed: JobInfo,
  emit: (job: JobInfo) => void,
): RunningJob {
  const controller = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<JobInfo>();
  const reporter = createReporter(queries, claimed, emit);
  let stopped: "cancelled" | "interrupted" = "cancelled";

  const stop = (state: "cancelled" | "interrupted"): void => {
    stopped = state;
    controller.abort(new LightboxError("job/cancelled", "The job was stopped.", "Resume it when you like."));
  };
  // Another process can only leave a note in the workspace.
  const notes = setInterval(() => {
    if (cancelRequested(queries, claimed.id)) stop("cancelled");
  }, storeMilliseconds);
  const finish = (state: JobInfo["state"], error: JobInfo["error"]): void => {
    clearInterval(notes);
    resolve(reporter.end(state, error));
  };

  const context = createContext(queries, claimed, controller.signal, reporter.report);
  void Promise.resolve()
    .then(() => runner(queries.parameters(claimed.id), context))
    .then(
      () => {
        finish("succeeded", null);
      },
      (error: unknown) => {
        if (controller.signal.aborted && isCancellation(error)) finish(stopped, null);
        else finish("failed", toErrorReport(error));
      },
    );
  return {
    id: claimed.id,
    info: reporter.info,
    stop,
    abandon: () => {
      finish(stopped, null);
    },
    ended,
  };
}

/** The job as it stands now, told to the window and to the store at their own pace. */
interface Reporter {
  readonly info: () => JobInfo;
  readonly report: (change: Partial<JobInfo>) => void;
  /** Stores and tells the end; after the first call nothing changes any more. */
  readonly end: (state: JobInfo["state"], error: JobInfo["error"]) => JobInfo;
}

function createReporter(queries: JobQueries, claimed: JobInfo, emit: (job: JobInfo) => void): Reporter {
  let info = claimed;
  let over = false;
  const events = createThrottle(() => {
    emit(info);
  }, emitMilliseconds);
  const writes = createThrottle(() => {
    storeProgress(queries, info);
  }, storeMilliseconds);
  events.flush();
  return {
    info: () => info,
    report: (change) => {
      if (over) return;
      info = { ...info, ...change };
      events.changed();
      writes.changed();
    },
    end: (state, error) => {
      if (over) return info;
      over = true;
      writes.stop();
      info = storeEnd(queries, { ...info, state, error, etaSeconds: null, endedAt: new Date().toISOString() });
      events.flush();
      return info;
    },
  };
}

function createContext(
  queries: JobQueries,
  claimed: JobInfo,
  signal: AbortSignal,
  report: (change: Partial<JobInfo>) => void,
): JobContext {
  let eta = createEta();
  let refused = claimed.refused;
  return {
    signal,
    step: (name, number, of) => {
      eta = createEta();
      report({ step: name, stepNumber: number, steps: of, done: 0, total: 0, etaSeconds: null });
    },
    progress: (done, total) => {
      report({ done, total, etaSeconds: eta.update(done, total, performance.now()) });
    },
    refuse: (item, error) => {
      if (queries.addRefusal(claimed.id, item, error)) refused += 1;
      report({ refused });
    },
    outcome: (value) => {
      queries.setOutcome(claimed.id, value);
    },
  };
}

/** A note that cannot be read now is read next time: a timer has nobody to throw to. */
function cancelRequested(queries: JobQueries, id: number): boolean {
  try {
    return queries.cancelRequested(id);
  } catch {
    return false;
  }
}

/** Progress that could not be written is written with the next; a job does not fail for it, nor does a timer's process. */
function storeProgress(queries: JobQueries, info: JobInfo): void {
  try {
    queries.update(info);
  } catch {
    // The end of the job is written too, and says so where that fails.
  }
}

/** Where the end cannot be written (a full disk), the job has failed for that reason: the user must hear of it. */
function storeEnd(queries: JobQueries, info: JobInfo): JobInfo {
  try {
    queries.update(info);
    return info;
  } catch (error) {
    return { ...info, state: "failed", error: toErrorReport(error) };
  }
}

function isCancellation(error: unknown): boolean {
  if (error instanceof LightboxError) return error.code === "job/cancelled";
  return error instanceof Error && error.name === "AbortError";
}
