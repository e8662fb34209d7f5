import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { LightboxError, toErrorReport } from "../../src-preload/contract/errors.ts";
import { createWorkerPool } from "../jobs/index.ts";
import type { JobContext, WorkerPool } from "../jobs/index.ts";
import type { NewImage, Store, StoredImage } from "../store/index.ts";
import type { TableRow } from "./chexpert-row.ts";
import { pathOf } from "./decode-task.ts";
import type { DecodeResult, DecodeTask } from "./decode-task.ts";
import { filmLimit } from "./film-limit.ts";
import { openImageBatch } from "./image-batch.ts";
import type { PrivacyReport } from "../../src-preload/contract/intake.ts";
import type { ImageBatch } from "./image-batch.ts";
import { planImport } from "./plan-import.ts";
import type { Candidate, ImportRequest } from "./plan-import.ts";
import { readRowIndex } from "./row-index.ts";
import type { Gate } from "./privacy/gate.ts";
import { tallyPrivacy } from "./privacy/report.ts";
import type { PrivacyTally } from "./privacy/report.ts";
import { privacyKey } from "./privacy/workspace-key.ts";
import type { FilmRecord } from "./types.ts";

export interface ImportCounts {
  readonly added: number;
  /** Films that were in the workspace already, under this path or another. */
  readonly known: number;
  readonly refused: number;
  /** What the privacy gate did to the films that came in. */
  readonly privacy: PrivacyReport;
}

/** What the data set and its table add to a film: they fill what is not known of it yet. */
function completed(image: FilmRecord | StoredImage, { row, dataSet }: Candidate, thumbnail: Uint8Array): NewImage {
  if (row === undefined) return { ...image, dataSet, thumbnail };
  // A table's identifiers stand for others already, and name the patient as its other films do.
  const removed = image.identity === "removed";
  return {
    ...image,
    dataSet,
    patient: removed ? (row.patient ?? image.patient) : (image.patient ?? row.patient),
    study: removed ? (row.study ?? image.study) : (image.study ?? row.study),
    view: image.view ?? row.view,
    projection: image.projection ?? row.projection,
    sex: image.sex ?? row.sex,
    age: image.age ?? row.age,
    report: row.report,
    labels: row.labels,
    thumbnail,
  };
}

/** The stored image of a file that has not changed since it was imported. */
async function unchangedImage(store: Store, path: string): Promise<StoredImage | undefined> {
  const image = store.images.byPath(path);
  if (image === undefined) return undefined;
  const file = await stat(path).catch(() => undefined);
  const same = file?.size === image.fileSize && Math.round(file.mtimeMs) === image.fileModified;
  return same ? image : undefined;
}

function addsToImage(image: StoredImage, row: TableRow | undefined): boolean {
  if (image.dataSet === null) return true;
  if (row === undefined) return false;
  const newLabel = Object.keys(row.labels).some((finding) => image.labels[finding] === undefined);
  return newLabel || (row.report !== null && image.report === null);
}

interface Import {
  readonly store: Store;
  readonly pool: Pick<WorkerPool<DecodeTask, DecodeResult>, "run">;
  readonly batch: ImageBatch;
  readonly context: JobContext;
  readonly gate: Gate;
  readonly privacy: PrivacyTally;
  /** Counts and lists one refused item. */
  readonly refuse: (item: string, error: unknown) => void;
}

/** What is to be done with a candidate once those before it have been dealt with. */
type Outcome = () => void;

async function outcomeOf(work: Import, candidate: Candidate): Promise<Outcome> {
  const { store, batch } = work;
  const { path, row } = candidate;
  try {
    const known = await unchangedImage(store, path);
    if (known === undefined) {
      const { record, deed, thumbnail } = await work.pool.run({ kind: "film", path, gate: work.gate });
      return () => {
        batch.add(completed(record, candidate, thumbnail));
        work.privacy.add(record, deed);
      };
    }
    const thumbnail = addsToImage(known, row) ? store.images.thumbnail(known.sha256) : undefined;
    if (thumbnail === undefined) return batch.countKnown;
    return () => {
      batch.add(completed(known, candidate, thumbnail));
    };
  } catch (error) {
    if (error instanceof LightboxError && error.code === "job/cancelled") return () => undefined;
    return () => {
      work.refuse(path, error);
    };
  }
}

/**
 * Works on all candidates, `atOnce` of them at a time, until the signal says stop. What comes of them is stored in the
 * order of the candidates, so that the same folder gives the same workspace however fast each thread is.
 */
async function importAll(work: Import, candidates: readonly Candidate[], atOnce: number): Promise<void> {
  const { context } = work;
  const outcomes = new Map<number, Outcome>();
  let next = 0;
  let settled = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < candidates.length && !context.signal.aborted; at = next++) {
      const candidate = candidates[at];
      if (candidate !== undefined) outcomes.set(at, await outcomeOf(work, candidate));
      for (let outcome = outcomes.get(settled); outcome !== undefined; outcome = outcomes.get(settled)) {
        outcomes.delete(settled++);
        outcome();
      }
      context.progress(settled, candidates.length);
    }
  };
  context.progress(0, candidates.length);
  await Promise.all(Array.from({ length: atOnce }, lane));
  for (const at of [...outcomes.keys()].sort((a, b) => a - b)) outcomes.get(at)?.();
}

/**
 * Imports films from files and folders. A file that cannot be read is refused with its reason and the rest goes in; a
 * film that is known by its SHA-256 adds nothing, and keeps the data set it has. Called again, it passes over what is in
 * already.
 * @throws LightboxError `intake/bad-table`, `intake/not-found` or `intake/unreadable` for the table as a whole, and what
 * `context.signal` was aborted with
 */
export async function importFilms(store: Store, request: ImportRequest, context: JobContext): Promise<ImportCounts> {
  const { signal } = context;
  const index = request.table === undefined ? undefined : await readRowIndex(request.table);
  const plan = await planImport(request, index, join(store.folder, "films"), signal);
  let refused = 0;
  const refuse = (item: string, error: unknown): void => {
    refused += 1;
    context.refuse(item, toErrorReport(error));
  };
  for (const { item, error } of plan.refusals) {
    refuse(item, error);
    // Each is stored at once: between them the window gets its turn.
    await setImmediate();
  }
  const pool = createWorkerPool<DecodeTask, DecodeResult>("decode-worker", undefined, filmLimit(pathOf));
  const batch = openImageBatch(store);
  const wish = request.identity ?? "remove";
  const gate = { wish, key: privacyKey(store), copies: join(store.folder, "films") };
  const privacy = tallyPrivacy(wish);
  const cancel = (): void => void pool.close();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await importAll({ store, pool, batch, context, gate, privacy, refuse }, plan.candidates, pool.size * 2);
  } finally {
    signal.removeEventListener("abort", cancel);
    await pool.close();
    batch.flush();
  }
  signal.throwIfAborted();
  return { ...batch.counts(), refused, privacy: privacy.report() };
}
