import { createRequire } from "node:module";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { defaultThreads } from "./compute.ts";
import type { ComputeOptions } from "./compute.ts";
import type { Device } from "./compute-messages.ts";
import { probeWebGpu } from "./device-probe.ts";
import type { ProbeResult } from "./device-probe.ts";

export type DeviceRequest = "auto" | Device;

/** Where the models run, and in words how we know. */
export interface DeviceChoice {
  readonly device: Device;
  readonly proof: string;
}

type Outcome = { readonly result: ProbeResult } | { readonly failure: string };

const timeLimit = 20_000;

/** WebGPU is tried once in the life of this process. */
let tried: Promise<Outcome> | undefined;

/**
 * Chooses the device. "cpu" asks nothing; "auto" takes WebGPU where it is right and faster than the CPU, else the CPU with
 * the reason in `proof`; "webgpu" takes it where it is right, however slow, and throws `compute/device` where it is not.
 */
export async function chooseDevice(request: DeviceRequest, options: ComputeOptions = {}): Promise<DeviceChoice> {
  const cpu = cpuProvider(options.threads ?? defaultThreads());
  if (request === "cpu") return { device: "cpu", proof: cpu };
  tried ??= probe(options);
  const outcome = await tried;
  if ("failure" in outcome) {
    if (request === "auto") return { device: "cpu", proof: `CPU: WebGPU ${outcome.failure}; ${cpu}` };
    throw new LightboxError(
      "compute/device",
      `WebGPU was asked for but ${outcome.failure}.`,
      'Choose "auto" or "cpu", or install a driver for the graphics card.',
    );
  }
  const { difference, webgpu, cpu: cpuTime } = outcome.result;
  const speed = `${milliseconds(webgpu)} for a test product, the CPU ${milliseconds(cpuTime)}`;
  if (request === "auto" && webgpu >= cpuTime)
    return { device: "cpu", proof: `CPU: WebGPU works but is no faster here (${speed}); ${cpu}` };
  const right = `64×64 product equal to ${difference.toExponential(0)}, every node on the device`;
  return { device: "webgpu", proof: `WebGPU: ${right}; ${speed}` };
}

async function probe(options: ComputeOptions): Promise<Outcome> {
  try {
    return { result: await probeWebGpu(options, timeLimit) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = /adapter/i.test(message) ? "no adapter" : message.replace(/^[^:]*: |\.$/g, "");
    return { failure: `is not available here (${reason})` };
  }
}

/** The version comes from the package's own description: the library itself is never loaded into this process. */
function cpuProvider(threads: number): string {
  const description: unknown = createRequire(import.meta.url)("onnxruntime-node/package.json");
  const version = (description as { readonly version: string }).version;
  return `onnxruntime ${version} CPU provider, ${String(threads)} ${threads === 1 ? "thread" : "threads"}`;
}

function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : time.toFixed(0)} ms`;
}
