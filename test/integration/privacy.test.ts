import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MethodOutput } from "../../src-preload/contract/index.ts";
import { basicProfile } from "../../src-main/intake/privacy/profile.ts";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import { imageElements, wordPixels, writeDicom } from "../support/dicom-file.ts";
import type { TestElement } from "../support/dicom-file.ts";

const sequence = /Sequence$/;
const marker = (keyword: string): string => `ZQ${createHash("md5").update(keyword).digest("hex").slice(0, 10)}`;

/** A film whose every identifying attribute holds a word of its own; `patient` and `date` tell films apart. */
function markedFilm(patient: string, date: string): Uint8Array {
  const marked = basicProfile
    .filter(({ tag }) => Number.parseInt(tag.slice(1, 5), 16) < 0x7fe0)
    .map(({ tag, keyword }): TestElement => {
      const number = Number.parseInt(tag.slice(1), 16);
      if (keyword === "PatientID") return [number, "LO", patient];
      if (keyword === "StudyDate") return [number, "DA", date];
      if (keyword === "PatientAge") return [number, "AS", "093Y"];
      if (sequence.test(keyword)) return [number, "SQ", [[[0x00080104, "LO", marker(keyword)]]]];
      return [number, "LO", marker(keyword)];
    });
  const others: TestElement[] = [
    [0x00091001, "LO", marker("private")],
    [0x00185101, "CS", "PA"],
  ];
  const taken = new Set(basicProfile.map(({ tag }) => Number.parseInt(tag.slice(1), 16)));
  const image = imageElements({ rows: 64, columns: 64, allocated: 16, stored: 12 }).filter(([tag]) => !taken.has(tag));
  const elements = [...image, ...others, ...marked].sort(([one], [other]) => one - other);
  const pixels = Array.from({ length: 4096 }, (_, at) => (at * 7 + patient.length + Number(date)) % 4096);
  return writeDicom({ elements: [...elements, wordPixels(pixels)] });
}

const markers = [...basicProfile.map(({ keyword }) => keyword), "private"].map(marker);
const patients = ["ZQPATIENTONE", "ZQPATIENTTWO"];

