import { readdir } from "node:fs/promises";
import * as v from "valibot";
import { count, packId } from "../../src-preload/contract/common.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { JobContext } from "../jobs/index.ts";
import { readPack, writePack } from "../runtime/index.ts";
import { trainSae, trainingDefaults } from "../sae/index.ts";
import type { TrainedSae } from "../sae/index.ts";
import type { Bench } from "./bench.ts";

/** What a training job is told. */
export const trainParameters = v.object({
  encoder: packId,
  id: packId,
  /** Folder of the pack to write. */
  out: v.string(),
  neurons: count,
  k: count,
  steps: count,
  seed: count,
});
export type TrainParameters = v.InferOutput<typeof trainParameters>;

/** Before a job is made of it; throws `model/bad-name`. */
export function refuseBadName(id: string): void {
  if (v.safeParse(packId, id).success) return;
  throw new LightboxError(
    "model/bad-name",
    `A model pack cannot be called "${id}": only letters, digits, dots, dashes and underscores, a letter or digit first.`,
    "Choose another name for the folder of the pack, of up to 100 characters; it becomes its id.",
  );
}

/** Trains a TopK SAE on the workspace's embeddings of an encoder and writes it as a pack. */
export async function trainPack(bench: Bench, parameters: TrainParameters, context: JobContext): Promise<void> {
  const pack = await bench.shelf.find(parameters.encoder, "encoder");
  const row = bench.store.models.find(pack.manifest.id, "encoder");
  if (row?.hash !== pack.hash)
    throw new LightboxError(
      "encoder/not-encoded",
      `No film of this workspace has been encoded with "${parameters.encoder}" yet.`,
      "Encode the films first; an SAE is trained on their embeddings.",
    );
  await refuseOccupied(parameters);
  const embeddings = Array.from(bench.store.encodings.iterate(row.id), (entry) => entry.vector);
  const { neurons, k, steps, seed } = parameters;
  const trained = await trainSae(
    embeddings,
    { ...trainingDefaults(embeddings.length), neurons, k, steps, seed },
    {
      signal: context.signal,
      onPoint: (point) => {
        context.progress(point.step, steps);
      },
    },
  );
  await writePack(parameters.out, saeManifestOf(parameters, pack, trained, embeddings[0]?.length ?? 0), {
    "weights.safetensors": trained.weights,
    "training-log.csv": new TextEncoder().encode(trainingLog(trained)),
    "CARD.md": new TextEncoder().encode(saeCard(parameters, trained)),
  });
}

/** Found out before the training, not after it: a folder that holds anything but an earlier pack of this name. */
async function refuseOccupied({ out, id }: TrainParameters): Promise<void> {
  const names = await readdir(out).catch(() => []);
  if (names.length === 0 || (await readPack(out).catch(() => undefined))?.manifest.id === id) return;
  throw new LightboxError("model/exists", `${out} holds other files already.`, "Choose a new folder for the pack.");
}

function saeManifestOf(
  parameters: TrainParameters,
  encoder: { readonly manifest: { readonly id: string; readonly licence: string }; readonly hash: string },
  trained: TrainedSae,
  embedding: number,
): Record<string, unknown> {
  return {
    format: "lightbox-pack/1",
    kind: "sae",
    id: parameters.id,
    name: `TopK SAE on ${encoder.manifest.id}`,
    version: "1.0.0",
    encoder: { id: encoder.manifest.id, hash: encoder.hash },
    architecture: { neurons: parameters.neurons, embedding, gate: { type: "topk", k: parameters.k } },
    input: { normalised: true, scale: trained.scale, mean: true },
    licence: encoder.manifest.licence,
    intendedUse: "Research on what the encoder has learned. Not for clinical use.",
    trainingData: `${String(trained.samples)} embeddings of ${encoder.manifest.id}, seed ${String(parameters.seed)}`,
  };
}

function trainingLog(trained: TrainedSae): string {
  const lines = trained.points.map((p) => `${String(p.step)},${p.relativeLoss.toFixed(6)},${String(p.dead)}`);
  return `step,relative_loss,dead\n${lines.join("\n")}\n`;
}

function saeCard(parameters: TrainParameters, trained: TrainedSae): string {
  const last = trained.points.at(-1);
  return `# ${parameters.id}

A TopK sparse autoencoder (Gao et al. 2024) with ${String(parameters.neurons)} neurons, of which ${String(parameters.k)} may
fire on a film, trained by Lightbox on ${String(trained.samples)} embeddings of \`${parameters.encoder}\`.

- Input: unit length, mean taken off, scaled so that the mean square length is the width (MedSAE).
- ${String(parameters.steps)} steps, seed ${String(parameters.seed)}; the whole curve is in \`training-log.csv\`.
- At the last step: relative loss ${last?.relativeLoss.toFixed(4) ?? "N/A"} (0 is perfect, 1 is worth nothing) on the
  training batch, ${String(last?.dead ?? 0)} neurons dead.

Not for clinical use. What a neuron answers to has to be looked at, not believed.
`;
}
