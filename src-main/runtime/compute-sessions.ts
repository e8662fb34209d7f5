import { existsSync } from "node:fs";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ComputeRequest, Device, LoadedInfo, Tensor, TensorInfo } from "./compute-messages.ts";

type LoadRequest = Extract<ComputeRequest, { kind: "load" }>;
type RunRequest = Extract<ComputeRequest, { kind: "run" }>;

const onlyErrors = 3;

/** The ONNX sessions of this process. A session that nobody releases is never collected, so each has a number. */
export interface Sessions {
  load(request: LoadRequest): Promise<LoadedInfo>;
  run(request: RunRequest): Promise<Record<string, Tensor>>;
  release(model: number): Promise<void>;
  releaseAll(): Promise<void>;
}

/** Errors: `model/not-found`, `model/bad-graph`, `compute/device`, `compute/failed`. */
export function createSessions(): Sessions {
  const sessions = new Map<number, InferenceSession>();
  const release = async (model: number): Promise<void> => {
    const session = sessions.get(model);
    sessions.delete(model);
    // A second release() of the same session throws, hence the deletion first.
    await session?.release();
  };
  return {
    load: async (request) => {
      const session = await createSession(request);
      try {
        const info = { inputs: session.inputMetadata.map(tensorInfo), outputs: session.outputMetadata.map(tensorInfo) };
        sessions.set(request.model, session);
        return info;
      } catch (error) {
        await session.release();
        throw error;
      }
    },
    run: async (request) => {
      const session = sessions.get(request.model);
      if (session === undefined)
        throw new LightboxError("compute/failed", "This model was released before the run.", "Load the model again.");
      return runSession(session, request);
    },
    release,
    releaseAll: async () => {
      for (const model of [...sessions.keys()]) await release(model);
    },
  };
}

async function createSession(request: LoadRequest): Promise<InferenceSession> {
  const { source, device } = request;
  if ("path" in source && !existsSync(source.path))
    throw new LightboxError("model/not-found", `The model file ${source.path} is not there.`, "Add the model again.");
  try {
    return await open(request, device);
  } catch (error) {
    if (device !== "cpu" && (await opensOnCpu(request)))
      throw new LightboxError(
        "compute/device",
        `${deviceName(device)} cannot run this model: ${sentence(error)}.`,
        "Use the CPU instead.",
        { cause: error },
      );
    const which = "path" in source ? `The model file ${source.path}` : "The model";
    throw new LightboxError(
      "model/bad-graph",
      `${which} cannot be run: ${sentence(error)}.`,
      "Export it again as ONNX, or ask whoever made it for a correct file.",
      { cause: error },
    );
  }
}

/** A provider that fails takes the whole load down, whatever follows it in the list: so one provider at a time. */
function open({ source, threads, options }: LoadRequest, device: Device): Promise<InferenceSession> {
  const everyNode = device !== "cpu" && options.everyNodeOnDevice === true;
  const settings: InferenceSession.SessionOptions = {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    logSeverityLevel: onlyErrors,
    extra: {
      session: {
        // A thread that spins while it waits takes the core from decoding: 25 % more processor time, measured.
        intra_op: { allow_spinning: "0" },
        ...(everyNode ? { disable_cpu_ep_fallback: "1" } : {}),
      },
    },
  };
  return "path" in source
    ? InferenceSession.create(source.path, settings)
    : InferenceSession.create(source.bytes, settings);
}

/** Whether the device is to blame and not the model. */
async function opensOnCpu(request: LoadRequest): Promise<boolean> {
  try {
    const session = await open(request, "cpu");
    await session.release();
    return true;
  } catch {
    return false;
  }
}

async function runSession(session: InferenceSession, request: RunRequest): Promise<Record<string, Tensor>> {
  try {
    const feeds: Record<string, OrtTensor> = {};
    for (const [name, tensor] of Object.entries(request.feeds)) feeds[name] = toOrt(tensor);
    const outputs = await session.run(feeds, request.wanted ?? session.outputNames);
    const results: Record<string, Tensor> = {};
    for (const [name, tensor] of Object.entries(outputs)) results[name] = fromOrt(name, tensor);
    return results;
  } catch (error) {
    if (error instanceof LightboxError) throw error;
    throw new LightboxError(
      "compute/failed",
      `The model could not be run on this input: ${sentence(error)}.`,
      "Check that this model fits the data; if it does, please report this sentence.",
      { cause: error },
    );
  }
}

function toOrt({ dtype, shape, data }: Tensor): OrtTensor {
  if (dtype === "float32" && data instanceof Float32Array) return new OrtTensor("float32", data, shape);
  if (dtype === "int32" && data instanceof Int32Array) return new OrtTensor("int32", data, shape);
  if (dtype === "int64" && data instanceof BigInt64Array) return new OrtTensor("int64", data, shape);
  throw new Error(`a tensor of ${dtype} came with data of another type`);
}

function fromOrt(name: string, tensor: OrtTensor): Tensor {
  const { type, dims: shape, data } = tensor;
  if (type === "float32" && data instanceof Float32Array) return { dtype: type, shape, data };
  if (type === "int32" && data instanceof Int32Array) return { dtype: type, shape, data };
  if (type === "int64" && data instanceof BigInt64Array) return { dtype: type, shape, data };
  throw new LightboxError(
    "model/bad-graph",
    `The output "${name}" of the model holds ${type}, which Lightbox does not read.`,
    "Export the model with float32, int32 or int64 outputs.",
  );
}

function tensorInfo(metadata: InferenceSession.ValueMetadata): TensorInfo {
  if (!metadata.isTensor) return { name: metadata.name, dtype: "other", shape: [] };
  return { name: metadata.name, dtype: metadata.type, shape: metadata.shape };
}

export function deviceName(device: Device): string {
  return device === "webgpu" ? "WebGPU" : "The CPU";
}

/** What onnxruntime said, on one line, without its source positions and without the full stop our own sentence adds. */
function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const plain = text.replace(/^\/\S*\.cc:\d+ .* was false\. /, "").replaceAll(/\s+/g, " ");
  return plain
    .trim()
    .slice(0, 400)
    .replace(/[.\s]+$/, "");
}
