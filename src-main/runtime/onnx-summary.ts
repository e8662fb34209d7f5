import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { TensorInfo } from "./compute-messages.ts";
import { readFields } from "./protobuf-reader.ts";

/** What an .onnx file says about itself, without running it. */
export interface OnnxSummary {
  /** What a run has to supply; weights that an old file lists among its inputs are left out. */
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Version of the default operator set. */
  readonly opset: number;
  /** Files beside the model that hold weights, each once, as the model names them (unchecked). */
  readonly externalData: readonly string[];
}

const maxDepth = 32;

/** TensorProto.DataType by its number. */
const typeNames = [
  ...["undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16"],
  ...["float64", "uint32", "uint64", "complex64", "complex128", "bfloat16"],
];

interface Found {
  readonly inputs: TensorInfo[];
  readonly outputs: TensorInfo[];
  readonly weights: Set<string>;
  readonly externalData: Set<string>;
}

/** Reads the outline of an ONNX model (field numbers of onnx.proto). Throws `model/bad-graph` on anything else. */
export function readOnnxSummary(bytes: Uint8Array): OnnxSummary {
  const found: Found = { inputs: [], outputs: [], weights: new Set(), externalData: new Set() };
  let opset = 0;
  let graphs = 0;
  try {
    for (const { number, value } of readFields(bytes)) {
      if (number === 7) {
        graphs++;
        readGraph(message(value), found, true, 0);
      } else if (number === 8) opset = Math.max(opset, defaultOpset(message(value)));
      else if (number === 25) readNodesOf(message(value), 7, found, 0);
    }
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
  if (graphs !== 1) throw refusal("it holds no graph");
  if (opset === 0) throw refusal("it names no operator set");
  const inputs = found.inputs.filter((input) => !found.weights.has(input.name));
  return { inputs, outputs: found.outputs, opset, externalData: [...found.externalData] };
}

/** GraphProto: node 1, initializer 5, input 11, output 12. Weights of inner graphs count, their inputs do not. */
function readGraph(bytes: Uint8Array, found: Found, outermost: boolean, depth: number): void {
  if (depth > maxDepth) throw new Error("its graphs are nested too deeply");
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) readNode(message(value), found, depth);
    else if (number === 5) {
      const name = readTensor(message(value), found);
      if (outermost) found.weights.add(name);
    } else if (number === 15) readSparse(message(value), found);
    else if (number === 11 && outermost) found.inputs.push(readValue(message(value)));
    else if (number === 12 && outermost) found.outputs.push(readValue(message(value)));
  }
}

function readNodesOf(bytes: Uint8Array, field: number, found: Found, depth: number): void {
  for (const { number, value } of readFields(bytes)) if (number === field) readNode(message(value), found, depth);
}

/** NodeProto: attribute 5; AttributeProto: t 5, g 6, tensors 10, graphs 11, sparse_tensor 22, sparse_tensors 23. */
function readNode(bytes: Uint8Array, found: Found, depth: number): void {
  for (const attribute of readFields(bytes)) {
    if (attribute.number !== 5) continue;
    for (const { number, value } of readFields(message(attribute.value))) {
      if (number === 5 || number === 10) readTensor(message(value), found);
      else if (number === 6 || number === 11) readGraph(message(value), found, false, depth + 1);
      else if (number === 22 || number === 23) readSparse(message(value), found);
    }
  }
}

/** SparseTensorProto: values 1, indices 2. */
function readSparse(bytes: Uint8Array, found: Found): void {
  for (const { number, value } of readFields(bytes)) if (number <= 2) readTensor(message(value), found);
}

/** TensorProto: name 8, external_data 13 (entries key 1, value 2). Returns the name. */
function readTensor(bytes: Uint8Array, found: Found): string {
  let name = "";
  for (const { number, value } of readFields(bytes)) {
    if (number === 8) name = text(value);
    if (number !== 13) continue;
    let key = "";
    let entry = "";
    for (const part of readFields(message(value))) {
      if (part.number === 1) key = text(part.value);
      else if (part.number === 2) entry = text(part.value);
    }
    if (key === "location") found.externalData.add(entry);
  }
  return name;
}

/** OperatorSetIdProto: domain 1, version 2. Other domains than the default one count as 0. */
function defaultOpset(bytes: Uint8Array): number {
  let domain = "";
  let version = 0n;
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) domain = text(value);
    else if (number === 2) version = integer(value);
  }
  return domain === "" || domain === "ai.onnx" ? Number(version) : 0;
}

/** ValueInfoProto: name 1, type 2 → TypeProto.tensor_type 1 → elem_type 1, shape 2 → dim 1 → dim_value 1, dim_param 2. */
function readValue(bytes: Uint8Array): TensorInfo {
  let name = "";
  let dtype = "other";
  let shape: (number | string)[] = [];
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) name = text(value);
    if (number !== 2) continue;
    for (const type of readFields(message(value))) {
      if (type.number !== 1) continue;
      for (const part of readFields(message(type.value))) {
        if (part.number === 1) dtype = typeNames[Number(integer(part.value))] ?? "other";
        else if (part.number === 2) shape = readShape(message(part.value));
      }
    }
  }
  return { name, dtype, shape };
}

function readShape(bytes: Uint8Array): (number | string)[] {
  const shape: (number | string)[] = [];
  for (const dimension of readFields(bytes)) {
    if (dimension.number !== 1) continue;
    let size: number | string = "";
    for (const { number, value } of readFields(message(dimension.value))) {
      if (number === 1) size = Number(BigInt.asIntN(64, integer(value)));
      else if (number === 2) size = text(value);
    }
    shape.push(size);
  }
  return shape;
}

function message(value: bigint | Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error("a number stands where a message should");
}

function integer(value: bigint | Uint8Array): bigint {
  if (typeof value === "bigint") return value;
  throw new Error("bytes stand where a number should");
}

const utf8 = new TextDecoder();

function text(value: bigint | Uint8Array): string {
  return utf8.decode(message(value));
}

function refusal(reason: string): LightboxError {
  return new LightboxError(
    "model/bad-graph",
    `This is not a sound ONNX file: ${reason}.`,
    "Export the model again, or ask whoever made it for a correct file.",
  );
}
