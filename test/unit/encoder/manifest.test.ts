import { describe, expect, it } from "vitest";
import { parseEncoderManifest } from "../../../src-main/encoder/index.ts";
import { graphManifest, swinManifest } from "../../support/encoder-packs.ts";

/** The manifest with one field, given by its path, set to something else. */
function changed(manifest: object, path: string, value: unknown): unknown {
  const copy = structuredClone(manifest) as Record<string, unknown>;
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const place = steps.reduce((object, step) => object[step] as Record<string, unknown>, copy);
  place[last] = value;
  return copy;
}

describe("encoder manifest", () => {
  it("takes both kinds of architecture and fills in black padding", () => {
    expect(parseEncoderManifest(graphManifest(), "a").architecture.type).toBe("onnx");
    const swin = parseEncoderManifest(changed(swinManifest(), "preprocessing.padValue", undefined), "b");
    expect(swin.preprocessing.padValue).toBe(0);
  });

  it.each([
    ["kind", "sae", /kind/],
    ["architecture.type", "resnet", /architecture\.type/],
    ["architecture.window", 0, /architecture\.window/],
    ["architecture.heads", [1], /depths and heads/],
    ["architecture.heads", [3, 1], /multiple of its heads/],
    ["architecture.imageSize", 60, /imageSize is a multiple/],
    ["architecture.surprise", 1, /surprise/],
    ["architecture.text.hidden", 13, /hidden is a multiple of heads/],
    ["architecture.text.layers", 1, /architecture\.text\.layers/],
    ["dimensions.tokens", 50, /tokens/],
    ["dimensions.tokenWidth", 16, /dimensions do not follow/],
    ["preprocessing.fit", "stretch", /preprocessing\.fit/],
    ["preprocessing.size", [56, 28], /square/],
    ["preprocessing.mean", [0, 0], /mean has one value/],
    ["preprocessing.standardDeviation", [0], /preprocessing\.standardDeviation/],
    ["preprocessing.padValue", 256, /preprocessing\.padValue/],
  ])("refuses %s = %j", (path, value, sentence) => {
    const parse = () => parseEncoderManifest(changed(swinManifest(), path, value), "test-pack");
    expect(parse).toThrow(
      expect.objectContaining({ code: "model/bad-manifest", message: expect.stringMatching(sentence) as string }),
    );
    expect(parse).toThrow(/test-pack/);
  });
});
