import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readDeepFilm } from "../../src-main/intake/index.ts";
import expectations from "./dicom-expectations.json" with { type: "json" };
import { expectSameFile } from "../support/deep-film.ts";

const root = process.env["LIGHTBOX_REAL_DATA"] ?? "";
if (root === "") console.log("Real films are not read at full depth: LIGHTBOX_REAL_DATA does not say where they are.");

describe.skipIf(root === "")("real films at full depth", () => {
  test("every decodable DICOM file shows the greys of its radiograph, and every other is refused alike", async () => {
    let wide = 0;
    for (const [file, { outcome }] of Object.entries(expectations)) {
      const path = join(root, file);
      if (outcome !== "ok") {
        await expect(readDeepFilm(path), file).rejects.toMatchObject({ code: outcome });
        continue;
      }
      if ((await expectSameFile(path)).levels instanceof Uint16Array) wide += 1;
    }
    expect(wide).toBeGreaterThan(25);
  });

  test("PNG and JPEG films do too", async () => {
    const folder = join(root, "cxr");
    const films = (await readdir(folder, { recursive: true })).filter((name) => /\.(png|jpg)$/.test(name)).sort();
    // Every tenth: the paths through the decoder are few, and the films many.
    const some = films.filter((_, place) => place % 10 === 0);
    expect(some.length).toBeGreaterThan(100);
    for (const name of some) await expectSameFile(join(folder, name));
  });
});
