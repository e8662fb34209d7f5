import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Device, DeviceChoice, DeviceRequest } from "../runtime/index.ts";

/** Whether a device turned out unable to run a model: it said so, or its driver took the compute process with it. */
export function deviceFailed(error: unknown): error is LightboxError {
  return error instanceof LightboxError && (error.code === "compute/device" || error.code === "compute/lost");
}

/**
 * Opens something on the device that a request comes to. "auto" ends on the CPU where the device passed its trial but cannot
 * run this; `proof` then says why. Errors: those of `choose` and `open`.
 */
export async function openOnDevice<Opened>(
  request: DeviceRequest,
  choose: (request: DeviceRequest) => Promise<DeviceChoice>,
  open: (device: Device) => Promise<Opened>,
): Promise<{ readonly opened: Opened; readonly choice: DeviceChoice }> {
  const choice = await choose(request);
  try {
    return { opened: await open(choice.device), choice };
  } catch (error) {
    if (request !== "auto" || choice.device === "cpu" || !deviceFailed(error)) throw error;
    const cpu = await choose("cpu");
    const proof = `CPU: WebGPU passed its trial but cannot run this model (${error.message}); ${cpu.proof}`;
    return { opened: await open(cpu.device), choice: { device: cpu.device, proof } };
  }
}
