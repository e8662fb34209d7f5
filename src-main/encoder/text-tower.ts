import type { Compute, Device, LoadedModel, Pack } from "../runtime/index.ts";
import { bertGraph, bertNames } from "./bert.ts";
import type { EncoderManifest, TextArchitecture } from "./manifest.ts";
import { noTextTower } from "./tokenizer.ts";
import { openWeights, readState } from "./weights.ts";

export interface TextTower {
  /** Token ids of one text, without padding → embedding [D] before L2 normalisation. */
  encode(ids: readonly number[]): Promise<Float32Array>;
  release(): Promise<void>;
}

/** The text tower of a pack; it is read and loaded with the first text, because most work needs images only. */
export function openTextTower(compute: Compute, pack: Pack, manifest: EncoderManifest, device: Device): TextTower {
  const { architecture, dimensions, id } = manifest;
  const text = architecture.type === "medclip-swin" ? architecture.text : undefined;
  let loading: Promise<LoadedModel> | undefined;
  const load = async (shape: TextArchitecture): Promise<LoadedModel> => {
    const weights = openWeights(await readState(pack), "text_model.", id);
    const bytes = bertGraph(shape, dimensions.embedding, weights);
    return compute.load({ bytes }, device);
  };
  return {
    encode: async (ids) => {
      if (text === undefined) throw noTextTower(id);
      if (ids.length === 0 || ids.length > text.positions) {
        throw new Error(`a text has 1 to ${String(text.positions)} tokens, not ${String(ids.length)}`);
      }
      loading ??= load(text);
      const feed = { dtype: "int64", shape: [1, ids.length], data: BigInt64Array.from(ids, BigInt) } as const;
      const outputs = await (await loading).run({ [bertNames.input]: feed });
      const embedding = outputs[bertNames.embedding]?.data;
      if (!(embedding instanceof Float32Array)) throw new Error("the text graph gave no embedding");
      return embedding;
    },
    release: async () => {
      const model = await loading?.catch(() => undefined);
      await model?.release();
    },
  };
}
