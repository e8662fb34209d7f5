import { createGraph } from "../runtime/index.ts";
import type { Sae } from "./open-sae.ts";

/**
 * The coding graph of an SAE: `input` [n, D] (unit length where the SAE wants it) → for TopK `values` [n, k] and
 * `indices` [n, k] int32, else `activations` [n, M]. Gate as in {@link applyGate}.
 */
export function codingGraph(sae: Sae): Uint8Array {
  const { neurons, embedding, gate } = sae;
  const graph = createGraph(`sae ${sae.id}`);
  const input = graph.input("input", "float32", ["n", embedding]);
  const weight = graph.constant(sae.encoderWeight, [neurons, embedding], "encoder.weight");
  const constants = graph.constant(Float32Array.from(sae.constants), [neurons], "constants");
  const pre = graph.op("Gemm", [input, weight, constants], { transB: 1, alpha: sae.scale });
  if (gate.type === "topk") {
    const k = Math.min(gate.k, neurons);
    const [values, indices] = graph.opN("TopK", [graph.op("Relu", [pre]), graph.ints([k])], { axis: -1 }, 2);
    if (values === undefined || indices === undefined) throw new Error("TopK has two outputs");
    graph.output("values", values, "float32", ["n", k]);
    graph.output("indices", graph.op("Cast", [indices], { to: 6 }), "int32", ["n", k]);
    return graph.toBytes();
  }
  const threshold = gate.type === "jumprelu" ? Math.max(gate.threshold, 0) : 0;
  const activations = graph.op("ThresholdedRelu", [pre], { alpha: { float: threshold } });
  graph.output("activations", activations, "float32", ["n", neurons]);
  return graph.toBytes();
}
