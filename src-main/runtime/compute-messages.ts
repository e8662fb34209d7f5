import type { ErrorReport } from "../../src-preload/contract/errors.ts";

export type Device = "cpu" | "webgpu";

/** A dense tensor in row-major order; `data` holds as many numbers as the sizes in `shape` multiply to. */
export interface Tensor {
  readonly dtype: "float32" | "int32" | "int64";
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array;
}

/** Where a model comes from; a path is faster and takes less memory than bytes. */
export type ModelSource = { readonly bytes: Uint8Array } | { readonly path: string };

/** An input or output of a model; an open dimension is a name, "" where it has none. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly (number | string)[];
}

/** How a model is to be loaded. */
export interface LoadOptions {
  /** Fail instead of letting the CPU take over nodes that the device cannot run. */
  readonly everyNodeOnDevice?: boolean;
}

/** What the compute process is asked. Requests are worked off one at a time, in the order they came. */
export type ComputeRequest = { readonly id: number } & (
  | {
      readonly kind: "load";
      readonly model: number;
      readonly source: ModelSource;
      readonly device: Device;
      readonly threads: number;
      readonly options: LoadOptions;
    }
  | {
      readonly kind: "run";
      readonly model: number;
      readonly feeds: Readonly<Record<string, Tensor>>;
      readonly wanted: readonly string[] | undefined;
    }
  | { readonly kind: "release"; readonly model: number }
  | { readonly kind: "close" }
);

export interface LoadedInfo {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}

/** What it answers; the value depends on the request: LoadedInfo, a record of tensors, or nothing. */
export type ComputeReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorReport };
