import { LightboxError } from "../../src-preload/contract/errors.ts";
import { openEncoder } from "../encoder/index.ts";
import type { Encoder } from "../encoder/index.ts";
import { chooseDevice, startCompute } from "../runtime/index.ts";
import type { Compute, ComputeOptions, Device, DeviceChoice, DeviceRequest, Pack } from "../runtime/index.ts";
import { openSae } from "../sae/index.ts";
import type { Sae } from "../sae/index.ts";
import { holdEncoders } from "./held-encoders.ts";
import type { Lease } from "./held-encoders.ts";
import { deviceFailed, openOnDevice } from "./open-on-device.ts";
import type { Shelf } from "./shelf.ts";

/** Models held open between calls, in one compute process that starts with the first of them. */
export interface Sessions {
  readonly compute: Compute;
  sae(id: string): Promise<Sae>;
  /** An SAE that belongs to this encoder; throws `model/mismatch` where it does not. */
  saeFor(id: string, encoder: Encoder): Promise<Sae>;
  /** Runs work with an encoder on the device that was asked for; "auto" may come to the CPU, `choice` says why. */
  useEncoder<Result>(
    id: string,
    request: DeviceRequest,
    work: (encoder: Encoder, choice: DeviceChoice) => Promise<Result>,
  ): Promise<Result>;
  /**
   * Runs a short piece of work with an encoder: on the wished device where it can, else on the CPU; once more with a fresh
   * encoder if the compute process was lost under it.
   */
  withEncoder<Result>(id: string, wish: Device, work: (encoder: Encoder) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Opens sessions over the packs of a shelf. */
export function openSessions(shelf: Shelf, options: ComputeOptions = {}): Sessions {
  const compute = startCompute(options);
  const lease = holdEncoders((pack, device) => openEncoder(compute, pack, device));
  const leaseWished = wishedDevice(lease);
  const sae = holdSaes(shelf);
  return {
    compute,
    sae,
    saeFor: async (id, owner) => {
      const found = await sae(id);
      refuseStrangers(owner, found);
      return found;
    },
    useEncoder: async (id, request, work) => {
      const pack = await shelf.find(id, "encoder");
      const { opened, choice } = await openOnDevice(
        request,
        (wanted) => chooseDevice(wanted, options),
        (device) => lease(pack, device),
      );
      return during(opened, (encoder) => work(encoder, choice));
    },
    withEncoder: async (id, wish, work) => {
      const attempt = async (): ReturnType<typeof work> =>
        during(await leaseWished(await shelf.find(id, "encoder"), wish), work);
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof LightboxError && error.code === "compute/lost")) throw error;
        return attempt();
      }
    },
    close: () => compute.close(),
  };
}

async function during<Result>(lease: Lease, work: (encoder: Encoder) => Promise<Result>): Promise<Result> {
  try {
    return await work(lease.encoder);
  } finally {
    lease.end();
  }
}

/** Leases on the wished device, or on the CPU; a device that could not run a pack is not tried for it again. */
function wishedDevice(
  lease: (pack: Pack, device: Device) => Promise<Lease>,
): (pack: Pack, wish: Device) => Promise<Lease> {
  const unable = new Set<string>();
  return async (pack, wish) => {
    if (wish === "cpu" || unable.has(pack.hash)) return lease(pack, "cpu");
    try {
      return await lease(pack, wish);
    } catch (error) {
      if (!deviceFailed(error)) throw error;
      unable.add(pack.hash);
      return lease(pack, "cpu");
    }
  };
}

/** Opens SAEs once; one whose pack was replaced is let go, a failed opening is not kept. */
function holdSaes(shelf: Shelf): (id: string) => Promise<Sae> {
  const held = new Map<string, { readonly hash: string; readonly opening: Promise<Sae> }>();
  return async (id) => {
    const pack = await shelf.find(id, "sae");
    const known = held.get(id);
    if (known?.hash === pack.hash) return known.opening;
    const entry = { hash: pack.hash, opening: openSae(pack) };
    held.set(id, entry);
    entry.opening.catch(() => {
      if (held.get(id) === entry) held.delete(id);
    });
    return entry.opening;
  };
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
