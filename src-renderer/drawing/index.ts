export * from "./film-text.ts";
export * from "./fit.ts";
export * from "./format.ts";
export * from "./map.ts";
export * from "./ramp.ts";
