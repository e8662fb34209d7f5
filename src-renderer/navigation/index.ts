export { followLink } from "./follow-link.ts";
export { filterFromWords, filterToWords, isFiltering, sameFilter } from "./filter-words.ts";
export { addressOf, parseAddress } from "./route.ts";
export type { NeuronChoice, NeuronTableQuery, Route, ViewName } from "./route.ts";
export { Router } from "./router.svelte.ts";
