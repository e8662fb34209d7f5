import type { Database } from "better-sqlite3";
import { inTransaction } from "./connection.ts";
import { isAlive, ownIdentity } from "./process-identity.ts";

/** Who may run a job: several processes (the app, the command line) can have one workspace open. */
export interface JobOwnership {
  /**
   * Takes a queued job for this process and marks it as running. "busy": another job runs in this workspace, maybe in
   * another process. "gone": the job is no longer queued.
   */
  claim(id: number): "claimed" | "busy" | "gone";
  /** Queues a job that has ended without success again, for this process, without its old refusals; false otherwise. */
  requeue(id: number): boolean;
  /** Ends a job that was still queued; false when it was not. */
  endQueued(id: number, state: "cancelled" | "interrupted"): boolean;
  /** Asks the process that runs a job to stop it. */
  requestCancel(id: number): void;
  cancelRequested(id: number): boolean;
  /** Marks running and queued jobs of processes that are gone as interrupted; answers how many. */
  interruptDead(): number;
}

interface OpenJob {
  readonly id: number;
  readonly pid: number;
  readonly start: string;
}

export function createJobOwnership(db: Database): JobOwnership {
  const claim = db.prepare<[Record<string, unknown>]>(
    `UPDATE jobs SET state = 'running', process = @pid, process_start = @start, started_at = @at, cancel_requested = 0
     WHERE id = @id AND state = 'queued' AND NOT EXISTS (SELECT 1 FROM jobs WHERE state = 'running')`,
  );
  const requeue = db.prepare<[Record<string, unknown>]>(
    `UPDATE jobs SET state = 'queued', process = @pid, process_start = @start, started_at = @at, cancel_requested = 0,
       ended_at = NULL, eta_seconds = NULL, error_code = NULL, error_message = NULL, error_remedy = NULL
     WHERE id = @id AND state IN ('failed', 'cancelled', 'interrupted')`,
  );
  const forget = db.prepare<[number]>("DELETE FROM refusals WHERE job = ?");
  const queued = db.prepare<[number]>("SELECT 1 FROM jobs WHERE id = ? AND state = 'queued'");
  const endQueued = db.prepare<[string, string, number]>(
    "UPDATE jobs SET state = ?, ended_at = ? WHERE id = ? AND state = 'queued'",
  );
  const askCancel = db.prepare<[number]>("UPDATE jobs SET cancel_requested = 1 WHERE id = ? AND state = 'running'");
  const asked = db.prepare<[number], number>("SELECT cancel_requested FROM jobs WHERE id = ?").pluck();
  const now = (id: number): Record<string, unknown> => ({ id, at: new Date().toISOString(), ...ownIdentity() });
  return {
    claim: (id) =>
      inTransaction(db, () => {
        if (claim.run(now(id)).changes === 1) return "claimed";
        return queued.get(id) === undefined ? "gone" : "busy";
      }),
    requeue: (id) =>
      inTransaction(db, () => {
        const taken = requeue.run(now(id)).changes === 1;
        if (taken) forget.run(id);
        return taken;
      }),
    endQueued: (id, state) => inTransaction(db, () => endQueued.run(state, new Date().toISOString(), id).changes === 1),
    requestCancel: (id) => {
      inTransaction(db, () => askCancel.run(id));
    },
    cancelRequested: (id) => asked.get(id) === 1,
    interruptDead: createInterruptDead(db),
  };
}

function createInterruptDead(db: Database): () => number {
  const open = db.prepare<[], OpenJob>(
    "SELECT id, process AS pid, process_start AS start FROM jobs WHERE state IN ('queued', 'running')",
  );
  const interrupt = db.prepare<[Record<string, unknown>]>(
    `UPDATE jobs SET state = 'interrupted', ended_at = @at, eta_seconds = NULL
     WHERE id = @id AND process = @pid AND process_start = @start AND state IN ('queued', 'running')`,
  );
  return () => {
    // Asking the system takes time, so it stands outside the transaction; the update checks the owner again.
    const dead = open.all().filter((job) => !isAlive(job));
    if (dead.length === 0) return 0;
    const at = new Date().toISOString();
    return inTransaction(db, () => dead.reduce((count, job) => count + interrupt.run({ ...job, at }).changes, 0));
  };
}
