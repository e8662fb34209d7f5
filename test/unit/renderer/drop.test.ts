import { afterEach, describe, expect, it, vi } from "vitest";
import { loopbackClient } from "../../../src-renderer/platform/loopback.ts";

const home = "/home.lightbox/films";

/** A file as a browser gives it from a chosen folder. */
function fileAt(place: string): File {
  return Object.assign(new File(["x"], place.replace(/^.*\//, "")), { webkitRelativePath: place });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a drop on a browser window", () => {
  const uploaded: string[] = [];
  const answering = (pathOf: (name: string) => string) => {
    uploaded.length = 0;
    vi.stubGlobal("fetch", (address: string) => {
      const name = new URL(address, "http://127.0.0.1").searchParams.get("name") ?? "";
      uploaded.push(name);
      return Promise.resolve(Response.json({ ok: true, value: { path: pathOf(name) } }));
    });
    return loopbackClient();
  };

  it("becomes one folder and its tables, however many films there are", async () => {
    const films = Array.from({ length: 300 }, (_, film) => fileAt(`set/train/patient${String(film)}/view1.jpg`));
    const client = answering((name) => `${home}/${name}`);
    const paths = await client.drop([...films.slice(0, 200), fileAt("set/train.csv"), ...films.slice(200)]);
    const drop = uploaded[0]?.split("/")[0] ?? "";
    expect(uploaded.every((name) => name.startsWith(`${drop}/set/`))).toBe(true);
    // The name survives on every disk, and reads well as the title of the job.
    expect(drop).toMatch(/^Dropped \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d [\da-f]{8}$/);
    expect(paths).toEqual([`${home}/${drop}`, `${home}/${drop}/set/train.csv`]);
  });

  it("of one film is that film", async () => {
    const client = answering((name) => `${home}/${name}`);
    expect(await client.drop([fileAt("film.dcm")])).toEqual([`${home}/${uploaded[0] ?? ""}`]);
  });

  it("keeps the paths of files that lie elsewhere", async () => {
    const client = answering((name) => `${home}/${name.split("/").at(-1) ?? ""}`);
    expect(await client.drop([fileAt("a/1.png"), fileAt("a/2.png")])).toEqual([`${home}/1.png`, `${home}/2.png`]);
  });
});
