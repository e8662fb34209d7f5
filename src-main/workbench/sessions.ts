import { LightboxError } from "../../src-preload/contract/errors.ts";
import { openEncoder } from "../encoder/index.ts";
import type { Encoder } from "../encoder/index.ts";
import { startCompute } from "../runtime/index.ts";
import type { Compute, Device, ComputeOptions } from "../runtime/index.ts";
import { openSae } from "../sae/index.ts";
import type { Sae } from "../sae/index.ts";
import type { Shelf } from "./shelf.ts";

/** Models held open between calls, in one compute process that starts with the first of them. */
export interface Sessions {
  readonly compute: Compute;
  encoder(id: string, device: Device): Promise<Encoder>;
  sae(id: string): Promise<Sae>;
  /** An SAE that belongs to this encoder; throws `model/mismatch` where it does not. */
  saeFor(id: string, encoder: Encoder): Promise<Sae>;
  /** Runs work with an encoder; once more with a fresh one if the compute process was lost under it. */
  withEncoder<Result>(id: string, device: Device, work: (encoder: Encoder) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Opens sessions over the packs of a shelf. */
export function openSessions(shelf: Shelf, options: ComputeOptions = {}): Sessions {
  const compute = startCompute(options);
  const encoders = new Map<string, Promise<Encoder>>();
  const saes = new Map<string, Promise<Sae>>();

  const encoder = async (id: string, device: Device): Promise<Encoder> => {
    const pack = await shelf.find(id, "encoder");
    return once(encoders, `${pack.hash} ${device}`, () => openEncoder(compute, pack, device));
  };
  const sae = async (id: string): Promise<Sae> => {
    const pack = await shelf.find(id, "sae");
    return once(saes, pack.hash, () => openSae(pack));
  };
  return {
    compute,
    encoder,
    sae,
    saeFor: async (id, owner) => {
      const found = await sae(id);
      refuseStrangers(owner, found);
      return found;
    },
    withEncoder: async (id, device, work) => {
      try {
        return await work(await encoder(id, device));
      } catch (error) {
        if (!(error instanceof LightboxError && error.code === "compute/lost")) throw error;
        encoders.clear();
        return work(await encoder(id, device));
      }
    },
    close: () => compute.close(),
  };
}

/** A pack opened once and shared; a failed opening is not kept. */
function once<Value>(held: Map<string, Promise<Value>>, key: string, open: () => Promise<Value>): Promise<Value> {
  const known = held.get(key);
  if (known !== undefined) return known;
  const opening = open();
  held.set(key, opening);
  opening.catch(() => held.delete(key));
  return opening;
}

function refuseStrangers(encoder: Encoder, sae: Sae): void {
  const same = sae.encoder.id === encoder.id && (sae.encoder.hash ?? encoder.hash) === encoder.hash;
  if (same && sae.embedding === encoder.embeddingWidth) return;
  const reason =
    sae.encoder.id !== encoder.id
      ? `it was trained on "${sae.encoder.id}"`
      : sae.embedding !== encoder.embeddingWidth
        ? `it reads ${String(sae.embedding)} numbers, the encoder gives ${String(encoder.embeddingWidth)}`
        : "it was trained on another version of this encoder";
  throw new LightboxError(
    "model/mismatch",
    `The SAE "${sae.id}" does not belong to the encoder "${encoder.id}": ${reason}.`,
    "Choose the encoder the SAE was trained on, or train an SAE on this encoder.",
  );
}
