import { copyFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeFilm, encodePng, openFilms, readRadiograph } from "../../../src-main/intake/index.ts";
import { drawPicture } from "../../support/pictures.ts";
import { temporaryFolder } from "../../support/workspace.ts";
import { openGate } from "../../support/film-gate.ts";

async function twoFilms(folder: string): Promise<{ a: string; b: string }> {
  const [a, b] = [join(folder, "a.png"), join(folder, "b.png")];
  await writeFile(a, await encodePng(drawPicture("noise", 40, 60)));
  await writeFile(b, await encodePng(drawPicture("ramp", 40, 60)));
  return { a, b };
}

test("another film under the path of an imported one is refused, by whoever reads it", async () => {
  using folder = temporaryFolder();
  const { a, b } = await twoFilms(folder.path);
  const { record, radiograph } = await decodeFilm({ path: a, frame: 1, gate: openGate });
  expect((await readRadiograph(record)).pixels).toEqual(radiograph.pixels);
  await copyFile(b, a);
  const refused = { code: "image/changed", message: `The file ${a} is no longer the film that was imported.` };
  await expect(readRadiograph(record)).rejects.toMatchObject(refused);
  const films = openFilms(1);
  try {
    await expect(films.read(record)).rejects.toMatchObject(refused);
    expect((await films.read(a)).width).toBe(40);
  } finally {
    await films.close();
  }
});

test("a change of the same length is noticed, a file that was only touched is not refused", async () => {
  using folder = temporaryFolder();
  const { a } = await twoFilms(folder.path);
  const { record, radiograph } = await decodeFilm({ path: a, frame: 1, gate: openGate });
  const later = new Date(record.fileModified + 60_000);
  await utimes(a, later, later);
  expect((await readRadiograph(record)).pixels).toEqual(radiograph.pixels);
  await writeFile(a, new Uint8Array(record.fileSize));
  await utimes(a, later, later);
  await expect(readRadiograph(record)).rejects.toMatchObject({ code: "image/changed" });
});

test("an imported film that is gone is named with its place", async () => {
  using folder = temporaryFolder();
  const { a } = await twoFilms(folder.path);
  const { record } = await decodeFilm({ path: a, frame: 1, gate: openGate });
  await rm(a);
  await expect(readRadiograph(record)).rejects.toMatchObject({
    code: "intake/not-found",
    message: `The film that was imported from ${a} is not there any more.`,
  });
});
