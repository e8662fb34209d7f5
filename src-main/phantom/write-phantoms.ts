import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createWorkerPool } from "../jobs/index.ts";
import type { WorkerPool } from "../jobs/index.ts";
import { claimFolder, finishFolder } from "./claim-folder.ts";
import { makeFolders } from "./film-record.ts";
import type { DrawTask, FilmRecord } from "./film-record.ts";
import { shortcuts } from "./shares.ts";
import type { Shortcut } from "./shares.ts";
import { formatTable } from "./table.ts";
import { findingKinds } from "./types.ts";
import type { FindingKind } from "./types.ts";
import { writing } from "./unwritable.ts";

export interface WritePhantomsOptions {
  readonly count: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Threads; all cores by default. The files do not depend on it. */
  readonly workers?: number;
  readonly onProgress?: (done: number, count: number) => void;
}

export interface PhantomSummary {
  readonly directory: string;
  readonly films: number;
  readonly patients: number;
  /** Films on which each kind was planted. */
  readonly planted: Readonly<Record<FindingKind, number>>;
  readonly withoutPathology: number;
}

/** The shape of truth.json. */
export interface TruthFile {
  readonly format: "lightbox-phantom-truth/1";
  readonly seed: number;
  readonly count: number;
  readonly size: number;
  readonly note: string;
  readonly shortcuts: Readonly<Record<string, Shortcut>>;
  readonly films: readonly FilmRecord[];
}

/**
 * Writes a set of phantoms: films/*.dcm, masks/*.png, train.csv and truth.json. The same count and seed give the same
 * bytes whatever the number of threads, so a drawing that was stopped is drawn again from its start.
 * @throws LightboxError `phantom/unwritable` where the directory cannot be written or holds anything but this set,
 * `job/cancelled` when the signal fires.
 */
export async function writePhantoms(directory: string, options: WritePhantomsOptions): Promise<PhantomSummary> {
  const { count, seed } = options;
  await writing(directory, async () => {
    await claimFolder(directory, { count, seed });
    await makeFolders(directory);
  });
  const pool = createWorkerPool<DrawTask, FilmRecord>("draw-worker", options.workers);
  try {
    const films = await drawAll(pool, directory, options);
    const truth: TruthFile = {
      format: "lightbox-phantom-truth/1",
      seed,
      count,
      size: 512,
      note: "Synthetic phantoms, not patients. The shortcuts hold in this set and not in anatomy.",
      shortcuts,
      films,
    };
    await writing(directory, async () => {
      await writeFile(join(directory, "train.csv"), formatTable(films));
      await writeFile(join(directory, "truth.json"), `${JSON.stringify(truth, null, 1)}\n`);
      await finishFolder(directory);
    });
    return summarise(directory, films);
  } finally {
    await pool.close();
  }
}

async function drawAll(
  pool: WorkerPool<DrawTask, FilmRecord>,
  directory: string,
  { count, seed, signal, onProgress }: WritePhantomsOptions,
): Promise<FilmRecord[]> {
  const cancel = (): void => void pool.close();
  signal?.addEventListener("abort", cancel, { once: true });
  let done = 0;
  try {
    if (signal?.aborted === true) await pool.close();
    return await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const film = await pool.run({ directory, seed, index });
        done += 1;
        onProgress?.(done, count);
        return film;
      }),
    );
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

function summarise(directory: string, films: readonly FilmRecord[]): PhantomSummary {
  const planted = Object.fromEntries(
    findingKinds.map((kind) => [
      kind,
      films.filter((film) => film.findings.some((finding) => finding.kind === kind)).length,
    ]),
  ) as Record<FindingKind, number>;
  return {
    directory,
    films: films.length,
    patients: new Set(films.map((film) => film.patient.number)).size,
    planted,
    withoutPathology: films.filter((film) => film.truth["No Finding"]).length,
  };
}
