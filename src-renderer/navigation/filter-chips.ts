import type { ImageFilter } from "../../src-preload/contract/index.ts";
import { words } from "../messages/index.ts";

/** One thing that a filter asks for, in words, and the filter without it. */
export interface FilterChip {
  readonly kind: "text" | "dataSet" | "finding" | "view" | "projection" | "sex" | "age" | "patient" | "burnedIn";
  readonly label: string;
  readonly without: ImageFilter;
}

type Name = keyof ImageFilter;

/** The filter with these values; what is undefined is left out. */
export function withValues(filter: ImageFilter, values: { readonly [Key in Name]?: ImageFilter[Key] | undefined }) {
  return Object.fromEntries(
    Object.entries({ ...filter, ...values }).filter(([, value]) => value !== undefined),
  ) as ImageFilter;
}

function without(filter: ImageFilter, ...names: readonly Name[]): ImageFilter {
  return withValues(filter, Object.fromEntries(names.map((name) => [name, undefined])));
}

/** Everything that a filter asks for, in the order of the panel. `hidden`: no patient is named. */
export function chipsOf(filter: ImageFilter, hidden: boolean): FilterChip[] {
  const { text, dataSet, finding, label, view, projection, sex, ageFrom, ageTo, patient, burnedIn } = filter;
  const say = words.library;
  const chips: FilterChip[] = [];
  const add = (kind: FilterChip["kind"], shown: string, ...names: readonly Name[]): void => {
    chips.push({ kind, label: shown, without: without(filter, ...names) });
  };
  if (text !== undefined) add("text", say.chipText(text), "text");
  if (patient !== undefined) add("patient", hidden ? say.onePatient : say.patient(patient), "patient");
  if (burnedIn !== undefined) add("burnedIn", say.chipBurnedIn, "burnedIn");
  if (dataSet !== undefined) add("dataSet", dataSet, "dataSet");
  if (finding !== undefined) add("finding", say.chipFinding(finding, label ?? 1), "finding", "label");
  if (view !== undefined) add("view", view, "view");
  if (projection !== undefined) add("projection", projection, "projection");
  if (sex !== undefined) add("sex", say.sex(sex), "sex");
  if (ageFrom !== undefined || ageTo !== undefined)
    add("age", say.chipAge(ageFrom ?? null, ageTo ?? null), "ageFrom", "ageTo");
  return chips;
}

/** A name for a list: what it asks for, in words. */
export function nameOf(filter: ImageFilter, hidden: boolean): string {
  return chipsOf(filter, hidden)
    .map(({ label }) => label)
    .join(" · ")
    .slice(0, 80);
}
