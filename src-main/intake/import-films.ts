import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { toErrorReport } from "../../src-preload/contract/errors.ts";
import type { PrivacyReport } from "../../src-preload/contract/intake.ts";
import type { JobContext } from "../jobs/index.ts";
import type { Store } from "../store/index.ts";
import { openDecoding } from "./decoding.ts";
import { outcomeOf } from "./import-candidate.ts";
import type { Import, Outcome } from "./import-candidate.ts";
import { openImageBatch } from "./image-batch.ts";
import { tallyPrivacy } from "./privacy/report.ts";
import { privacyKey } from "./privacy/workspace-key.ts";
import { openTable } from "./tables/open-table.ts";
import type { OpenTable } from "./tables/open-table.ts";
import { missingFilms, planImport, refuseStrange } from "./tables/plan-import.ts";
import type { Candidate, ImportRequest } from "./tables/plan-import.ts";

export interface ImportCounts {
  readonly added: number;
  /** Films that were in the workspace already, under this path or another. */
  readonly known: number;
  readonly refused: number;
  /** What the privacy gate did to the films that came in. */
  readonly privacy: PrivacyReport;
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
  const decoding = openDecoding();
  const batch = openImageBatch(store);
  const wish = request.identity ?? "remove";
  const gate = { wish, key: privacyKey(store), copies: join(store.folder, "films") };
  const privacy = tallyPrivacy(wish);
  const frames = request.frames ?? "first";
  const cancel = (): void => void decoding.close();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await importAll(
      { store, table, decoding, batch, context, frames, gate, privacy, refuse },
      plan.candidates,
      decoding.size * 2,
    );
  } finally {
    signal.removeEventListener("abort", cancel);
    await decoding.close();
    batch.flush();
  }
  signal.throwIfAborted();
  return { ...batch.counts(), refused, privacy: privacy.report() };
}
