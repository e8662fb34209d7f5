export { attribute } from "./explain.ts";
export type { Attribution, DataSetMeans, EncodedImage } from "./explain.ts";
export { projectTokens, sumTokens, tokenMaps } from "./token-maps.ts";
export type { TokenShape } from "./token-maps.ts";
