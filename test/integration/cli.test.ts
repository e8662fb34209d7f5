import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const entry = join(import.meta.dirname, "..", "..", "src-main", "hosts", "cli-entry.ts");
let folder = "";
let workspace = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lightbox-cli-"));
  workspace = join(folder, "Test.lightbox");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
  /** From the signal, or from the start, to the end. */
  readonly milliseconds: number;
}

/** Runs a command in a process of its own; `interruptWhen` sends SIGINT as soon as it has said something that matches. */
function lightbox(words: readonly string[], interruptWhen?: RegExp): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, ...words], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let said = "";
    let began = performance.now();
    let interrupted = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (interrupted || interruptWhen?.test(said) !== true) return;
      interrupted = true;
      began = performance.now();
      child.kill("SIGINT");
    });
    child.once("close", (code) => {
      resolve({ code, out, said, milliseconds: performance.now() - began });
    });
  });
}

async function json(...words: string[]): Promise<unknown> {
  const { code, out, said } = await lightbox([...words, "--json"]);
  expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
  return JSON.parse(out);
}

describe("lightbox as a process", () => {
  it("makes a workspace and films, imports them once, and refuses a broken file with its reason", async () => {
    expect(await json("init", workspace)).toEqual({ workspace });
    const films = join(folder, "set");
    expect(await json("phantom", films, "--count", "3", "--seed", "5")).toMatchObject({ films: 3, count: 3, seed: 5 });
    const [film = ""] = readdirSync(join(films, "films"));
    // The beginning of a DICOM file and nothing after it.
    writeFileSync(join(films, "films", "broken.dcm"), readFileSync(join(films, "films", film)).subarray(0, 2000));
    const table = join(films, "train.csv");
    const refused = [{ error: { code: "intake/broken-file" } }];
    const first = await json("import", workspace, join(films, "films"), "--table", table);
    expect(first).toMatchObject({ images: 3, added: 3, known: 0, refused });
    const second = await json("import", workspace, join(films, "films"));
    expect(second).toMatchObject({ images: 3, added: 0, known: 3, refused });
    const dataSets = [{ value: "set", images: 3 }];
    expect(await json("info", workspace)).toMatchObject({ name: "Test", images: 3, explained: 0, dataSets });
    expect(await json("jobs", "list", workspace)).toMatchObject([{ state: "succeeded" }, { state: "succeeded" }]);
  });

  it("does not count a film that the table names and nobody has as known", async () => {
    const set = join(folder, "gaps");
    await json("phantom", set, "--count", "4", "--seed", "8");
    const [gone = "", broken = ""] = readdirSync(join(set, "films"));
    rmSync(join(set, "films", gone));
    writeFileSync(join(set, "films", broken), "no film");
    const table = join(set, "train.csv");
    const other = join(folder, "Gaps.lightbox");
    await json("init", other);
    const counts = async (): Promise<unknown> => {
      const { images, added, known, refused } = (await json(
        ...["import", other, join(set, "films"), join(set, "nowhere"), "--table", table],
      )) as Record<"images" | "added" | "known" | "refused", unknown>;
      return { images, added, known, refused: (refused as unknown[]).length };
    };
    expect(await counts()).toEqual({ images: 2, added: 2, known: 0, refused: 3 });
    expect(await counts()).toEqual({ images: 2, added: 0, known: 2, refused: 3 });
  });

  it("plans an import, follows a mapping, and scores under a policy", async () => {
    const set = join(folder, "plan");
    await json("phantom", set, "--count", "4", "--seed", "11");
    const films = join(set, "films");
    const [film = "", uncertain = ""] = readdirSync(films);
    const [table, mapping, bad] = ["clinic.tsv", "mapping.json", "bad.json"].map((name) => join(set, name));
    writeFileSync(table ?? "", `Bild\tStau\nfilms/${film}\tja\nfilms/${uncertain}\tunklar\nfilms/none.dcm\tnein\n`);
    const columns = [
      { column: "Bild", as: "path" },
      { column: "Stau", as: { finding: "oedema" } },
    ];
    const words = { positive: ["ja"], negative: ["nein"], uncertain: ["unklar"], notMentioned: [] };
    writeFileSync(mapping ?? "", JSON.stringify({ columns, words, listSeparator: "|" }));
    writeFileSync(bad ?? "", JSON.stringify({ columns, words: {}, listSeparator: "|" }));
    const planned = join(folder, "Plan.lightbox");
    await json("init", planned);
    const given = ["import", planned, films, "--table", table ?? "", "--mapping", mapping ?? ""];
    expect(await json(...given, "--dry-run")).toMatchObject({
      ...{ layout: "mapped", rows: 3, films: 4, filmsWithRow: 2, missing: { count: 1, first: ["films/none.dcm"] } },
      findings: [{ finding: "Edema", present: 1, absent: 1, uncertain: 1, notMentioned: 0 }],
    });
    const spoken = await lightbox([...given, "--dry-run"]);
    expect(spoken.out).toMatch(/Edema +1 +1 +1 +0\n[^]*Nothing was written\.\n$/);
    const wrong = await lightbox([...given.slice(0, -1), bad ?? ""]);
    expect([wrong.code, wrong.said]).toEqual([2, expect.stringMatching(/is no mapping: words\.positive/)]);
    expect(await json("info", planned)).toMatchObject({ images: 0 });
    expect(await json(...given)).toMatchObject({ added: 4, refused: [{ error: { code: "intake/not-found" } }] });
    await json("encode", planned, "--encoder", "demo-encoder", "--sae", "demo-sae", "--device", "cpu");
    const counted = async (...more: string[]): Promise<unknown> => {
      const { findings, policies } = (await json("score", planned, "--sae", "demo-sae", ...more)) as {
        readonly findings: readonly {
          readonly association: { readonly positives: number; readonly negatives: number };
        }[];
        readonly policies: readonly { readonly policy: string }[];
      };
      const { positives, negatives } = findings[0]?.association ?? {};
      return { positives, negatives, policies: policies.map(({ policy }) => policy) };
    };
    expect(await counted("--policy", "zeros")).toEqual({ positives: 1, negatives: 1, policies: ["zeros", "zeros"] });
    expect((await lightbox(["score", planned, "--sae", "demo-sae", "--policy", "ones"])).out).toContain(
      "Uncertain labels: counted as present.",
    );
  });

  it("keeps what the desktop window's process says away from stdout", () => {
    const start = JSON.stringify(join(entry, "..", "start.ts"));
    const words = `process.execPath, ["-e", "console.log('noise')"], ${JSON.stringify(folder)}`;
    const script = `const { runUntilExit } = await import(${start}); console.log(await runUntilExit(${words}));`;
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(run).toMatchObject({ stdout: "0\n", stderr: "noise\n" });
  });

  it("makes the same films from the same seed", async () => {
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    await json("phantom", one, "--count", "2", "--seed", "9");
    await json("phantom", two, "--count", "2", "--seed", "9");
    const names = readdirSync(join(one, "films")).sort();
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(readFileSync(join(one, "films", name)).equals(readFileSync(join(two, "films", name)))).toBe(true);
    }
  });

  it("ends within a second on Ctrl-C, with exit code 130 and one JSON document", async () => {
    const target = join(folder, "many");
    const ended = await lightbox(["phantom", target, "--count", "5000", "--json"], /making films/);
    expect(ended.code).toBe(130);
    expect(ended.milliseconds).toBeLessThan(1000);
    expect(JSON.parse(ended.out)).toMatchObject({ error: { code: "job/cancelled" } });
    const made = readdirSync(join(target, "films")).length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // Nothing is left that goes on drawing.
    expect(readdirSync(join(target, "films"))).toHaveLength(made);
    expect(existsSync(join(target, "truth.json"))).toBe(false);
  });
});
