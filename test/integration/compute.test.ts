import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { createGraph, startCompute } from "../../src-main/runtime/index.ts";
import type { Compute, ComputeChild, Tensor } from "../../src-main/runtime/index.ts";
import { forkNode } from "../../src-main/runtime/compute-child.ts";

const runtime = pathToFileURL(join(import.meta.dirname, "../../src-main/runtime/index.ts")).href;
const children: ComputeChild[] = [];
let compute: Compute | undefined;

/** A client whose processes the test can see. */
function start(): Compute {
  compute = startCompute({
    threads: 1,
    fork: (entry) => {
      const child = forkNode(entry);
      children.push(child);
      return child;
    },
  });
  return compute;
}

afterEach(async () => {
  await compute?.close();
  children.length = 0;
});

const pidOf = (place: number): number => children[place]?.pid ?? -1;
const vector = (...values: number[]): Tensor => ({
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
});

/** y = factor · x */
function times(factor: number): Uint8Array {
  const graph = createGraph("times");
  const product = graph.op("Mul", [graph.input("x", "float32", ["n"]), graph.scalar(factor)]);
  graph.output("y", product, "float32", ["n"]);
  return graph.toBytes();
}

/** 150 products of 1024×1024 matrices, one after the other: a run of some seconds. */
function long(): Uint8Array {
  const size = 1024;
  const graph = createGraph("long");
  const x = graph.input("x", "float32", [1]);
  // Not x·W: onnxruntime packs a constant W anew for every product, and loading would take the seconds.
  let value = graph.op("Add", [graph.constant(new Float32Array(size * size).fill(1 / size), [size, size]), x]);
  for (let step = 0; step < 150; step++) value = graph.op("MatMul", [value, value]);
  graph.output("y", graph.op("ReduceMax", [value], { keepdims: 0 }), "float32", []);
  return graph.toBytes();
}

const wait = (time: number): Promise<void> => new Promise((done) => setTimeout(done, time));

async function ended(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await wait(20);
  }
  return false;
}

describe("a process that is lost", () => {
  it("kill -9 in the middle of a run rejects what was pending; the next load works, the old model does not", async () => {
    const client = start();
    const model = await client.load({ bytes: long() });
    const run = model.run({ x: vector(0) });
    const behind = client.load({ bytes: times(2) });
    const lost = Promise.all([
      expect(run).rejects.toMatchObject({
        code: "compute/lost",
        message: expect.stringContaining("SIGKILL") as string,
      }),
      expect(behind).rejects.toMatchObject({ code: "compute/lost", remedy: expect.stringMatching(/./) as string }),
    ]);
    await wait(100);
    process.kill(pidOf(0), "SIGKILL");
    await lost;
    await expect(model.run({ x: vector(1) })).rejects.toMatchObject({ code: "compute/lost" });
    await expect(model.release()).resolves.toBeUndefined();
    const next = await client.load({ bytes: times(3) });
    expect((await next.run({ x: vector(1, 2) }))["y"]?.data).toEqual(Float32Array.of(3, 6));
    expect(children).toHaveLength(2);
  });

  it("kill() is the hard cancel: quick, in the middle of a run, and loading goes on in a new process", async () => {
    const client = start();
    const model = await client.load({ bytes: long() });
    const run = expect(model.run({ x: vector(1) })).rejects.toMatchObject({ code: "compute/lost" });
    await wait(50);
    const from = performance.now();
    client.kill();
    await run;
    expect(await ended(pidOf(0))).toBe(true);
    expect(performance.now() - from).toBeLessThan(2000);
    await expect(client.load({ bytes: times(2) })).resolves.toBeDefined();
  });

  it("says so where the process cannot be started, and after close()", async () => {
    const broken = startCompute({ fork: () => forkNode("/absent/compute-process.js") });
    await expect(broken.load({ bytes: times(1) })).rejects.toMatchObject({ code: "compute/lost" });
    const client = start();
    await client.load({ bytes: times(1) });
    await client.close();
    expect(await ended(pidOf(0))).toBe(true);
    await expect(client.load({ bytes: times(1) })).rejects.toMatchObject({ code: "compute/lost" });
  });
});

