import type { ImageFilter } from "../../src-preload/contract/index.ts";

const texts = ["text", "finding", "view", "projection", "sex", "patient", "dataSet"] as const;
const numbers = ["ageFrom", "ageTo"] as const;
const labels = { present: 1, absent: 0, uncertain: -1 } as const;

/** The filter in an address; what it does not understand is left out. */
export function filterFromWords(words: URLSearchParams): ImageFilter {
  const filter: { -readonly [Name in keyof ImageFilter]: ImageFilter[Name] } = {};
  for (const name of texts) {
    const value = words.get(name);
    if (value !== null && value.trim() !== "") filter[name] = value;
  }
  for (const name of numbers) {
    const value = words.get(name);
    if (value !== null && value.trim() !== "" && Number.isFinite(Number(value))) filter[name] = Number(value);
  }
  if (words.get("burnedIn") === "yes") filter.burnedIn = "yes";
  const label = words.get("label") ?? "";
  if (filter.finding !== undefined && Object.hasOwn(labels, label)) filter.label = labels[label as keyof typeof labels];
  return filter;
}

/** The words of a filter for an address, in a fixed order. */
export function filterToWords(filter: ImageFilter): URLSearchParams {
  const words = new URLSearchParams();
  for (const name of [...texts, ...numbers, "burnedIn"] as const) {
    const value = filter[name];
    if (value !== undefined && String(value).trim() !== "") words.set(name, String(value));
  }
  const label = Object.entries(labels).find(([, value]) => value === filter.label)?.[0];
  if (label !== undefined && filter.finding !== undefined && filter.label !== 1) words.set("label", label);
  return words;
}

/** Whether a filter leaves anything out. */
export function isFiltering(filter: ImageFilter): boolean {
  return filterToWords(filter).size > 0;
}

/** The same images in the same order. */
export function sameFilter(one: ImageFilter, other: ImageFilter): boolean {
  return filterToWords(one).toString() === filterToWords(other).toString();
}
