import type { ImageRow } from "../../src-preload/contract/index.ts";

export interface Label {
  readonly finding: string;
  readonly state: "present" | "uncertain" | "absent";
}

const states = { 1: "present", [-1]: "uncertain", 0: "absent" } as const;
const order = { present: 0, uncertain: 1, absent: 2 };

/** The labels of a film, present first; findings that are not mentioned have none. */
export function labelsOf(film: ImageRow): Label[] {
  const labels = Object.entries(film.findings).map(([finding, value]) => ({ finding, state: states[value] }));
  return labels.sort((one, other) => order[one.state] - order[other.state]);
}
