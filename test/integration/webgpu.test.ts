import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DeviceChoice, DeviceRequest } from "../../src-main/runtime/index.ts";

/** Vulkan in software: right, and far slower than the CPU. Chromium brings it along. */
const softwareDrivers = [
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/usr/lib64/chromium-browser/vk_swiftshader_icd.json",
  "/usr/share/vulkan/icd.d/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
];
/** The system's loader, which a driver alone cannot do without; the one that Chromium brings is found by Chromium only. */
const loaders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
const loader = loaders.find((folder) => existsSync(`${folder}/libvulkan.so.1`));
const driver = loader === undefined ? undefined : softwareDrivers.find((path) => existsSync(path));
const without = driver === undefined ? " (skipped: no Vulkan loader with a SwiftShader driver on this machine)" : "";

const before = process.env["VK_ICD_FILENAMES"];
beforeEach(() => {
  // The device is tried once in the life of a process; each test is a new life.
  vi.resetModules();
});
afterEach(() => {
  if (before === undefined) delete process.env["VK_ICD_FILENAMES"];
  else process.env["VK_ICD_FILENAMES"] = before;
});

async function choose(request: DeviceRequest): Promise<DeviceChoice> {
  const { chooseDevice } = await import("../../src-main/runtime/index.ts");
  return chooseDevice(request, { threads: 2 });
}

describe("without a graphics driver", () => {
  beforeEach(() => {
    process.env["VK_ICD_FILENAMES"] = "/absent/driver.json";
  });

  it("cpu is not probed and says which provider runs", async () => {
    expect(await choose("cpu")).toEqual({ device: "cpu", proof: "onnxruntime 1.30.0 CPU provider, 2 threads" });
  });

  it.skipIf(process.platform !== "linux")("auto falls back and says why, webgpu refuses", async () => {
    const choice = await choose("auto");
    expect(choice.device).toBe("cpu");
    expect(choice.proof).toMatch(/^CPU: WebGPU is not available here \(.+\); onnxruntime 1\.30\.0 CPU provider/);
    await expect(choose("webgpu")).rejects.toMatchObject({ code: "compute/device" });
  });
});

describe.skipIf(driver === undefined)(`WebGPU on Vulkan in software${without}`, () => {
  beforeEach(() => {
    process.env["VK_ICD_FILENAMES"] = driver ?? "";
  });

  it("passes the trial where it is asked for; auto prefers the CPU, which is faster", { timeout: 30_000 }, async () => {
    const asked = await choose("webgpu");
    expect(asked.device).toBe("webgpu");
    expect(asked.proof).toMatch(/^WebGPU: 64×64 product equal to \de-\d, every node on the device; /);
    const auto = await choose("auto");
    expect(auto.device).toBe("cpu");
    expect(auto.proof).toMatch(/^CPU: WebGPU works but is no faster here/);
  });

  it(
    "a graph gives the same numbers as on the CPU; one that cannot go there whole says so",
    { timeout: 30_000 },
    async () => {
      const { createGraph, startCompute } = await import("../../src-main/runtime/index.ts");
      const graph = createGraph("mixed");
      const x = graph.input("x", "float32", ["n", 4]);
      const weight = graph.constant(
        Float32Array.from({ length: 12 }, (_, i) => Math.cos(i)),
        [3, 4],
      );
      const [values, places] = graph.opN(
        "TopK",
        [graph.op("Gemm", [x, weight], { transB: 1 }), graph.ints([2])],
        {},
        2,
      );
      if (values === undefined || places === undefined) throw new Error("two outputs");
      graph.output("values", values, "float32", ["n", 2]);
      graph.output("places", graph.op("Cast", [places], { to: 6 }), "int32", ["n", 2]);
      const bytes = graph.toBytes();
      const compute = startCompute({ threads: 1 });
      const data = Float32Array.of(1, -2, 3, 0.5, -1, 2, 0, 1);
      const outputs = [];
      for (const device of ["cpu", "webgpu"] as const) {
        const model = await compute.load({ bytes }, device);
        expect(model.device).toBe(device);
        outputs.push(await model.run({ x: { dtype: "float32", shape: [2, 4], data } }));
      }
      const [onCpu, onDevice] = outputs;
      expect(onDevice?.["places"]?.data).toEqual(onCpu?.["places"]?.data);
      onCpu?.["values"]?.data.forEach((value, i) => {
        expect(Number(onDevice?.["values"]?.data[i])).toBeCloseTo(Number(value), 5);
      });
      // The provider has no kernel that casts from int64: without the CPU's help this graph does not run.
      await expect(compute.load({ bytes }, "webgpu", { everyNodeOnDevice: true })).rejects.toMatchObject({
        code: "compute/device",
      });
      await compute.close();
    },
  );
});
