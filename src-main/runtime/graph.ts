import { modelMessage, nodeMessage, tensorMessage, valueMessage } from "./onnx-messages.ts";
import type { Attribute, ConstantData, GraphType } from "./onnx-messages.ts";
import { toBytes } from "./protobuf.ts";
import type { Message } from "./protobuf.ts";

/** A tensor somewhere in a graph. */
export interface Value {
  readonly name: string;
}

/** Builds an ONNX graph (opset 20, float32 unless said otherwise) so that the code reads like the formula. */
export interface GraphBuilder {
  /** A tensor that every run supplies; a named dimension ("n") is open. */
  input(name: string, dtype: GraphType, shape: readonly (number | string)[]): Value;
  /** A weight. `shape` must hold exactly `data.length` elements. The data is not copied before `toBytes`. */
  constant(data: ConstantData, shape: readonly number[], name?: string): Value;
  /** A float32 constant of no dimension; the same number is stored once. */
  scalar(value: number): Value;
  /** An int64 constant of one dimension, for shapes and axes; the same list is stored once. */
  ints(values: readonly number[]): Value;
  /** A node with one output; `undefined` leaves an optional input out. */
  op(type: string, inputs: readonly (Value | undefined)[], attributes?: Readonly<Record<string, Attribute>>): Value;
  /** A node with `count` outputs. */
  opN(
    type: string,
    inputs: readonly (Value | undefined)[],
    attributes: Readonly<Record<string, Attribute>>,
    count: number,
  ): Value[];
  /** Makes a value a result of the graph, under a name of its own. */
  output(name: string, value: Value, dtype: GraphType, shape: readonly (number | string)[]): void;
  /** The model as the bytes of an .onnx file. */
  toBytes(): Uint8Array;
}

interface Node {
  readonly type: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Names of the values of one graph: `claim` takes the one that is wanted, `fresh` numbers them. */
interface Names {
  readonly claim: (wanted: string) => Value;
  readonly fresh: (stem: string) => Value;
}

function createNames(graph: string): Names {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  const claim = (wanted: string): Value => {
    if (wanted === "" || taken.has(wanted)) throw new Error(`graph ${graph}: the name "${wanted}" is taken`);
    taken.add(wanted);
    return { name: wanted };
  };
  const fresh = (stem: string): Value => {
    let number = (counts.get(stem) ?? 0) + 1;
    while (taken.has(`${stem}_${String(number)}`)) number++;
    counts.set(stem, number);
    return claim(`${stem}_${String(number)}`);
  };
  return { claim, fresh };
}

/** Starts an empty graph. Every method throws a plain Error where the caller's code is wrong (a name taken twice …). */
export function createGraph(name: string): GraphBuilder {
  const { claim, fresh } = createNames(name);
  const nodes: Node[] = [];
  const constants: Message[] = [];
  const inputs: Message[] = [];
  const outputs: { name: string; value: Value; message: Message }[] = [];
  const shared = new Map<string, Value>();

  const constant: GraphBuilder["constant"] = (data, shape, wanted) => {
    const elements = shape.reduce((product, size) => product * size, 1);
    if (elements !== data.length)
      throw new Error(`graph ${name}: ${String(data.length)} numbers do not fill [${shape.join(", ")}]`);
    const value = wanted === undefined ? fresh("constant") : claim(wanted);
    constants.push(tensorMessage(value.name, shape, data));
    return value;
  };
  const once = (key: string, make: () => Value): Value => {
    const value = shared.get(key) ?? make();
    shared.set(key, value);
    return value;
  };
  const opN: GraphBuilder["opN"] = (type, from, attributes, count) => {
    const made = Array.from({ length: count }, () => fresh(type.toLowerCase()));
    nodes.push({ type, inputs: from, outputs: made, attributes });
    return made;
  };

  return {
    input: (wanted, dtype, shape) => {
      inputs.push(valueMessage(wanted, dtype, shape));
      return claim(wanted);
    },
    constant,
    scalar: (value) => once(`scalar ${String(value)}`, () => constant(Float32Array.of(value), [])),
    ints: (values) =>
      once(`ints ${values.join(" ")}`, () => constant(BigInt64Array.from(values, BigInt), [values.length])),
    opN,
    op: (type, from, attributes = {}) => {
      const [value] = opN(type, from, attributes, 1);
      if (value === undefined) throw new Error("opN makes as many values as it is asked for");
      return value;
    },
    output: (wanted, value, dtype, shape) => {
      outputs.push({ name: claim(wanted).name, value, message: valueMessage(wanted, dtype, shape) });
    },
    toBytes: () => {
      const results = outputs.map((output) => output.message);
      return toBytes(modelMessage({ name, nodes: nodeMessages(nodes, outputs), constants, inputs, outputs: results }));
    },
  };
}

function nodeMessages(nodes: readonly Node[], outputs: readonly { name: string; value: Value }[]): Message[] {
  const named = nameOutputs(nodes, outputs);
  return named.map((node, place) => nodeMessage({ ...node, name: `${node.type}_${String(place + 1)}` }));
}

interface NamedNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A node's value that is a result takes the result's name; anything else (an input, a second name) goes through Identity. */
function nameOutputs(nodes: readonly Node[], outputs: readonly { name: string; value: Value }[]): NamedNode[] {
  const computed = new Set(nodes.flatMap((node) => node.outputs));
  const renamed = new Map<Value, string>();
  const copies: NamedNode[] = [];
  for (const { name, value } of outputs) {
    if (computed.has(value) && !renamed.has(value)) renamed.set(value, name);
    else copies.push({ type: "Identity", inputs: [renamed.get(value) ?? value.name], outputs: [name], attributes: {} });
  }
  const nameOf = (value: Value | undefined): string => (value === undefined ? "" : (renamed.get(value) ?? value.name));
  const named = nodes.map((node) => ({
    type: node.type,
    inputs: node.inputs.map(nameOf),
    outputs: node.outputs.map(nameOf),
    attributes: node.attributes,
  }));
  return [...named, ...copies];
}
