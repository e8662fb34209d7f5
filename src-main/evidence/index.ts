export { associate, binaryLabels } from "./association.ts";
export type { BinaryLabels, NeuronAssociation } from "./association.ts";
export { buildPostings } from "./postings.ts";
export type { CodedImage, Posting } from "./postings.ts";
export { scoreNeurons } from "./score.ts";
