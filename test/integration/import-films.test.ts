import { copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Connection from "better-sqlite3";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";
import { importFilms, openFilms, readDeepFilm } from "../../src-main/intake/index.ts";
import type { JobContext } from "../../src-main/jobs/index.ts";
import { createWorkspace, databaseName, openStore } from "../../src-main/store/index.ts";
import type { Store } from "../../src-main/store/index.ts";
import { imageElements, wordPixels, writeDicom } from "../support/dicom-file.ts";

let folder = "";
let store: Store;
let films = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lightbox-import-"));
  films = join(folder, "CheXpert-v1.0-small", "train");
  createWorkspace(join(folder, "w.lightbox"));
  store = openStore(join(folder, "w.lightbox"));
  for (let patient = 1; patient <= 3; patient++) {
    const study = join(films, `patient0000${String(patient)}`, "study1");
    await mkdir(study, { recursive: true });
    const film = { width: 200, height: 100, channels: 3, background: { r: patient, g: patient, b: patient } } as const;
    await writeFile(join(study, "view1_frontal.jpg"), await sharp({ create: film }).jpeg().toBuffer());
  }
});
afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true });
});

interface Watched extends JobContext {
  readonly refusals: { item: string; error: ErrorReport }[];
  readonly progressed: [number, number][];
}

function watch(signal: AbortSignal = new AbortController().signal): Watched {
  const refusals: Watched["refusals"] = [];
  const progressed: Watched["progressed"] = [];
  return {
    signal,
    refusals,
    progressed,
    step: () => undefined,
    progress: (done, total) => progressed.push([done, total]),
    refuse: (item, error) => refusals.push({ item, error }),
    outcome: () => undefined,
  };
}

async function writeTable(lines: string[]): Promise<string> {
  const table = join(folder, "CheXpert-v1.0-small", "train.csv");
  await writeFile(table, ["Path,Sex,Age,Frontal/Lateral,AP/PA,Edema,Fracture,Report", ...lines].join("\n"));
  return table;
}

const row = (patient: number, rest: string): string =>
  `CheXpert-v1.0-small/train/patient0000${String(patient)}/study1/view1_frontal.jpg,${rest}`;

test("a broken file is listed and the rest goes in; importing twice adds nothing", async () => {
  await writeFile(
    join(films, "torn.jpg"),
    (await readFile(join(films, "patient00001/study1/view1_frontal.jpg"))).subarray(0, 300),
  );
  await writeFile(join(films, "notes.png"), "only text\n");
  const first = watch();
  expect(await importFilms(store, { paths: [films] }, first)).toMatchObject({ added: 3, known: 0, refused: 2 });
  expect(first.refusals.map(({ error }) => [error.code, error.message.split(":")[0]])).toEqual([
    ["intake/not-an-image", "notes.png"],
    ["intake/broken-file", "torn.jpg"],
  ]);
  expect(first.progressed.at(-1)).toEqual([5, 5]);
  expect(await importFilms(store, { paths: [films] }, watch())).toMatchObject({ added: 0, known: 3, refused: 2 });
  expect(store.images.count()).toBe(3);
});

test("images come in by the order of their paths, with thumbnail, patient, study and view", async () => {
  await importFilms(store, { paths: [films] }, watch());
  const { images } = await store.images.list({ offset: 0, limit: 10 });
  expect(images.map((image) => image.patient)).toEqual(["patient00001", "patient00002", "patient00003"]);
  expect(images[0]).toMatchObject({ study: "study1", view: "Frontal", width: 200, height: 100, format: "JPEG" });
  const thumbnail = store.images.thumbnail(images[0]?.sha256 ?? "");
  expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 160, height: 80, format: "jpeg" });
});

test("a copy under another name is the same image; a file that was touched is looked at again", async () => {
  const film = join(films, "patient00001/study1/view1_frontal.jpg");
  await copyFile(film, join(films, "zz-copy.dcm"));
  expect(await importFilms(store, { paths: [films] }, watch())).toMatchObject({ added: 3, known: 1, refused: 0 });
  await utimes(film, new Date(), new Date());
  expect(await importFilms(store, { paths: [film] }, watch())).toMatchObject({ added: 0, known: 1, refused: 0 });
  expect(store.images.count()).toBe(3);
});

