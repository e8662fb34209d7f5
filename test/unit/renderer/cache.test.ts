import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecentAnswers } from "../../../src-renderer/state/cache.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("answers with a weight", () => {
  const heavy = (limit: number, weight: number) =>
    new RecentAnswers<number>(limit, { of: (answer) => answer, limit: weight });

  it("are held up to a weight in all, and what was used longest ago goes", async () => {
    const answers = heavy(10, 10);
    await answers.get("a", () => Promise.resolve(4));
    await answers.get("b", () => Promise.resolve(4));
    await answers.get("a", () => Promise.resolve(0));
    await answers.get("c", () => Promise.resolve(4));
    await settled();
    expect(["a", "b", "c"].map((key) => answers.has(key))).toEqual([true, false, true]);
  });

  it("keep the newest, however heavy it is", async () => {
    const answers = heavy(10, 10);
    await answers.get("light", () => Promise.resolve(1));
    await answers.get("heavy", () => Promise.resolve(99));
    await settled();
    expect([answers.has("light"), answers.has("heavy")]).toEqual([false, true]);
  });

  it("weigh nothing once they are forgotten", async () => {
    const answers = heavy(1, 10);
    await answers.get("a", () => Promise.resolve(9));
    await answers.get("b", () => Promise.resolve(9));
    answers.clear();
    await answers.get("c", () => Promise.resolve(9));
    await settled();
    expect(["a", "b", "c"].map((key) => answers.has(key))).toEqual([false, false, true]);
  });

  it("are not charged to a key that was asked again after it was forgotten", async () => {
    const answers = heavy(10, 10);
    let late: (value: number) => void = () => undefined;
    void answers.get("a", () => new Promise((resolve) => (late = resolve)));
    answers.clear();
    await answers.get("b", () => Promise.resolve(9));
    late(9);
    await settled();
    expect(answers.has("b")).toBe(true);
    await answers.get("a", () => Promise.resolve(1));
    await settled();
    expect([answers.has("a"), answers.has("b")]).toEqual([true, true]);
  });

  it("hold exactly what a plain list of the last used would hold", async () => {
    const keys = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1, maxLength: 20 });
    const weights = fc.record({ a: fc.nat(9), b: fc.nat(9), c: fc.nat(9), d: fc.nat(9), e: fc.nat(9) });
    await fc.assert(
      fc.asyncProperty(
        keys,
        weights,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(20),
        async (asked, weight, limit, most) => {
          const answers = heavy(limit, most);
          let model: ("a" | "b" | "c" | "d" | "e")[] = [];
          for (const key of asked) {
            await answers.get(key, () => Promise.resolve(weight[key]));
            await settled();
            model = [...model.filter((known) => known !== key), key];
            const held = () => model.reduce((sum, known) => sum + weight[known], 0);
            while (model.length > 1 && (model.length > limit || held() > most)) model.shift();
            expect(["a", "b", "c", "d", "e"].filter((known) => answers.has(known))).toEqual(model.toSorted());
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