describe("a workspace", () => {
  let folder: string;
  let films: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lightbox-privacy-"));
    films = join(folder, "films");
    mkdirSync(films);
    writeFileSync(join(films, "a.dcm"), markedFilm("ZQPATIENTONE", "20200110"));
    writeFileSync(join(films, "b.dcm"), markedFilm("ZQPATIENTONE", "20200220"));
    writeFileSync(join(films, `ZQPATIENTTWO.dcm`), markedFilm("ZQPATIENTTWO", "20200110"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Imports, encodes, codes, scores and explains; gives back what the workspace then says of its films. */
  async function filled(name: string, paths: readonly string[], identity?: "keep") {
    const bench = await openWorkbench(join(folder, name), { create: true, compute: { threads: 1 } });
    const settled = async (started: { job: number }): Promise<void> => {
      expect(await bench.settled(started.job)).toMatchObject({ state: "succeeded", refused: 0 });
    };
    const imported = await bench.api["intake.import"]({ paths: [...paths], identity });
    await settled(imported);
    const outcome = await bench.api["intake.outcome"](imported);
    await settled(await bench.api["encoder.encode"]({ encoder: "demo-encoder", sae: "demo-sae", device: "cpu" }));
    await settled(await bench.api["evidence.score"]({ sae: "demo-sae" }));
    const details = await allFilms(bench);
    await bench.api["attribution.explain"]({ image: details[0]?.image ?? "", sae: "demo-sae" });
    await bench.close();
    return { details, outcome };
  }

  async function allFilms(bench: Workbench): Promise<MethodOutput<"images.get">[]> {
    const { images } = await bench.api["images.list"]({ offset: 0, limit: 100 });
    return Promise.all(images.map(({ image }) => bench.api["images.get"]({ image })));
  }

  function bytesBelow(place: string): Buffer {
    const parts = readdirSync(place, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => [Buffer.from(entry.name), readFileSync(join(entry.parentPath, entry.name))]);
    return Buffer.concat(parts);
  }

  it("holds nothing of what tells who is on its films, but the path of a source", { timeout: 90_000 }, async () => {
    const before = readdirSync(films).map(
      (name) => [readFileSync(join(films, name)), statSync(join(films, name))] as const,
    );
    const { details, outcome } = await filled("removed.lightbox", [films]);
    const bytes = bytesBelow(join(folder, "removed.lightbox"));
    for (const word of markers) expect(bytes.includes(word), word).toBe(false);
    expect(bytes.includes("ZQPATIENTONE")).toBe(false);
    // The one file that is named after its patient lies where it lies.
    const elsewhere = bytes
      .toString("latin1")
      .replaceAll("films/ZQPATIENTTWO.dcm", "")
      .replaceAll("films\\ZQPATIENTTWO.dcm", "");
    expect(elsewhere.includes("ZQPATIENTTWO")).toBe(false);

    const twice = details.find((film, place) =>
      details.slice(0, place).some(({ patient }) => patient === film.patient),
    );
    const one = details.filter(({ patient }) => patient === twice?.patient);
    expect([details.length, new Set(details.map(({ patient }) => patient)).size, one.length]).toEqual([3, 2, 2]);
    const days = one.map(({ studyDate }) => Date.parse(studyDate ?? "") / 86_400_000).sort((a, b) => a - b);
    expect((days[1] ?? NaN) - (days[0] ?? NaN)).toBe(41);
    expect(details.map(({ studyDate }) => studyDate)).not.toContain("2020-01-10");
    expect(details.every(({ identity, age }) => identity === "removed" && age === 90)).toBe(true);
    expect(details.map(({ name }) => name).filter((name) => name.startsWith("film-"))).toHaveLength(1);
    expect(outcome).toMatchObject({ added: 3, known: 0, refused: 0 });
    expect(outcome?.privacy).toMatchObject({
      identity: "remove",
      films: 3,
      datesShifted: 3,
      agesCapped: 3,
      namesReplaced: 1,
    });
    expect(outcome?.privacy.left).toEqual(expect.arrayContaining([{ attribute: "PatientName", films: 3 }]));

    // Sources are read and nothing else.
    readdirSync(films).forEach((name, place) => {
      const [content, facts] = before[place] ?? [];
      expect(readFileSync(join(films, name)).equals(content ?? Buffer.alloc(0))).toBe(true);
      expect(statSync(join(films, name)).mtimeMs).toBe(facts?.mtimeMs);
    });
  });

  it("gives a patient a name of its own, which no other workspace gives", { timeout: 90_000 }, async () => {
    const [one, other] = [await filled("one.lightbox", [films]), await filled("other.lightbox", [films])];
    const names = (details: readonly MethodOutput<"images.get">[]) => new Set(details.map(({ patient }) => patient));
    for (const patient of names(one.details)) expect(names(other.details).has(patient)).toBe(false);
  });

  it("keeps who is on a film where that is asked for", { timeout: 90_000 }, async () => {
    const { details, outcome } = await filled("kept.lightbox", [films], "keep");
    expect(new Set(details.map(({ patient }) => patient))).toEqual(new Set(patients));
    expect(details.every(({ identity, age }) => identity === "kept" && age === 93)).toBe(true);
    expect(outcome?.privacy).toMatchObject({ identity: "keep", left: [], datesShifted: 0 });
  });

  it("keeps its own copies of dropped films without their headers", { timeout: 90_000 }, async () => {
    const place = join(folder, "dropped.lightbox");
    const bench = await openWorkbench(place, { create: true, compute: { threads: 1 } });
    const source = readFileSync(join(films, "ZQPATIENTTWO.dcm"));
    const { path } = await bench.receive(
      "Dropped/ZQPATIENTTWO.dcm",
      (async function* () {
        yield await Promise.resolve(source);
      })(),
    );
    const { job } = await bench.api["intake.import"]({ paths: [path] });
    await bench.settled(job);
    const [film] = await allFilms(bench);
    expect(film).toMatchObject({ identity: "removed", missing: false });
    expect(await bench.api["images.display"]({ image: film?.image ?? "" })).toMatchObject({ range: [0, 4095] });
    await bench.close();
    const copies = bytesBelow(join(place, "films"));
    for (const word of [...markers, ...patients]) expect(copies.includes(word), word).toBe(false);
  });
});
