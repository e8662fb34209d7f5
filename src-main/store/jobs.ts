import type { Database } from "better-sqlite3";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";
import type { jobKinds, JobInfo, Refusal } from "../../src-preload/contract/jobs.ts";
import { inTransaction } from "./connection.ts";
import { createJobOwnership } from "./job-ownership.ts";
import type { JobOwnership } from "./job-ownership.ts";
import { ownIdentity } from "./process-identity.ts";

export type JobKind = (typeof jobKinds)[number];

export interface NewJob {
  readonly kind: JobKind;
  readonly title: string;
  /** Plain data; stored as JSON. */
  readonly parameters: unknown;
}

export interface JobQueries extends JobOwnership {
  /** A queued job that belongs to this process. */
  create(job: NewJob): JobInfo;
  /** Stores state, step, progress, error and times. */
  update(job: JobInfo): void;
  get(id: number): JobInfo | undefined;
  parameters(id: number): unknown;
  /** What a job left when it ended: plain data, stored as JSON; null where it left nothing. */
  outcome(id: number): unknown;
  setOutcome(id: number, outcome: unknown): void;
  /** Newest first. */
  list(): JobInfo[];
  /** Stored at once; the same item refused again keeps its place and takes the new reason. True when it is a new one. */
  addRefusal(job: number, item: string, error: ErrorReport): boolean;
  refusals(job: number): Refusal[];
}

type JobRow = Omit<JobInfo, "error"> & {
  readonly errorCode: ErrorReport["code"] | null;
  readonly errorMessage: string | null;
  readonly errorRemedy: string | null;
};

type RefusalRow = ErrorReport & { readonly item: string };

const select = `
  SELECT id, kind, title, state, step, step_number AS stepNumber, steps, done, total, eta_seconds AS etaSeconds,
    (SELECT count(*) FROM refusals WHERE job = jobs.id) AS refused,
    error_code AS errorCode, error_message AS errorMessage, error_remedy AS errorRemedy,
    started_at AS startedAt, ended_at AS endedAt
  FROM jobs`;

const updateSql = `
  UPDATE jobs SET state = @state, step = @step, step_number = @stepNumber, steps = @steps, done = @done,
    total = @total, eta_seconds = @etaSeconds, error_code = @errorCode, error_message = @errorMessage,
    error_remedy = @errorRemedy, started_at = @startedAt, ended_at = @endedAt
  WHERE id = @id`;

export function createJobQueries(db: Database): JobQueries {
  const create = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO jobs (kind, title, state, parameters, started_at, process, process_start)
       VALUES (@kind, @title, 'queued', @parameters, @at, @pid, @start) RETURNING id`,
    )
    .pluck();
  const update = db.prepare<[Record<string, unknown>]>(updateSql);
  const get = db.prepare<[number], JobRow>(`${select} WHERE id = ?`);
  const list = db.prepare<[], JobRow>(`${select} ORDER BY id DESC`);
  const parameters = db.prepare<[number], string>("SELECT parameters FROM jobs WHERE id = ?").pluck();
  const outcome = db.prepare<[number], string | null>("SELECT outcome FROM jobs WHERE id = ?").pluck();
  const setOutcome = db.prepare<[string, number]>("UPDATE jobs SET outcome = ? WHERE id = ?");
  return {
    create: ({ kind, title, parameters: given }) => {
      const text = JSON.stringify(given ?? null);
      const row = { kind, title, parameters: text, at: new Date().toISOString(), ...ownIdentity() };
      const job = inTransaction(db, () => get.get(create.get(row) ?? 0));
      if (job === undefined) throw new Error("the insert of a job gave no row");
      return toJob(job);
    },
    update: (job) => {
      inTransaction(db, () => update.run(toRow(job)));
    },
    get: (id) => {
      const row = get.get(id);
      return row && toJob(row);
    },
    parameters: (id) => JSON.parse(parameters.get(id) ?? "null") as unknown,
    outcome: (id) => JSON.parse(outcome.get(id) ?? "null") as unknown,
    setOutcome: (id, value) => {
      inTransaction(db, () => setOutcome.run(JSON.stringify(value), id));
    },
    list: () => list.all().map(toJob),
    ...createRefusals(db),
    ...createJobOwnership(db),
  };
}

function createRefusals(db: Database): Pick<JobQueries, "addRefusal" | "refusals"> {
  const known = db.prepare<[number, string]>("SELECT 1 FROM refusals WHERE job = ? AND item = ?");
  const add = db.prepare<[number, string, string, string, string]>(
    `INSERT INTO refusals (job, item, code, message, remedy) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (job, item) DO UPDATE SET code = excluded.code, message = excluded.message, remedy = excluded.remedy`,
  );
  const list = db.prepare<[number], RefusalRow>(
    "SELECT item, code, message, remedy FROM refusals WHERE job = ? ORDER BY rowid",
  );
  return {
    addRefusal: (job, item, error) =>
      inTransaction(db, () => {
        const isNew = known.get(job, item) === undefined;
        add.run(job, item, error.code, error.message, error.remedy);
        return isNew;
      }),
    refusals: (job) => list.all(job).map(({ item, ...error }) => ({ item, error })),
  };
}

function toJob(row: JobRow): JobInfo {
  const { errorCode, errorMessage, errorRemedy, ...rest } = row;
  const none = errorCode === null || errorMessage === null || errorRemedy === null;
  return { ...rest, error: none ? null : { code: errorCode, message: errorMessage, remedy: errorRemedy } };
}

function toRow(job: JobInfo): Record<string, unknown> {
  const { error, ...rest } = job;
  return {
    ...rest,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
    errorRemedy: error?.remedy ?? null,
  };
}
