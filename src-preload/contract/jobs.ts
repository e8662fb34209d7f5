import * as v from "valibot";
import { count, nothing } from "./common.ts";
import { errorCodes } from "./errors.ts";
import { method } from "./method.ts";

export const jobKinds = ["demo", "phantom", "import", "encode", "score", "train"] as const;
export const jobStates = ["queued", "running", "succeeded", "failed", "cancelled", "interrupted"] as const;

export const errorReport = v.strictObject({
  code: v.picklist(errorCodes),
  message: v.string(),
  remedy: v.string(),
});

/** One item (most often a file) that a job could not use; the rest went on. */
export const refusal = v.strictObject({ item: v.string(), error: errorReport });
export type Refusal = v.InferOutput<typeof refusal>;

export const jobInfo = v.strictObject({
  id: v.number(),
  kind: v.picklist(jobKinds),
  /** In words, for the tray: "Import 256 films". */
  title: v.string(),
  state: v.picklist(jobStates),
  /** The step at work, in words: "encoding". */
  step: v.string(),
  /** Steps of the whole job and which one is at work, from 1. */
  stepNumber: count,
  steps: count,
  /** Items done and in all, within the step. */
  done: count,
  total: count,
  /** Seconds until the step ends, as far as can be told. */
  etaSeconds: v.nullable(v.number()),
  refused: count,
  error: v.nullable(errorReport),
  /** UTC, ISO 8601. */
  startedAt: v.string(),
  endedAt: v.nullable(v.string()),
});
export type JobInfo = v.InferOutput<typeof jobInfo>;

const jobId = v.strictObject({ job: v.number() });

export const jobsMethods = {
  "jobs.list": method("All jobs of this workspace, newest first.", nothing, v.array(jobInfo)),
  "jobs.get": method("One job.", jobId, jobInfo),
  "jobs.refusals": method("What a job could not use, each with its reason.", jobId, v.array(refusal)),
  "jobs.cancel": method("Ask a job to stop; what it has done stays.", jobId, jobInfo),
  "jobs.resume": method("Go on with a job that was cancelled, interrupted or failed.", jobId, jobInfo),
};

export type JobKind = (typeof jobKinds)[number];
export type JobState = (typeof jobStates)[number];
