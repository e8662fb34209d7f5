import { LightboxError } from "../../src-preload/contract/errors.ts";
import { startCompute } from "./compute.ts";
import type { Compute, ComputeOptions } from "./compute.ts";
import type { Device, Tensor } from "./compute-messages.ts";
import { createGraph } from "./graph.ts";

/** What a trial of WebGPU has shown. */
export interface ProbeResult {
  /** Largest absolute difference between the device's numbers and plain float64 JavaScript. */
  readonly difference: number;
  /** Milliseconds of the same chain of products on either. */
  readonly webgpu: number;
  readonly cpu: number;
}

const side = 64;
const chosen = 8;
const tolerance = 1e-4;
const chain = 4;
const width = 512;
/** Rows of the products that are timed, 33 MFLOP and 0.5 GFLOP: the few tell a device in software, which takes seconds. */
const fewRows = 16;
const manyRows = 256;
const hopeless = 20;

/**
 * Tries WebGPU in a compute process of its own, which is thrown away: a driver that crashes or hangs takes nothing with
 * it. Every node has to run on the device, and the numbers have to be right to 1e-4.
 * Errors: `compute/device` (no adapter, wrong numbers, too late), `compute/lost` (the driver crashed).
 */
export async function probeWebGpu(options: ComputeOptions, limit: number): Promise<ProbeResult> {
  const compute = startCompute(options);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(deviceError(`no answer within ${String(limit / 1000)} s`));
    }, limit);
  });
  try {
    return await Promise.race([trial(compute), tooLate]);
  } finally {
    clearTimeout(timer);
    compute.kill();
  }
}

async function trial(compute: Compute): Promise<ProbeResult> {
  const difference = await checkNumbers(compute);
  if (!(difference <= tolerance)) throw deviceError(`its numbers are off by ${difference.toExponential(0)}`);
  const few = await compareTimes(compute, fewRows);
  const times = few.webgpu > hopeless * few.cpu ? few : await compareTimes(compute, manyRows);
  return { difference, ...times };
}

async function compareTimes(compute: Compute, rows: number): Promise<{ cpu: number; webgpu: number }> {
  return { cpu: await time(compute, "cpu", rows), webgpu: await time(compute, "webgpu", rows) };
}

/** A 64×64 product and the 8 largest of each row, against plain JavaScript. */
async function checkNumbers(compute: Compute): Promise<number> {
  const left = waves(side * side, 0.7);
  const right = waves(side * side, 1.3);
  const graph = createGraph("probe");
  const product = graph.op("MatMul", [
    graph.input("left", "float32", [side, side]),
    graph.constant(right, [side, side], "right"),
  ]);
  const [values, places] = graph.opN("TopK", [product, graph.ints([chosen])], { axis: -1 }, 2);
  if (values === undefined || places === undefined) throw new Error("TopK has two outputs");
  graph.output("product", product, "float32", [side, side]);
  graph.output("values", values, "float32", [side, chosen]);
  // As they come: the provider has no kernel that casts from int64.
  graph.output("places", places, "int64", [side, chosen]);
  const model = await compute.load({ bytes: graph.toBytes() }, "webgpu", { everyNodeOnDevice: true });
  const outputs = await model.run({ left: { dtype: "float32", shape: [side, side], data: left } });
  return largestDifference(multiply(left, right), outputs);
}

function largestDifference(expected: Float64Array, outputs: Readonly<Record<string, Tensor>>): number {
  let largest = 0;
  const compare = (value: unknown, wanted: number | undefined): void => {
    const difference = Math.abs(Number(value) - (wanted ?? NaN));
    // A number that is no number must not slip through a comparison.
    largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  };
  for (let i = 0; i < expected.length; i++) compare(outputs["product"]?.data[i], expected[i]);
  for (let row = 0; row < side; row++) {
    const sorted = expected.slice(row * side, (row + 1) * side).sort((a, b) => b - a);
    for (let place = 0; place < chosen; place++) {
      const value = outputs["values"]?.data[row * chosen + place];
      const column = Number(outputs["places"]?.data[row * chosen + place]);
      compare(value, sorted[place]);
      compare(value, expected[row * side + column]);
    }
  }
  return largest;
}

/** Row-major product of two 64×64 matrices in float64. */
function multiply(left: Float32Array, right: Float32Array): Float64Array {
  const product = new Float64Array(side * side);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let i = 0; i < side; i++) sum += (left[row * side + i] ?? 0) * (right[i * side + column] ?? 0);
      product[row * side + column] = sum;
    }
  return product;
}

/** Milliseconds of the fastest of three runs, after one to warm up. */
async function time(compute: Compute, device: Device, rows: number): Promise<number> {
  const model = await compute.load({ bytes: heavyGraph() }, device);
  const start: Tensor = { dtype: "float32", shape: [rows, 1], data: waves(rows, 0.3) };
  let best = Infinity;
  for (let run = 0; run < 4; run++) {
    const from = performance.now();
    await model.run({ start });
    if (run > 0) best = Math.min(best, performance.now() - from);
  }
  await model.release();
  return best;
}

/** Products of [n, 512] with [512, 512]; little goes in and one number comes out, so that only the device is timed. */
function heavyGraph(): Uint8Array {
  const graph = createGraph("probe speed");
  const weight = graph.constant(waves(width * width, 0.9), [width, width], "weight");
  const row = graph.constant(waves(width, 0.4), [1, width], "row");
  let value = graph.op("Add", [graph.input("start", "float32", ["n", 1]), row]);
  for (let step = 0; step < chain; step++) value = graph.op("MatMul", [value, weight]);
  graph.output("mean", graph.op("ReduceMean", [value, graph.ints([0, 1])], { keepdims: 0 }), "float32", []);
  return graph.toBytes();
}

/** Numbers between −1 and 1 without a pattern that a wrong order of rows or columns would leave unchanged. */
function waves(count: number, frequency: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(frequency * i + 0.001 * i * i));
}

function deviceError(reason: string): LightboxError {
  return new LightboxError("compute/device", `WebGPU cannot be used here: ${reason}.`, "Use the CPU instead.");
}
