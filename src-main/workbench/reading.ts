import { existsSync } from "node:fs";
import type { Association, NeuronEvidence, NeuronSummary } from "../../src-preload/contract/evidence.ts";
import type { ImageDetail, ImageRow } from "../../src-preload/contract/intake.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Device } from "../runtime/index.ts";
import type { ScoredState, Store, StoredImage } from "../store/index.ts";
import { codedRow, currentRow } from "./bench.ts";
import type { Bench } from "./bench.ts";

/** An image of the workspace by its SHA-256; throws `image/not-found`. */
export function imageOf(store: Store, sha256: string): StoredImage {
  const image = store.images.bySha(sha256);
  if (image !== undefined) return image;
  throw new LightboxError("image/not-found", "This film is not in the workspace.", "Import it first.");
}

/** What lists show of an image. */
export function imageRow(image: StoredImage): ImageRow {
  return {
    image: image.sha256,
    name: image.name,
    patient: image.patient,
    study: image.study,
    view: image.view,
    projection: image.projection,
    sex: image.sex,
    age: image.age,
    width: image.width,
    height: image.height,
    findings: image.labels,
  };
}

/** All that is known of an image. */
export function imageDetail(image: StoredImage): ImageDetail {
  return {
    ...imageRow(image),
    path: image.path,
    format: image.format,
    bitsStored: image.bitsStored,
    photometric: image.photometric,
    pixelSpacing: image.pixelSpacing === null ? null : [image.pixelSpacing[0], image.pixelSpacing[1]],
    report: image.report,
    missing: !existsSync(image.path),
  };
}

/**
 * The device with which this version of an encoder encoded films here last, and in words how that is known; null before the
 * first.
 */
export async function lastDevice(
  bench: Bench,
  encoder: string,
): Promise<{ readonly device: Device; readonly proof: string } | null> {
  const row = await currentRow(bench, encoder, "encoder");
  const run = row === undefined ? undefined : bench.store.encodings.lastRun(row);
  return run === undefined ? null : { device: run.device === "webgpu" ? "webgpu" : "cpu", proof: run.proof };
}

interface Scored extends ScoredState {
  readonly row: number;
}

/** Statistics of an SAE as its pack and its encoder's are now; undefined before scoring. */
export async function scoredState(bench: Bench, sae: string): Promise<Scored | undefined> {
  const row = await codedRow(bench, sae);
  const scored = row === undefined ? undefined : bench.store.evidence.scored(row);
  return row === undefined || scored === undefined ? undefined : { row, ...scored };
}

/** The same; throws `evidence/not-scored`. */
async function scoredRow(bench: Bench, sae: string): Promise<Scored> {
  const scored = await scoredState(bench, sae);
  if (scored !== undefined) return scored;
  throw new LightboxError(
    "evidence/not-scored",
    `The neurons of "${sae}" have not been scored over this workspace's films yet.`,
    "Encode the films, then score.",
  );
}

type StoredNeuron = ReturnType<Store["evidence"]["neurons"]>[number];

function summary(known: StoredNeuron, images: number): NeuronSummary {
  const fires = known.fires;
  return {
    neuron: known.neuron,
    fires,
    images,
    density: fires / images,
    mean: fires === 0 ? null : known.sum / fires,
    max: fires === 0 ? null : known.max,
    strongest: known.strongest ?? null,
  };
}

/** Statistics of every neuron of an SAE. */
export async function neuronSummaries(bench: Bench, sae: string): Promise<NeuronSummary[]> {
  const { row, images } = await scoredRow(bench, sae);
  return bench.store.evidence.neurons(row).map((known) => summary(known, images));
}

/** One neuron with its associations and strongest films. */
export async function neuronEvidence(
  bench: Bench,
  sae: string,
  neuron: number,
  limit: number,
): Promise<NeuronEvidence> {
  const { store } = bench;
  const { row, images, stale, scoredAt } = await scoredRow(bench, sae);
  const known = store.evidence.neuron(row, neuron);
  if (known === undefined)
    throw new LightboxError(
      "data/not-found",
      `"${sae}" has no neuron ${String(neuron)}.`,
      "Choose one that is listed.",
    );
  return {
    ...summary(known, images),
    stale,
    scoredAt,
    associations: store.evidence.associations(row, neuron),
    strongestImages: store.evidence.head(row, neuron, limit).map((film) => ({
      image: film.sha256,
      activation: film.activation,
      name: film.name,
    })),
  };
}

/** For every finding the neuron with the largest correlation, findings in CheXpert's order. */
export async function strongestPerFinding(bench: Bench, sae: string): Promise<NeuronOfFinding[]> {
  const { row } = await scoredRow(bench, sae);
  return strongestNeurons(bench.store, row);
}

/** The same for a row of the models table; empty where nothing was scored. */
export function strongestNeurons(store: Store, row: number): NeuronOfFinding[] {
  const order = store.images.findings();
  return store.evidence
    .strongestPerFinding(row)
    .map(({ neuron, ...association }) => ({ neuron, association }))
    .sort((a, b) => order.indexOf(a.association.finding) - order.indexOf(b.association.finding));
}

export interface NeuronOfFinding {
  readonly neuron: number;
  readonly association: Association;
}
