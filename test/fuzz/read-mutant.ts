import { writeFileSync } from "node:fs";
import { decodeBytes } from "../../src-main/intake/decode-film.ts";
import type { Mutant } from "./mutant.ts";
import { readTable } from "./read-table.ts";

function checkSize(
  what: string,
  values: ArrayLike<number>,
  { width, height }: { width: number; height: number },
): void {
  const right = width > 0 && height > 0 && values.length === width * height;
  if (!right) throw new Error(`${what}: ${String(values.length)} values for ${String(width)} × ${String(height)}`);
}

/** What is put to the test; `table` is where a table may be written. */
export interface Reader {
  readonly readMutant: (mutant: Mutant, table: string) => Promise<void>;
}

/** Reads a mutant as import does. @throws LightboxError where it is refused, Error where it is read wrongly */
export async function readMutant(mutant: Mutant, table: string): Promise<void> {
  if (mutant.format === "csv") {
    writeFileSync(table, mutant.bytes);
    await readTable(table);
    return;
  }
  const film = await decodeBytes(mutant.bytes, "film", mutant.frame);
  const radiograph = film.radiograph();
  checkSize("radiograph", radiograph.pixels, radiograph);
  const deep = film.deep();
  checkSize("deep film", deep.levels, deep);
}
