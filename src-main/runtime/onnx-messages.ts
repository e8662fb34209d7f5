import { floatField, integerField, join, lengthField } from "./protobuf.ts";
import type { Message } from "./protobuf.ts";

// The numbers are the field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).

export type GraphType = "float32" | "int64" | "int32";
export type ConstantData = Float32Array | BigInt64Array | Int32Array;

/** A number is an integer unless the operator declares the attribute as float (see `floatAttributes`) or it is wrapped. */
export type Attribute =
  number | string | readonly number[] | { readonly float: number } | { readonly floats: readonly number[] };

/** TensorProto.DataType */
export const dataType = { float32: 1, int32: 6, int64: 7 } as const;

/** Attributes that every operator of opset 20 declares as FLOAT: Gemm, LayerNormalization, LeakyRelu, ThresholdedRelu … */
const floatAttributes: ReadonlySet<string> = new Set(["alpha", "beta", "gamma", "epsilon", "lambd", "momentum"]);

const irVersion = 9;
const opset = 20;

function constantType(data: ConstantData): number {
  if (data instanceof Float32Array) return dataType.float32;
  return data instanceof BigInt64Array ? dataType.int64 : dataType.int32;
}

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9 (little-endian, as every platform we run on is). */
export function tensorMessage(name: string, shape: readonly number[], data: ConstantData): Message {
  return join([
    ...shape.map((size) => integerField(1, size)),
    integerField(2, constantType(data)),
    lengthField(8, name),
    lengthField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);
}

/** ValueInfoProto; a dimension is a number or the name of an open one ("n"). */
export function valueMessage(name: string, type: GraphType, shape: readonly (number | string)[]): Message {
  const dimensions = shape.map((size) =>
    lengthField(1, typeof size === "string" ? lengthField(2, size) : integerField(1, size)),
  );
  const tensorType = join([integerField(1, dataType[type]), lengthField(2, join(dimensions))]);
  return join([lengthField(1, name), lengthField(2, lengthField(1, tensorType))]);
}

/** AttributeProto: name 1, f 2, i 3, s 4, floats 7, ints 8, type 20. */
function attributeMessage(name: string, value: Attribute): Message {
  const label = lengthField(1, name);
  if (typeof value === "string") return join([label, lengthField(4, value), integerField(20, 3)]);
  if (typeof value === "number") {
    if (floatAttributes.has(name)) return join([label, floatField(2, value), integerField(20, 1)]);
    if (!Number.isSafeInteger(value)) throw new Error(`attribute ${name}: write { float: ${String(value)} }`);
    return join([label, integerField(3, value), integerField(20, 2)]);
  }
  if ("float" in value) return join([label, floatField(2, value.float), integerField(20, 1)]);
  if ("floats" in value) return join([label, ...value.floats.map((v) => floatField(7, v)), integerField(20, 6)]);
  return join([label, ...value.map((v) => integerField(8, v)), integerField(20, 7)]);
}

/** NodeProto: input 1 (an empty name is an input left out), output 2, name 3, op_type 4, attribute 5. */
export function nodeMessage(node: {
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}): Message {
  return join([
    ...node.inputs.map((name) => lengthField(1, name)),
    ...node.outputs.map((name) => lengthField(2, name)),
    lengthField(3, node.name),
    lengthField(4, node.type),
    ...Object.entries(node.attributes).map(([name, value]) => lengthField(5, attributeMessage(name, value))),
  ]);
}

/** ModelProto around a GraphProto: node 1, name 2, initializer 5, input 11, output 12; opset 20 of the default domain. */
export function modelMessage(graph: {
  readonly name: string;
  readonly nodes: readonly Message[];
  readonly constants: readonly Message[];
  readonly inputs: readonly Message[];
  readonly outputs: readonly Message[];
}): Message {
  const body = join([
    ...graph.nodes.map((node) => lengthField(1, node)),
    lengthField(2, graph.name),
    ...graph.constants.map((constant) => lengthField(5, constant)),
    ...graph.inputs.map((value) => lengthField(11, value)),
    ...graph.outputs.map((value) => lengthField(12, value)),
  ]);
  return join([
    integerField(1, irVersion),
    lengthField(2, "lightbox"),
    lengthField(7, body),
    lengthField(8, integerField(2, opset)),
  ]);
}
