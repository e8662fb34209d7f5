import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { JobContext } from "../jobs/index.ts";
import type { NewImage, Store, StoredImage } from "../store/index.ts";
import type { Decoding } from "./decoding.ts";
import { frameWords, selectFrames } from "./frames.ts";
import type { FrameSelection } from "./frames.ts";
import type { ImageBatch } from "./image-batch.ts";
import type { OpenTable } from "./tables/open-table.ts";
import type { Candidate } from "./tables/plan-import.ts";
import type { StoredRow } from "./tables/row-store.ts";
import { refusal, refusalOf } from "./refusal.ts";
import type { Gate } from "./privacy/gate.ts";
import type { PrivacyTally } from "./privacy/report.ts";
import type { FilmRecord } from "./types.ts";

interface Told {
  readonly dataSet: string;
  readonly row: StoredRow | undefined;
}

/** What the data set and its table add to a film: they fill what is not known of it yet. */
function completed(image: FilmRecord | StoredImage, { row, dataSet }: Told, thumbnail: Uint8Array): NewImage {
  if (row === undefined) return { ...image, dataSet, thumbnail };
  const { extent } = row;
  // A table's identifiers stand for others already, and name the patient as its other films do.
  const removed = image.identity === "removed";
  return {
    ...image,
    dataSet,
    pixelSpacing: image.pixelSpacing ?? (extent && [extent[0] / image.height, extent[1] / image.width]),
    patient: removed ? (row.patient ?? image.patient) : (image.patient ?? row.patient),
    study: removed ? (row.study ?? image.study) : (image.study ?? row.study),
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

/** The stored image of a frame whose file has not changed since it was imported. */
async function unchangedImage(store: Store, path: string, frame: number): Promise<StoredImage | undefined> {
  const image = store.images.byPath(path, frame);
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

/** An import at work. */
export interface Import {
  readonly store: Store;
  readonly table: OpenTable | undefined;
  readonly decoding: Pick<Decoding, "run">;
  readonly batch: ImageBatch;
  readonly context: JobContext;
  readonly frames: FrameSelection;
  readonly gate: Gate;
  readonly privacy: PrivacyTally;
  /** Counts and lists one refused item. */
  readonly refuse: (item: string, error: unknown) => void;
}

/** What is to be done with a candidate once those before it have been dealt with. */
export type Outcome = () => void;

interface FrameOutcome {
  readonly outcome: Outcome;
  /** Frames of the file, where that came to light. */
  readonly frames?: number | null;
}

function isCancellation(error: unknown): boolean {
  return error instanceof LightboxError && error.code === "job/cancelled";
}

/** One frame of a file: decoded, or known already. */
async function outcomeOfFrame(work: Import, candidate: Candidate, frame: number): Promise<FrameOutcome> {
  const { store, batch, table } = work;
  const { path, dataSet } = candidate;
  try {
    const row = candidate.row === undefined ? undefined : await table?.row(candidate.row, path);
    const told = { dataSet, row };
    const known = await unchangedImage(store, path, frame);
    if (known === undefined) {
      const { record, deed, thumbnail } = await work.decoding.run({ kind: "film", path, frame, gate: work.gate });
      const image = completed(record, told, thumbnail);
      return {
        frames: record.frames,
        outcome: () => {
          batch.add(image);
          work.privacy.add(record, deed);
        },
      };
    }
    const thumbnail = addsToImage(known, row) ? store.images.thumbnail(known.sha256) : undefined;
    if (thumbnail === undefined) return { frames: known.frames, outcome: batch.countKnown };
    const image = completed(known, told, thumbnail);
    return {
      frames: known.frames,
      outcome: () => {
        batch.add(image);
      },
    };
  } catch (error) {
    if (isCancellation(error)) return { outcome: () => undefined };
    const item = frame === 1 ? path : `${path} (frame ${String(frame)})`;
    return {
      outcome: () => {
        work.refuse(item, error);
      },
    };
  }
}

/** Says that frames were left out: a film that is not there must not be missed by accident. */
function leftOut(work: Import, path: string, frames: number): void {
  const others = frameWords(Array.from({ length: frames - 1 }, (_, place) => place + 2));
  const words = frames === 2 ? `frame ${others} was` : `frames ${others} were`;
  work.refuse(
    `${path} (frames ${others})`,
    refusalOf(
      basename(path),
      refusal(
        "intake/frames-left-out",
        `the file has ${String(frames)} frames; the first was imported, ${words} left out.`,
        "To have them too, import the file again with: --frames all",
      ),
    ),
  );
}

function noFrameOf(chosen: FrameSelection, count: number): LightboxError {
  const has = count === 1 ? "one frame" : `${String(count)} frames`;
  return refusal("data/not-found", `there is none of the frames ${chosen}: the file has ${has}.`, "Choose others.");
}

async function countedFrames(work: Import, path: string): Promise<number> {
  const known = await unchangedImage(work.store, path, 1);
  return known?.frames ?? (await work.decoding.run({ kind: "frames", path }));
}

/** The chosen frames of a file, one after the other. */
async function outcomeOfFrames(work: Import, candidate: Candidate): Promise<Outcome> {
  const { path } = candidate;
  const count = await countedFrames(work, path);
  const chosen = selectFrames(work.frames, count);
  if (chosen.length === 0) throw refusalOf(basename(path), noFrameOf(work.frames, count));
  const outcomes: Outcome[] = [];
  for (const frame of chosen) {
    if (work.context.signal.aborted) break;
    outcomes.push((await outcomeOfFrame(work, candidate, frame)).outcome);
  }
  return () => {
    for (const outcome of outcomes) outcome();
  };
}

/** What is to be done with one candidate; never rejects. */
export async function outcomeOf(work: Import, candidate: Candidate): Promise<Outcome> {
  const { path } = candidate;
  try {
    if (work.frames !== "first") return await outcomeOfFrames(work, candidate);
    const { outcome, frames } = await outcomeOfFrame(work, candidate, 1);
    return () => {
      outcome();
      if (typeof frames === "number" && frames > 1) leftOut(work, path, frames);
    };
  } catch (error) {
    return () => {
      if (!isCancellation(error)) work.refuse(path, error);
    };
  }
}
