import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { LightboxError } from "../../src-preload/contract/errors.ts";

/** What decides every byte of a set of phantoms. */
export interface PhantomSet {
  readonly seed: number;
  readonly count: number;
}

const marker = ".phantoms.json";
const truthName = "truth.json";
/** What file managers leave in any folder that was looked at. */
const passedOver: readonly string[] = [".DS_Store", "Thumbs.db", "desktop.ini"];
const claim = v.object({
  format: v.picklist(["lightbox-phantom-truth/1", "lightbox-phantom-claim/1"]),
  seed: v.number(),
  count: v.number(),
});

/** Whether the whole set lies in a folder: truth.json is written last. */
export async function holdsPhantoms(directory: string, set: PhantomSet): Promise<boolean> {
  return names(join(directory, truthName), set);
}

/**
 * Makes the folder and marks it as one for this set, so that a drawing that was stopped can go on. A folder that holds
 * anything else, and be it other phantoms, is left alone. Errors: `phantom/unwritable`; the disk's own.
 */
export async function claimFolder(directory: string, set: PhantomSet): Promise<void> {
  await mkdir(directory, { recursive: true });
  const there = (await readdir(directory)).filter((name) => !passedOver.includes(name));
  const ours = (await names(join(directory, marker), set)) || (await holdsPhantoms(directory, set));
  if (there.length > 0 && !ours)
    throw new LightboxError(
      "phantom/unwritable",
      `The folder ${directory} holds other things already; phantoms would be mixed with them.`,
      "Choose a new or an empty folder.",
    );
  const content = { format: "lightbox-phantom-claim/1", seed: set.seed, count: set.count };
  await writeFile(join(directory, marker), `${JSON.stringify(content)}\n`);
}

/** Takes the mark away once truth.json says the same. */
export async function finishFolder(directory: string): Promise<void> {
  await rm(join(directory, marker), { force: true });
}

async function names(path: string, { seed, count }: PhantomSet): Promise<boolean> {
  try {
    const found = v.safeParse(claim, JSON.parse(await readFile(path, "utf8")));
    return found.success && found.output.seed === seed && found.output.count === count;
  } catch {
    return false;
  }
}
