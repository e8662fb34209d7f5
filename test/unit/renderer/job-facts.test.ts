import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Refusal } from "../../../src-preload/contract/index.ts";
import { groupRefusals, itemsPerSecond, refusalList, secondsTaken } from "../../../src-renderer/drawing/index.ts";
import { jobTitle } from "../../../src-renderer/messages/job-title.ts";

const refusal = (item: string, message: string, remedy = "Leave it out."): Refusal => ({
  item,
  error: { code: "intake/not-an-image", message, remedy },
});

describe("a job", () => {
  it("is told with the names of models", () => {
    const models = [{ id: "demo-sae", name: "Demo SAE" }];
    const titled = (title: string, hidden = false) => jobTitle({ kind: "score", title }, models, hidden);
    expect(titled("Score demo-sae")).toBe("Score Demo SAE");
    expect(titled("Score demo-sae-2")).toBe("Score demo-sae-2");
    expect(titled("Score demo-sae", true)).toBe("Score Demo SAE");
  });

  it("that imports names its files, but not where who is on them is hidden", () => {
    const job = { kind: "import" as const, title: "Import Mueller_1950.dcm and 3 more" };
    expect(jobTitle(job, [], false)).toBe(job.title);
    expect(jobTitle(job, [], true)).toBe("Import films");
  });

  it("has a rate where its end can be told: what is left over the time that is left", () => {
    expect(itemsPerSecond({ done: 40, total: 100, etaSeconds: 5 })).toBe(12);
    expect(itemsPerSecond({ done: 40, total: 100, etaSeconds: null })).toBeNull();
    expect(itemsPerSecond({ done: 100, total: 100, etaSeconds: 0 })).toBeNull();
  });

  it("took the time from its start to its end, or until now", () => {
    const startedAt = "2026-11-21T05:00:00.000Z";
    expect(secondsTaken({ startedAt, endedAt: "2026-11-21T05:01:30.500Z" }, 0)).toBe(90.5);
    expect(secondsTaken({ startedAt, endedAt: null }, Date.parse(startedAt) / 1000 + 7)).toBe(7);
    expect(secondsTaken({ startedAt, endedAt: null }, 0)).toBe(0);
  });
});

describe("refusals", () => {
  it("stand together by reason, the most frequent first, without the file's name in it", () => {
    const groups = groupRefusals([
      refusal("/in/empty.png", "empty.png: the file is empty.", "Copy it again."),
      refusal("/in/a.dcm", "a.dcm: this is a text file."),
      refusal("C:\\in\\b.dcm", "b.dcm: this is a text file."),
      refusal("/in/c.dcm", "c.dcm: this is a video."),
    ]);
    expect(groups.map(({ reason, remedy, files }) => [reason, remedy, files.map(({ name }) => name)])).toEqual([
      ["This is a text file.", "Leave it out.", ["a.dcm", "b.dcm", "c.dcm"]],
      ["The file is empty.", "Copy it again.", ["empty.png"]],
    ]);
    expect(groups[0]?.files.map(({ reason }) => reason)).toEqual([null, null, "This is a video."]);
    const [group] = groups;
    expect(group === undefined ? "" : refusalList(group)).toBe(
      "This is a text file.\nLeave it out.\n\n/in/a.dcm\nC:\\in\\b.dcm\n/in/c.dcm\tThis is a video.",
    );
  });

  it("are all there, each once", () => {
    const one = fc.record({
      item: fc.string(),
      error: fc.record({
        code: fc.constantFrom("intake/not-an-image" as const, "intake/broken-file" as const),
        message: fc.string(),
        remedy: fc.constantFrom("a", "b"),
      }),
    });
    fc.assert(
      fc.property(fc.array(one), (refusals) => {
        const groups = groupRefusals(refusals);
        const items = groups.flatMap(({ files }) => files.map(({ item }) => item));
        expect(items.toSorted()).toEqual(refusals.map(({ item }) => item).toSorted());
        const sizes = groups.map(({ files }) => files.length);
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      }),
    );
  });
});
