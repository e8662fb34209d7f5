import { describe, expect, it } from "vitest";
import type { ModelInfo, WorkspaceInfo } from "../../../src-preload/contract/index.ts";
import { RecentAnswers } from "../../../src-renderer/state/cache.ts";
import { importRequest, tableNotice } from "../../../src-renderer/state/import-request.ts";
import { choosePacks } from "../../../src-renderer/state/packs.ts";

describe("importRequest", () => {
  it("takes films as paths and a CSV file as the table", () => {
    expect(importRequest(["/a/1.dcm", "/a/films"])).toEqual({ paths: ["/a/1.dcm", "/a/films"] });
    expect(importRequest(["/a/train.CSV", "/a/1.jpg"])).toEqual({ paths: ["/a/1.jpg"], table: "/a/train.CSV" });
  });

  it("looks for the films of a lone table in its folder", () => {
    expect(importRequest(["/data/chexpert/valid.csv"])).toEqual({
      paths: ["/data/chexpert"],
      table: "/data/chexpert/valid.csv",
    });
    expect(importRequest(["C:\\data\\valid.csv"]).paths).toEqual(["C:\\data"]);
  });

  it("takes the first of several tables, and says so", () => {
    const paths = ["/a/films", "/a/train.csv", "/a/valid.csv"];
    expect(importRequest(paths)).toEqual({ paths: ["/a/films"], table: "/a/train.csv" });
    expect(tableNotice(paths)).toMatch(/train\.csv; valid\.csv was not used/);
    expect(tableNotice([...paths, "C:\\b\\more.csv"])).toMatch(/train\.csv; 2 other tables were not used/);
    expect(tableNotice(paths.slice(0, 2))).toBeNull();
    expect(tableNotice(paths.slice(0, 1))).toBeNull();
  });
});

describe("choosePacks", () => {
  const model: ModelInfo = {
    id: "demo-encoder",
    kind: "encoder",
    name: "Demo encoder",
    version: "1",
    licence: "Apache-2.0",
    intendedUse: "",
    trainingData: "",
    hash: "",
    source: "bundled",
    grid: [7, 7],
    embedding: 256,
    neurons: null,
    encoder: null,
    card: "",
  };
  const sae: ModelInfo = { ...model, id: "demo-sae", kind: "sae", grid: null, neurons: 2048, encoder: "demo-encoder" };
  const info: WorkspaceInfo = {
    folder: "/demo.lightbox",
    name: "demo",
    version: "0.1.0",
    images: 0,
    studies: 0,
    patients: 0,
    explained: 0,
    encoder: null,
    sae: null,
    device: null,
  };

  const own = { ...model, id: "own" };
  const ownSae = { ...sae, id: "own-sae", encoder: "own" };

  it("stays with the pair in use", () => {
    expect(choosePacks({ ...info, encoder: "own", sae: "own-sae" }, [model, sae, own, ownSae])).toEqual({
      encoder: "own",
      sae: "own-sae",
    });
  });

  it.each([
    ["the SAE is another encoder's", { encoder: "own", sae: "demo-sae" }, [sae, own, model, ownSae]],
    ["the pair is no longer here", { encoder: "own", sae: "own-sae" }, [model, sae]],
    ["the encoder is no longer here", { encoder: "own", sae: "own-sae" }, [ownSae, model, sae]],
  ])("does not take what was used last where %s", (_, used, models) => {
    expect(choosePacks({ ...info, ...used }, models)).toEqual({ encoder: "demo-encoder", sae: "demo-sae" });
  });

  it("else takes the first SAE whose encoder is here", () => {
    const orphan = { ...sae, id: "orphan", encoder: "elsewhere" };
    expect(choosePacks(info, [orphan, sae, model])).toEqual({ encoder: "demo-encoder", sae: "demo-sae" });
    expect(choosePacks(info, [orphan, model])).toBeNull();
  });
});

describe("RecentAnswers", () => {
  it("asks once while it remembers, and forgets what was used longest ago", async () => {
    const asked: string[] = [];
    const answers = new RecentAnswers<string>(2);
    const get = (key: string) => answers.get(key, () => Promise.resolve(key + String(asked.push(key))));
    expect([await get("a"), await get("b"), await get("a"), await get("c"), await get("a"), await get("b")]).toEqual([
      "a1",
      "b2",
      "a1",
      "c3",
      "a1",
      "b4",
    ]);
  });

  it("does not keep a failure", async () => {
    const answers = new RecentAnswers<number>(2);
    await expect(answers.get("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(answers.get("a", () => Promise.resolve(1))).resolves.toBe(1);
  });
});
