import { afterAll, describe, expect, it } from "vitest";
import { createGraph, startCompute } from "../../../src-main/runtime/index.ts";
import type { GraphBuilder, Tensor } from "../../../src-main/runtime/index.ts";

const compute = startCompute({ threads: 1 });
afterAll(() => compute.close());

const wave = (count: number, frequency: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(frequency * i + 0.3));

const floats = (shape: readonly number[], data: Float32Array): Tensor => ({ dtype: "float32", shape, data });

async function run(graph: GraphBuilder, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const model = await compute.load({ bytes: graph.toBytes() });
  const outputs = await model.run(feeds);
  await model.release();
  return outputs;
}

function expectClose(actual: Tensor | undefined, expected: readonly number[], tolerance = 1e-5): void {
  expect(actual?.data.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(Number(actual?.data[i]) - value)).toBeLessThanOrEqual(tolerance);
  });
}

describe("graphs that the builder writes, run by onnxruntime", () => {
  it("Gemm: alpha x Wᵀ + b equals float64", async () => {
    const [n, inner, outer] = [3, 5, 4];
    const [x, w, b] = [wave(n * inner, 1.1), wave(outer * inner, 0.7), wave(outer, 0.5)];
    const graph = createGraph("gemm");
    const input = graph.input("x", "float32", ["n", inner]);
    const weight = graph.constant(w, [outer, inner], "weight");
    const bias = graph.constant(b, [outer]);
    graph.output("y", graph.op("Gemm", [input, weight, bias], { transB: 1, alpha: 2 }), "float32", ["n", outer]);
    const expected = Array.from({ length: n * outer }, (_, i) => {
      const [row, column] = [Math.floor(i / outer), i % outer];
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (x[row * inner + k] ?? 0) * (w[column * inner + k] ?? 0);
      return 2 * sum + (b[column] ?? 0);
    });
    const outputs = await run(graph, { x: floats([n, inner], x) });
    expect(outputs["y"]?.shape).toEqual([n, outer]);
    expectClose(outputs["y"], expected);
  });

  it("TopK: values by falling size, and their places as int64 and as int32", async () => {
    const data = Float32Array.of(3, -1, 7, 2, 0, 5, 4, 6);
    const graph = createGraph("topk");
    const input = graph.input("x", "float32", [2, 4]);
    const [values, places] = graph.opN("TopK", [input, graph.ints([2])], { axis: -1 }, 2);
    if (values === undefined || places === undefined) throw new Error("two outputs");
    graph.output("values", values, "float32", [2, 2]);
    graph.output("places", places, "int64", [2, 2]);
    graph.output("small", graph.op("Cast", [places], { to: 6 }), "int32", [2, 2]);
    const outputs = await run(graph, { x: floats([2, 4], data) });
    expect([...(outputs["values"]?.data ?? [])]).toEqual([7, 3, 6, 5]);
    expect([...(outputs["places"]?.data ?? [])]).toEqual([2n, 0n, 3n, 1n]);
    expect(outputs["small"]).toMatchObject({ dtype: "int32", data: Int32Array.of(2, 0, 3, 1) });
  });

  it("LayerNormalization: (x − mean) / √(variance + ε) · scale + shift equals float64", async () => {
    const [rows, width, epsilon] = [2, 6, 0.01];
    const [x, scale, shift] = [wave(rows * width, 1.7), wave(width, 0.4), wave(width, 0.9)];
    const graph = createGraph("norm");
    const inputs = [
      graph.input("x", "float32", ["n", width]),
      graph.constant(scale, [width]),
      graph.constant(shift, [width]),
    ];
    const normed = graph.op("LayerNormalization", inputs, { axis: -1, epsilon });
    graph.output("y", normed, "float32", ["n", width]);
    const expected = Array.from({ length: rows }, (_, row) => {
      const values = [...x.subarray(row * width, (row + 1) * width)];
      const mean = values.reduce((a, b) => a + b) / width;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / width;
      return values.map((v, i) => ((v - mean) / Math.sqrt(variance + epsilon)) * (scale[i] ?? 0) + (shift[i] ?? 0));
    }).flat();
    expectClose((await run(graph, { x: floats([rows, width], x) }))["y"], expected);
  });

  it("every kind of attribute arrives: int, ints, float, floats, string, and an input left out", async () => {
    const graph = createGraph("attributes");
    const x = graph.input("x", "float32", [2, 3]);
    graph.output("turned", graph.op("Transpose", [x], { perm: [1, 0] }), "float32", [3, 2]);
    graph.output("tanh", graph.op("Gelu", [x], { approximate: "tanh" }), "float32", [2, 3]);
    graph.output("leaky", graph.op("LeakyRelu", [x], { alpha: { float: 0.25 } }), "float32", [2, 3]);
    graph.output("clipped", graph.op("Clip", [x, undefined, graph.scalar(0.5)]), "float32", [2, 3]);
    graph.output("given", graph.op("Constant", [], { value_floats: { floats: [0.5, -2] } }), "float32", [2]);
    const data = Float32Array.of(-2, -1, 0, 0.5, 1, 2);
    const outputs = await run(graph, { x: floats([2, 3], data) });
    const gelu = (v: number): number => 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)));
    expectClose(outputs["turned"], [-2, 0.5, -1, 1, 0, 2]);
    expectClose(outputs["tanh"], [...data].map(gelu));
    expectClose(outputs["leaky"], [-0.5, -0.25, 0, 0.5, 1, 2]);
    expectClose(outputs["clipped"], [-2, -1, 0, 0.5, 0.5, 0.5]);
    expectClose(outputs["given"], [0.5, -2]);
  });

  it("takes int32 and int64 inputs", async () => {
    const graph = createGraph("types");
    const small = graph.input("small", "int32", ["n"]);
    const large = graph.input("large", "int64", ["n"]);
    graph.output("a", graph.op("Add", [small, graph.constant(Int32Array.of(5), [1])]), "int32", ["n"]);
    graph.output("b", graph.op("Add", [large, graph.ints([-7])]), "int64", ["n"]);
    const outputs = await run(graph, {
      small: { dtype: "int32", shape: [2], data: Int32Array.of(1, -9) },
      large: { dtype: "int64", shape: [2], data: BigInt64Array.of(2n ** 40n, 7n) },
    });
    expect([...(outputs["a"]?.data ?? [])]).toEqual([6, -4]);
    expect([...(outputs["b"]?.data ?? [])]).toEqual([2n ** 40n - 7n, 0n]);
  });

  it("an input can be a result, and a value can be two results and still be read inside", async () => {
    const graph = createGraph("names");
    const x = graph.input("x", "float32", ["n"]);
    const doubled = graph.op("Add", [x, x]);
    graph.output("same", x, "float32", ["n"]);
    graph.output("first", doubled, "float32", ["n"]);
    graph.output("second", doubled, "float32", ["n"]);
    graph.output("third", graph.op("Neg", [doubled]), "float32", ["n"]);
    const outputs = await run(graph, { x: floats([2], Float32Array.of(1, 4)) });
    expect(Object.values(outputs).map((tensor) => [...tensor.data])).toEqual([
      [1, 4],
      [2, 8],
      [2, 8],
      [-2, -8],
    ]);
  });
});

describe("mistakes of the caller", () => {
  it("refuses a name taken twice, data that does not fill its shape and a fraction where an integer belongs", () => {
    const graph = createGraph("mistakes");
    const x = graph.input("x", "float32", [1]);
    expect(() => graph.input("x", "float32", [1])).toThrow(/taken/);
    expect(() => graph.constant(new Float32Array(3), [2, 2])).toThrow(/do not fill/);
    graph.op("Transpose", [x], { perm: 0.5 });
    expect(() => graph.toBytes()).toThrow(/perm/);
  });

  it("stores the same scalar and the same list once", () => {
    const graph = createGraph("shared");
    expect(graph.scalar(0.5)).toBe(graph.scalar(0.5));
    expect(graph.ints([1, 2])).toBe(graph.ints([1, 2]));
    expect(graph.ints([12])).not.toBe(graph.ints([1, 2]));
  });
});
