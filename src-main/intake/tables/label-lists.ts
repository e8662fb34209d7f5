import type { LabelValue } from "../../store/index.ts";
import { mostRows } from "./layout.ts";
import { createPool } from "./text-pool.ts";

/** Labels of very many films or studies, by a key, four bytes for each finding that is mentioned. */
export interface LabelLists {
  set(key: string, labels: ReadonlyMap<string, LabelValue>): void;
  get(key: string): ReadonlyMap<string, LabelValue> | undefined;
}

/** A list that is alike in many places is kept once. */
export function createLabelLists(): LabelLists {
  const findings = createPool();
  const known = new Map<string, number>();
  const lists: Int32Array[] = [];
  const placeOf = new Map<string, number>();
  return {
    set: (key, labels) => {
      if (placeOf.size >= mostRows) return;
      const packed = Int32Array.from(labels, ([finding, value]) => findings.add(finding) * 4 + value + 1);
      const text = packed.join();
      const place = known.get(text) ?? lists.push(packed) - 1;
      known.set(text, place);
      placeOf.set(key, place);
    },
    get: (key) => {
      const list = lists[placeOf.get(key) ?? -1];
      if (list === undefined) return undefined;
      return new Map(Array.from(list, (entry) => [findings.at(entry >> 2), ((entry & 3) - 1) as LabelValue]));
    },
  };
}