describe("models", () => {
  it("two loads and their runs at once keep apart; wanted outputs only", async () => {
    const client = start();
    const [two, three] = await Promise.all([client.load({ bytes: times(2) }), client.load({ bytes: times(3) })]);
    const runs = [two, three, two, three].map((model) => model.run({ x: vector(1, 5) }, ["y"]));
    const results = (await Promise.all(runs)).map((outputs) => [...(outputs["y"]?.data ?? [])]);
    expect(results).toEqual([
      [2, 10],
      [3, 15],
      [2, 10],
      [3, 15],
    ]);
    expect(two.inputs).toEqual([{ name: "x", dtype: "float32", shape: ["n"] }]);
    expect(children).toHaveLength(1);
  });

  it("loads by path, and answers bad files, bad bytes and bad inputs with an error that lets the process live", async () => {
    const client = start();
    const folder = await mkdtemp(join(tmpdir(), "lightbox-compute-"));
    await writeFile(join(folder, "good.onnx"), times(2));
    await writeFile(join(folder, "bad.onnx"), times(2).subarray(0, 40));
    const good = await client.load({ path: join(folder, "good.onnx") });
    for (const source of [
      { path: join(folder, "bad.onnx") },
      { bytes: Uint8Array.of(1, 2, 3) },
      { bytes: unknownOp() },
    ])
      await expect(client.load(source)).rejects.toMatchObject({ code: "model/bad-graph" });
    await expect(client.load({ path: join(folder, "absent.onnx") })).rejects.toMatchObject({ code: "model/not-found" });
    const matrix: Tensor = { dtype: "float32", shape: [1, 2], data: new Float32Array(2) };
    const short: Tensor = { dtype: "float32", shape: [3], data: new Float32Array(2) };
    const whole: Tensor = { dtype: "int32", shape: [1], data: new Int32Array(1) };
    for (const feeds of [{}, { q: vector(1) }, { x: matrix }, { x: short }, { x: whole }])
      await expect(good.run(feeds)).rejects.toMatchObject({ code: "compute/failed" });
    await expect(good.run({ x: vector(1) }, ["z"])).rejects.toMatchObject({ code: "compute/failed" });
    expect((await good.run({ x: vector(4) }))["y"]?.data).toEqual(Float32Array.of(8));
    expect(children).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it("a released model is gone, a second release does nothing", async () => {
    const model = await start().load({ bytes: times(2) });
    await Promise.all([model.release(), model.release()]);
    await model.release();
    await expect(model.run({ x: vector(1) })).rejects.toMatchObject({ code: "compute/failed" });
  });

  it.skipIf(!existsSync("/proc/self/status"))("release gives the memory back: 15 models of 8 MB", async () => {
    const client = start();
    const folder = await mkdtemp(join(tmpdir(), "lightbox-release-"));
    const graph = createGraph("wide");
    const weight = graph.constant(
      new Float32Array(2 ** 21).map((_, i) => i),
      [2 ** 21],
    );
    const sum = graph.op("Add", [graph.input("x", "float32", [1]), weight]);
    graph.output("y", graph.op("ReduceMax", [sum], { keepdims: 0 }), "float32", []);
    await writeFile(join(folder, "wide.onnx"), graph.toBytes());
    const use = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        const model = await client.load({ path: join(folder, "wide.onnx") });
        await model.run({ x: vector(1) });
        await model.release();
      }
    };
    await use(3);
    const before = residentMegabytes(pidOf(0));
    await use(15);
    expect(residentMegabytes(pidOf(0)) - before).toBeLessThan(50);
    await rm(folder, { recursive: true });
  });
});

describe("its place among processes", () => {
  const script = `
    import { createGraph, startCompute } from "${runtime}";
    const graph = createGraph("g");
    graph.output("y", graph.op("Neg", [graph.input("x", "float32", ["n"])]), "float32", ["n"]);
    const compute = startCompute({ threads: 1 });
    await compute.load({ bytes: Uint8Array.of(1, 2, 3) }).catch(() => undefined);
    const model = await compute.load({ bytes: graph.toBytes() });
    const { y } = await model.run({ x: { dtype: "float32", shape: [1], data: Float32Array.of(2) } });
  `;
  const nodeArguments = (text: string): string[] => ["--input-type=module-typescript", "-e", text];

  it("writes nothing on our stdout, and does not keep a program alive that has ended its work", async () => {
    const text = `${script} process.stdout.write(JSON.stringify([...y!.data]));`;
    const { stdout } = await promisify(execFile)(process.execPath, nodeArguments(text), { timeout: 20_000 });
    expect(stdout).toBe("[-2]");
  });

  it.skipIf(!existsSync("/proc/self/status"))("ends when its parent is killed", async () => {
    const text = `${script} const { readFileSync } = await import("node:fs");
      process.stdout.write(readFileSync("/proc/self/task/" + process.pid + "/children", "utf8") + "\\n"); setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, nodeArguments(text), { stdio: ["ignore", "pipe", "ignore"] });
    const first = await new Promise<string>((done) =>
      parent.stdout.once("data", (data) => {
        done(String(data));
      }),
    );
    const child = Number(first.trim().split(" ")[0]);
    expect(readFileSync(`/proc/${String(child)}/cmdline`, "utf8")).toContain("compute-process");
    parent.kill("SIGKILL");
    expect(await ended(child)).toBe(true);
  });
});

function unknownOp(): Uint8Array {
  const graph = createGraph("unknown");
  graph.output("y", graph.op("NoSuchOperator", [graph.input("x", "float32", ["n"])]), "float32", ["n"]);
  return graph.toBytes();
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