test("a table gives labels to the films it names and hides none of the others; missing ones are refused", async () => {
  const table = await writeTable([
    row(1, "Male,60,Frontal,AP,1.0,,Cloudy."),
    row(2, "Female,50,Frontal,PA,-1.0,0.0,"),
    row(9, ",,,,,,"),
  ]);
  const context = watch();
  expect(await importFilms(store, { paths: [folder], table }, context)).toMatchObject({
    added: 3,
    known: 0,
    refused: 1,
  });
  expect(context.refusals[0]?.error).toMatchObject({
    code: "intake/not-found",
    message: "view1_frontal.jpg: line 4 of train.csv names this film, but it is not there.",
  });
  const [first, second, third] = (await store.images.list({ offset: 0, limit: 10 })).images;
  expect(first).toMatchObject({ labels: { Edema: 1 }, report: "Cloudy.", sex: "M", age: 60, projection: "AP" });
  expect(second).toMatchObject({ labels: { Edema: -1, Fracture: 0 }, report: null, sex: "F" });
  expect(third).toMatchObject({ labels: {}, report: null, sex: null });
});

test("a table given later fills labels of films that are in; rows outside the paths are not asked for", async () => {
  await importFilms(store, { paths: [films] }, watch());
  const table = await writeTable([row(1, "Male,60,Frontal,AP,1.0,,"), row(2, "Male,60,Frontal,AP,0.0,,")]);
  const context = watch();
  const counts = await importFilms(store, { paths: [join(films, "patient00001")], table }, context);
  expect(counts).toMatchObject({ added: 0, known: 1, refused: 0 });
  expect(Array.from(store.images.labels("Edema"))).toHaveLength(1);
  expect(store.images.byPath(join(films, "patient00001/study1/view1_frontal.jpg"))).toMatchObject({ sex: "M" });
});

test("a table that names nothing that is there is refused as a whole", async () => {
  const table = await writeTable([row(8, ",,,,,,"), row(9, ",,,,,,")]);
  await expect(importFilms(store, { paths: [films], table }, watch())).rejects.toMatchObject({
    code: "intake/bad-table",
  });
});

async function dataSets(): Promise<(string | null)[]> {
  return (await store.images.list({ offset: 0, limit: 10 })).images.map((image) => image.dataSet);
}

test("films come with the folder that was given, a single file with the one it lies in, a table with its own", async () => {
  const film = join(films, "patient00001/study1/view1_frontal.jpg");
  await importFilms(store, { paths: [film, join(films, "patient00002"), films] }, watch());
  expect(await dataSets()).toEqual(["study1", "patient00002", "train"]);
});

test("a table gives its folder's name, and a film that has a data set keeps it", async () => {
  await importFilms(store, { paths: [join(films, "patient00001")] }, watch());
  const table = await writeTable([row(2, "Male,60,Frontal,AP,1.0,,")]);
  expect(await importFilms(store, { paths: [films], table }, watch())).toMatchObject({
    added: 2,
    known: 1,
    refused: 0,
  });
  expect(await dataSets()).toEqual(["patient00001", "CheXpert-v1.0-small", "CheXpert-v1.0-small"]);
});

test("a film from before data sets were kept gets one when it is imported again", async () => {
  await importFilms(store, { paths: [films] }, watch());
  const db = new Connection(join(store.folder, databaseName));
  db.exec("UPDATE images SET data_set = NULL WHERE id = 2; UPDATE data_sets SET name = 'old'");
  db.close();
  expect(await dataSets()).toEqual(["old", null, "old"]);
  expect(await importFilms(store, { paths: [films] }, watch())).toMatchObject({ added: 0, known: 3, refused: 0 });
  expect(await dataSets()).toEqual(["old", "train", "old"]);
});

test("a drop on a browser window is named by the one folder that was dropped, else by itself", async () => {
  const dropped = async (drop: string, paths: readonly string[]): Promise<string> => {
    for (const [place, path] of paths.entries()) {
      const target = join(store.folder, "films", drop, path);
      await mkdir(dirname(target), { recursive: true });
      const film = join(films, `patient0000${String(place + 1)}/study1/view1_frontal.jpg`);
      await copyFile(film, target);
    }
    return join(store.folder, "films", drop);
  };
  const one = await dropped("Dropped 1", ["NIH/a.jpg"]);
  // A film alone is given as its file.
  await importFilms(store, { paths: [join(one, "NIH", "a.jpg")] }, watch());
  expect(await dataSets()).toEqual(["NIH"]);
  const two = await dropped("Dropped 2", ["CheXpert/train/a.jpg", "CheXpert/valid/b.jpg"]);
  await importFilms(store, { paths: [two] }, watch());
  expect(await dataSets()).toEqual(["NIH", "CheXpert"]);
  const three = await dropped("Dropped 3", ["one/a.jpg", "two/b.jpg", "two/c.jpg"]);
  await importFilms(store, { paths: [three] }, watch());
  expect(await dataSets()).toEqual(["NIH", "CheXpert", "Dropped 3"]);
});

