import type { Encoder } from "../encoder/index.ts";
import type { Device, Pack } from "../runtime/index.ts";

/** An encoder that stays loaded until its user ends the lease. */
export interface Lease {
  readonly encoder: Encoder;
  end(): void;
}

interface Held {
  readonly id: string;
  readonly hash: string;
  readonly opening: Promise<Encoder>;
  /** Set once it is open. */
  encoder?: Encoder;
  users: number;
  retired: boolean;
}

/**
 * Keeps encoders loaded between calls, one per pack and device. One whose compute process is gone is opened again; one
 * whose pack was replaced is released when its last user is done with it. A failed opening is not kept.
 */
export function holdEncoders(
  open: (pack: Pack, device: Device) => Promise<Encoder>,
): (pack: Pack, device: Device) => Promise<Lease> {
  const held = new Map<string, Held>();
  const retire = (key: string, entry: Held): void => {
    if (held.get(key) === entry) held.delete(key);
    entry.retired = true;
    releaseUnused(entry);
  };
  const take = (pack: Pack, device: Device): Held => {
    const { id } = pack.manifest;
    for (const [key, entry] of held)
      if (entry.encoder?.lost === true || (entry.id === id && entry.hash !== pack.hash)) retire(key, entry);
    const key = `${pack.hash} ${device}`;
    const known = held.get(key);
    if (known !== undefined) return known;
    const entry: Held = { id, hash: pack.hash, opening: open(pack, device), users: 0, retired: false };
    held.set(key, entry);
    entry.opening.then(
      (encoder) => (entry.encoder = encoder),
      () => {
        retire(key, entry);
      },
    );
    return entry;
  };
  return async (pack, device) => {
    const entry = take(pack, device);
    entry.users += 1;
    const end = (): void => {
      entry.users -= 1;
      releaseUnused(entry);
    };
    try {
      return { encoder: await entry.opening, end };
    } catch (error) {
      end();
      throw error;
    }
  };
}

function releaseUnused(entry: Held): void {
  if (!entry.retired || entry.users > 0) return;
  // Nobody waits for it; what cannot be released is gone with its process.
  entry.opening.then((encoder) => encoder.release()).catch(() => undefined);
}
