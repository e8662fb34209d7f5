/** One image's sparse code, as the store gives it. */
export interface CodedImage {
  readonly image: number;
  readonly indices: Uint16Array;
  readonly values: Float32Array;
}

/** For each neuron the images on which it fires, by falling activation (equal activations: smaller image first). */
export interface Posting {
  readonly neuron: number;
  readonly images: Uint32Array;
  readonly values: Float32Array;
}

/**
 * Turns the codes of all images into posting lists, one per neuron, by a counting sort: linear in what fires.
 * Holds 8 bytes per firing: 224,000 images × 64 neurons take 115 MB.
 */
export function buildPostings(codes: Iterable<CodedImage>, neurons: number): Posting[] {
  const growing: { images: number[]; values: number[] }[] = Array.from({ length: neurons }, () => ({
    images: [],
    values: [],
  }));
  for (const code of codes)
    code.indices.forEach((neuron, place) => {
      growing[neuron]?.images.push(code.image);
      growing[neuron]?.values.push(code.values[place] ?? 0);
    });
  return growing.map((list, neuron) => sortPosting(neuron, list.images, list.values));
}

function sortPosting(neuron: number, images: readonly number[], values: readonly number[]): Posting {
  const order = Uint32Array.from(images, (_, place) => place);
  order.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || (images[a] ?? 0) - (images[b] ?? 0));
  return {
    neuron,
    images: Uint32Array.from(order, (place) => images[place] ?? 0),
    values: Float32Array.from(order, (place) => values[place] ?? 0),
  };
}
