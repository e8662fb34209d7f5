import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { LightboxError, toErrorReport } from "../../src-preload/contract/errors.ts";
import { createWorkerPool } from "../jobs/index.ts";
import type { JobContext, WorkerPool } from "../jobs/index.ts";
import type { NewImage, Store, StoredImage } from "../store/index.ts";
import { pathOf } from "./decode-task.ts";
import type { DecodeResult, DecodeTask } from "./decode-task.ts";
import { filmLimit } from "./film-limit.ts";
import { openImageBatch } from "./image-batch.ts";
import type { ImageBatch } from "./image-batch.ts";
import { openTable } from "./tables/open-table.ts";
import type { OpenTable } from "./tables/open-table.ts";
import { missingFilms, planImport, refuseStrange } from "./tables/plan-import.ts";
import type { Candidate, ImportRequest } from "./tables/plan-import.ts";
import type { StoredRow } from "./tables/row-store.ts";
import type { FilmRecord } from "./types.ts";

export interface ImportCounts {
  readonly added: number;
  /** Films that were in the workspace already, under this path or another. */
  readonly known: number;
  readonly refused: number;
}

interface Told {
  readonly dataSet: string;
  readonly row: StoredRow | undefined;
}

/** What the data set and its table add to a film: they fill what is not known of it yet. */
function completed(image: FilmRecord | StoredImage, { row, dataSet }: Told, thumbnail: Uint8Array): NewImage {
  if (row === undefined) return { ...image, dataSet, thumbnail };
  const { extent } = row;
  return {
    ...image,
    dataSet,
    pixelSpacing: image.pixelSpacing ?? (extent && [extent[0] / image.height, extent[1] / image.width]),
    patient: image.patient ?? row.patient,
    study: image.study ?? row.study,
    view: image.view ?? row.view,
    projection: image.projection ?? row.projection,
    sex: image.sex ?? row.sex,
    age: image.age ?? row.age,
    split: row.split,
    labelSource: row.labelSource,
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

function addsToImage(image: StoredImage, row: StoredRow | undefined): boolean {
  if (image.dataSet === null) return true;
  if (row === undefined) return false;
  const newLabel = Object.keys(row.labels).some((finding) => image.labels[finding] === undefined);
  if (newLabel || (row.report !== null && image.report === null)) return true;
  return (["split", "labelSource"] as const).some((fact) => image[fact] === null && row[fact] !== null);
}

interface Import {
  readonly store: Store;
  readonly table: OpenTable | undefined;
  readonly pool: Pick<WorkerPool<DecodeTask, DecodeResult>, "run">;
  readonly batch: ImageBatch;
  readonly context: JobContext;
  /** Counts and lists one refused item. */
  readonly refuse: (item: string, error: unknown) => void;
}

/** What is to be done with a candidate once those before it have been dealt with. */
type Outcome = () => void;

async function outcomeOf(work: Import, candidate: Candidate): Promise<Outcome> {
  const { store, batch, table } = work;
  const { path, dataSet } = candidate;
  try {
    const row = candidate.row === undefined ? undefined : await table?.row(candidate.row, path);
    const told = { dataSet, row };
    const known = await unchangedImage(store, path);
    if (known === undefined) {
      const { record, thumbnail } = await work.pool.run({ kind: "film", path });
      return () => {
        batch.add(completed(record, told, thumbnail));
      };
    }
    const thumbnail = addsToImage(known, row) ? store.images.thumbnail(known.sha256) : undefined;
    if (thumbnail === undefined) return batch.countKnown;
    return () => {
      batch.add(completed(known, told, thumbnail));
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
  const { table: path, mapping, readers } = request;
  if (path === undefined) return importWith(store, request, undefined, context);
  const table = await openTable({ table: path, mapping, readers }, store.tableMappings, context.signal);
  try {
    return await importWith(store, request, table, context);
  } finally {
    table.close();
  }
}

async function importWith(
  store: Store,
  request: ImportRequest,
  table: OpenTable | undefined,
  context: JobContext,
): Promise<ImportCounts> {
  const { signal } = context;
  const plan = await planImport(request, table, join(store.folder, "films"), signal);
  if (table !== undefined) {
    refuseStrange(table, plan);
    // The next table with this header is read the same way.
    if (table.mapping?.from === "given")
      store.tableMappings.set(table.signature, JSON.stringify(table.mapping.mapping));
  }
  let refused = 0;
  const refuse = (item: string, error: unknown): void => {
    refused += 1;
    context.refuse(item, toErrorReport(error));
  };
  const absent = table === undefined ? [] : missingFilms(table, plan.missing);
  for (const { item, error } of [...plan.problems, ...absent]) {
    refuse(item, error);
    // Each is stored at once: between them the window gets its turn.
    await setImmediate();
  }
  const pool = createWorkerPool<DecodeTask, DecodeResult>("decode-worker", undefined, filmLimit(pathOf));
  const batch = openImageBatch(store);
  const cancel = (): void => void pool.close();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await importAll({ store, table, pool, batch, context, refuse }, plan.candidates, pool.size * 2);
  } finally {
    signal.removeEventListener("abort", cancel);
    await pool.close();
    batch.flush();
  }
  signal.throwIfAborted();
  return { ...batch.counts(), refused };
}
