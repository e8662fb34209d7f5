import { expect, it } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import type { Device, DeviceRequest } from "../../../src-main/runtime/index.ts";
import { openOnDevice } from "../../../src-main/workbench/open-on-device.ts";

/** A machine whose graphics card passes its trial. */
const choose = (request: DeviceRequest) =>
  Promise.resolve({ device: request === "cpu" ? "cpu" : "webgpu", proof: `proof of ${request}` } as const);
const only = (works: Device, code: "compute/device" | "compute/lost" | "model/bad-graph") => (device: Device) =>
  device === works ? Promise.resolve(`open on ${device}`) : Promise.reject(new LightboxError(code, "No kernel.", "?"));

it("keeps the device that passed its trial and runs the model", async () => {
  const { opened, choice } = await openOnDevice("auto", choose, only("webgpu", "compute/device"));
  expect([opened, choice.proof]).toEqual(["open on webgpu", "proof of auto"]);
});

it("auto comes to the CPU where the device passed but cannot run the model, and says why", async () => {
  for (const code of ["compute/device", "compute/lost"] as const) {
    const { opened, choice } = await openOnDevice("auto", choose, only("cpu", code));
    expect(opened).toBe("open on cpu");
    expect(choice.device).toBe("cpu");
    expect(choice.proof).toMatch(/cannot run this model \(No kernel\.\); proof of cpu$/);
  }
});

it("a device asked for by name, and a pack that is broken, are refused", async () => {
  await expect(openOnDevice("webgpu", choose, only("cpu", "compute/device"))).rejects.toThrow("No kernel.");
  await expect(openOnDevice("auto", choose, only("cpu", "model/bad-graph"))).rejects.toThrow("No kernel.");
});