test.each([
  ["beside its folder", ["films/a.jpg", "table.csv"], "films"],
  ["in its folder", ["all/a.jpg", "all/table.csv"], "all"],
  ["beside loose films", ["a.jpg", "table.csv"], "Dropped 1"],
])("a table that was dropped %s", async (_, paths, name) => {
  const drop = join(store.folder, "films", "Dropped 1");
  for (const path of paths) {
    await mkdir(dirname(join(drop, path)), { recursive: true });
    if (path.endsWith(".csv")) await writeFile(join(drop, path), "Path\na.jpg\n");
    else await copyFile(join(films, "patient00001/study1/view1_frontal.jpg"), join(drop, path));
  }
  const table = join(drop, paths[1] ?? "");
  expect(await importFilms(store, { paths: [drop], table }, watch())).toMatchObject({ added: 1, known: 0, refused: 0 });
  expect(await dataSets()).toEqual([name]);
});

test("a cancelled import keeps what is done and goes on when it is called again", async () => {
  const many = join(folder, "many");
  await mkdir(many);
  // As many are in work at once; the sixth after those begins when at least six are done.
  const atOnce = 2 * Math.max(1, availableParallelism());
  const count = atOnce + 30;
  const nameOf = (index: number): string => `${String(index).padStart(4, "0")}.dcm`;
  for (let index = 0; index < count; index++) {
    const image = imageElements({ rows: 64, columns: 64, allocated: 16 });
    const pixels = wordPixels(Array.from({ length: 4096 }, (_, at) => at + index));
    await writeFile(join(many, nameOf(index)), writeDicom({ elements: [...image, pixels] }));
  }
  const controller = new AbortController();
  const context = watch(controller.signal);
  const byPath: Store["images"]["byPath"] = (path) => {
    if (path.endsWith(nameOf(atOnce + 5))) controller.abort(new Error("stopped"));
    return store.images.byPath(path);
  };
  const stopping = { ...store, images: { ...store.images, byPath } };
  await expect(importFilms(stopping, { paths: [many] }, context)).rejects.toThrow("stopped");
  const kept = store.images.count();
  expect(kept).toBeGreaterThanOrEqual(6);
  expect(kept).toBeLessThan(atOnce + 6);
  expect(context.refusals).toEqual([]);
  const rest = { added: count - kept, known: kept, refused: 0 };
  expect(await importFilms(store, { paths: [many] }, watch())).toMatchObject(rest);
});

test("films are read in a thread for whoever asks, and errors come across with their code", async () => {
  const opened = openFilms(1);
  try {
    const film = await opened.read(join(films, "patient00002/study1/view1_frontal.jpg"));
    expect([film.width, film.height, film.greys[film.levels[0] ?? 0]]).toEqual([200, 100, 2]);
    await expect(opened.read(join(films, "none.dcm"))).rejects.toMatchObject({ code: "intake/not-found" });
  } finally {
    await opened.close();
  }
});

test("every frame of a file can be a film; what is left out is told, and what is in already is known", async () => {
  const many = join(folder, "frames");
  await mkdir(many);
  const image = imageElements({ rows: 8, columns: 8, allocated: 16 }, [[0x00280008, "IS", "3"]]);
  const pixels = wordPixels(Array.from({ length: 3 * 64 }, (_, at) => at * 20));
  await writeFile(join(many, "three.dcm"), writeDicom({ elements: [...image, pixels] }));
  const first = watch();
  expect(await importFilms(store, { paths: [many] }, first)).toMatchObject({ added: 1, known: 0, refused: 1 });
  expect(first.refusals).toMatchObject([{ error: { code: "intake/frames-left-out" } }]);
  expect(first.refusals[0]?.error.message).toContain("frames 2–3 were left out");
  expect(await importFilms(store, { paths: [many], frames: "all" }, watch())).toMatchObject({
    added: 2,
    known: 1,
    refused: 0,
  });
  const films = (await store.images.list({ text: "three", offset: 0, limit: 9 })).images;
  expect(films.map(({ name, frame, frames }) => [name, frame, frames])).toEqual([
    ["three.dcm", 1, 3],
    ["three.dcm (frame 2)", 2, 3],
    ["three.dcm (frame 3)", 3, 3],
  ]);
  const ranges = await Promise.all(films.map(async (film) => (await readDeepFilm(film)).range));
  expect(ranges).toEqual([
    [0, 63 * 20],
    [64 * 20, 127 * 20],
    [128 * 20, 191 * 20],
  ]);
  const beyond = watch();
  expect(await importFilms(store, { paths: [many], frames: "7" }, beyond)).toMatchObject({ added: 0, refused: 1 });
  expect(beyond.refusals[0]?.error.message).toContain("has 3 frames");
});
