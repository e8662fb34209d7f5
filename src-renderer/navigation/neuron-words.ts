import { neuronOrders } from "../../src-preload/contract/index.ts";
import type { NeuronOrder } from "../../src-preload/contract/index.ts";
import type { NeuronTableQuery } from "./route.ts";

const texts = ["text", "finding"] as const;
const numbers = ["densityFrom", "densityTo"] as const;

/** What the table of neurons shows, from an address; what it does not understand is left out. */
export function neuronQueryFromWords(words: URLSearchParams): NeuronTableQuery {
  const query: { -readonly [Name in keyof NeuronTableQuery]: NeuronTableQuery[Name] } = {};
  for (const name of texts) {
    const value = words.get(name);
    if (value !== null && value.trim() !== "") query[name] = value;
  }
  for (const name of numbers) {
    const value = words.get(name);
    if (value !== null && value.trim() !== "" && Number.isFinite(Number(value))) query[name] = Number(value);
  }
  const firing = words.get("firing");
  if (firing === "firing" || firing === "dead") query.firing = firing;
  const sort = words.get("sort") ?? "";
  if ((neuronOrders as readonly string[]).includes(sort)) query.sort = sort as NeuronOrder;
  if (words.get("descending") === "true") query.descending = true;
  return query;
}

/** The words of a query for an address, in a fixed order. */
export function neuronQueryToWords(query: NeuronTableQuery): URLSearchParams {
  const words = new URLSearchParams();
  for (const name of [...texts, ...numbers, "sort"] as const) {
    const value = query[name];
    if (value !== undefined && String(value).trim() !== "") words.set(name, String(value));
  }
  if (query.firing !== undefined && query.firing !== "all") words.set("firing", query.firing);
  if (query.descending === true) words.set("descending", "true");
  return words;
}
