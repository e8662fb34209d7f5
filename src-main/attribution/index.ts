export { attribute, codeImage } from "./explain.ts";
export type { Attribution } from "./explain.ts";
export { attributeNeuron } from "./neuron.ts";
export type { NeuronAttribution } from "./neuron.ts";
export { projectImage, projectMeans } from "./project.ts";
export type { DataSetMeans, EncodedImage, ProjectedImage, Projection } from "./project.ts";
export { projectTokens, sumTokens, tokenMaps } from "./token-maps.ts";
export type { TokenShape } from "./token-maps.ts";
