import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import expectations from "./dicom-expectations.json" with { type: "json" };
import { expectExactMaps, succeed } from "../support/exact-maps.ts";
import { squeezenetId, writeSqueezenetPack } from "../support/squeezenet-pack.ts";
import { temporaryFolder } from "../support/workspace.ts";

const root = process.env["LIGHTBOX_REAL_DATA"] ?? "";
if (root === "") console.log("Real films are not explained: LIGHTBOX_REAL_DATA does not say where they are.");

/** Minutes for 1,200 films through one encoder on two busy cores. */
const patience = 15 * 60_000;

async function importAll(bench: Workbench, paths: string[], table?: string): Promise<Map<string, string>> {
  const { job } = await bench.api["intake.import"](table === undefined ? { paths } : { paths, table });
  await succeed(bench, job);
  const refusals = await bench.api["jobs.refusals"]({ job });
  return new Map(refusals.map(({ item, error }) => [item, error.code]));
}

async function everyImage(bench: Workbench): Promise<string[]> {
  const images: string[] = [];
  for (;;) {
    const page = await bench.api["images.list"]({ offset: images.length, limit: 500 });
    images.push(...page.images.map(({ image }) => image));
    if (page.images.length === 0) return images;
  }
}

describe.skipIf(root === "")("real films, all the way", () => {
  const folder = temporaryFolder();
  let bench: Workbench;

  beforeAll(async () => {
    bench = await openWorkbench(join(folder.path, "Real.lightbox"), { create: true });
  });
  afterAll(async () => {
    await bench.close();
    folder[Symbol.dispose]();
  });

  test(
    "every DICOM file goes in or is refused for its reason, and so does every film",
    { timeout: patience },
    async () => {
      const refused = await importAll(bench, [join(root, "dicom")]);
      for (const [file, { outcome }] of Object.entries(expectations))
        expect([file, refused.get(join(root, file)) ?? "ok"]).toEqual([file, outcome]);
      const style = join(root, "cxr", "nih_chexpert_style");
      const others = await importAll(bench, [join(root, "cxr")], join(style, "CheXpert-v1.0-small", "train.csv"));
      // Beside the films lie tables and licences, and nothing else is refused.
      for (const [item, code] of others) {
        expect(code).toBe("intake/not-an-image");
        expect(item).toMatch(/\.(csv|md)$|LICENSE$/);
      }
      const { images } = await bench.api["workspace.info"]({});
      expect(images).toBeGreaterThan(1150);
    },
  );

  test("every one of them is encoded and explained, with exact maps", { timeout: patience }, async () => {
    const { job } = await bench.api["encoder.encode"]({ encoder: "demo-encoder", sae: "demo-sae", device: "cpu" });
    await succeed(bench, job);
    expect(await bench.api["jobs.refusals"]({ job })).toEqual([]);
    const images = await everyImage(bench);
    expect((await bench.api["workspace.info"]({})).explained).toBe(images.length);
    // One in seven through the whole explanation; all of them went through the same encoder and SAE.
    for (const image of images.filter((_, place) => place % 7 === 0)) await expectExactMaps(bench, image, "demo-sae");
  });

  test(
    "a real encoder with a 13 × 13 grid runs as a graph, gets an SAE, and its maps are exact",
    { timeout: patience },
    async () => {
      const real = await openWorkbench(join(folder.path, "SqueezeNet.lightbox"), { create: true });
      try {
        await writeSqueezenetPack(root, join(folder.path, "pack"));
        const added = await real.api["models.add"]({ path: join(folder.path, "pack") });
        expect(added).toMatchObject({ id: squeezenetId, grid: [13, 13], embedding: 512 });
        await importAll(real, [join(root, "cxr", "nih", "images")]);
        const encoded = await real.api["encoder.encode"]({ encoder: squeezenetId, device: "cpu" });
        await succeed(real, encoded.job);
        const out = join(folder.path, "squeezenet-sae");
        const shape = { neurons: 128, k: 8, steps: 40, seed: 3 };
        await succeed(real, real.train({ encoder: squeezenetId, id: "squeezenet-sae", out, ...shape }).id);
        await real.api["models.add"]({ path: out });
        const coded = await real.api["encoder.encode"]({ encoder: squeezenetId, sae: "squeezenet-sae", device: "cpu" });
        await succeed(real, coded.job);
        const images = await everyImage(real);
        for (const image of images.slice(0, 20))
          expect(await expectExactMaps(real, image, "squeezenet-sae")).toBeLessThanOrEqual(8);
      } finally {
        await real.close();
      }
    },
  );
});
