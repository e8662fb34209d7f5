import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { createGraph, readOnnxSummary } from "../../../src-main/runtime/index.ts";
import { integerField, join, lengthField, toBytes } from "../../../src-main/runtime/protobuf.ts";
import type { Message } from "../../../src-main/runtime/protobuf.ts";

function sample(): Uint8Array {
  const graph = createGraph("sample");
  const x = graph.input("image", "float32", ["n", 3, 224, 224]);
  const ids = graph.input("ids", "int64", ["n", ""]);
  graph.output("image out", graph.op("Mul", [x, graph.scalar(2)], {}), "float32", ["n", 3, 224, 224]);
  graph.output("ids out", graph.op("Add", [ids, graph.ints([1])]), "int64", ["n", "length"]);
  return graph.toBytes();
}

/** TensorProto whose data lies in another file. */
function externalTensor(name: string, location: string): Message {
  const entry = (key: string, value: string): Message =>
    lengthField(13, join([lengthField(1, key), lengthField(2, value)]));
  return join([
    integerField(1, 4),
    integerField(2, 1),
    lengthField(8, name),
    entry("location", location),
    entry("offset", "0"),
    integerField(14, 1),
  ]);
}

function modelOf(graph: Message, opset: Message = lengthField(8, integerField(2, 17))): Uint8Array {
  return toBytes(join([integerField(1, 9), lengthField(7, graph), opset]));
}

function refusalOf(bytes: Uint8Array): LightboxError | undefined {
  try {
    readOnnxSummary(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof LightboxError) return error;
    throw error;
  }
}

describe("the outline of an ONNX file", () => {
  it("names inputs, outputs, types, shapes and the operator set", () => {
    expect(readOnnxSummary(sample())).toEqual({
      inputs: [
        { name: "image", dtype: "float32", shape: ["n", 3, 224, 224] },
        { name: "ids", dtype: "int64", shape: ["n", ""] },
      ],
      outputs: [
        { name: "image out", dtype: "float32", shape: ["n", 3, 224, 224] },
        { name: "ids out", dtype: "int64", shape: ["n", "length"] },
      ],
      opset: 20,
      externalData: [],
    });
  });

  it("finds weights beside the file in initialisers, in constants and in inner graphs, each once", () => {
    const attribute = (field: number, body: Message): Message =>
      lengthField(1, lengthField(5, lengthField(field, body)));
    const inner = join([lengthField(5, externalTensor("c", "inner.bin"))]);
    const graph = join([
      lengthField(5, externalTensor("a", "weights.bin")),
      lengthField(5, externalTensor("b", "weights.bin")),
      attribute(5, externalTensor("d", "../outside.bin")),
      attribute(6, inner),
    ]);
    expect(readOnnxSummary(modelOf(graph)).externalData).toEqual(["weights.bin", "../outside.bin", "inner.bin"]);
  });

  it("leaves weights that old files list among the inputs out", () => {
    const value = (name: string): Message => lengthField(11, lengthField(1, name));
    const graph = join([value("x"), value("w"), lengthField(5, lengthField(8, "w"))]);
    expect(readOnnxSummary(modelOf(graph)).inputs.map((input) => input.name)).toEqual(["x"]);
  });

  it("takes the default operator set, whatever other domains there are", () => {
    const other = lengthField(8, join([lengthField(1, "com.microsoft"), integerField(2, 99)]));
    const opsets = join([other, lengthField(8, integerField(2, 18))]);
    expect(readOnnxSummary(modelOf(join([]), opsets)).opset).toBe(18);
  });
});

describe("hostile bytes", () => {
  it("refuses what is no model, and graphs nested without end", () => {
    let nested = join([]);
    for (let depth = 0; depth < 100; depth++) nested = lengthField(1, lengthField(5, lengthField(6, nested)));
    expect(refusalOf(modelOf(nested))?.message).toContain("nested");
    for (const bytes of [[], [0], [0xff], [0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x3a, 0x00]])
      expect(refusalOf(Uint8Array.from(bytes))?.code).toBe("model/bad-graph");
  });

  it("a cut file is always refused or still sound, never a crash", () => {
    const bytes = sample();
    for (let length = 0; length < bytes.length; length++)
      expect([undefined, "model/bad-graph"]).toContain(refusalOf(bytes.subarray(0, length))?.code);
  });

  it("changed and random bytes give a summary or model/bad-graph, nothing else", () => {
    const bytes = sample();
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const changed = bytes.slice();
        for (const [at, value] of changes) changed[at] = value;
        expect([undefined, "model/bad-graph"]).toContain(refusalOf(changed)?.code);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        expect([undefined, "model/bad-graph"]).toContain(refusalOf(random)?.code);
      }),
      { numRuns: 1000 },
    );
  });
});
