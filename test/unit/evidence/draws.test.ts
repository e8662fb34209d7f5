import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { missingId, shuffled } from "../../../src-main/evidence/draws.ts";
import { firstOf } from "../../../src-main/evidence/first-of.ts";
import { createRandom } from "../../../src-main/runtime/index.ts";

describe("shuffled", () => {
  it("gives every number once, the same for the same seed (property)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer(), (count, seed) => {
        const drawn = [...shuffled(count, createRandom("test", seed))];
        expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, place) => place));
        expect([...shuffled(count, createRandom("test", seed))]).toEqual(drawn);
      }),
    );
  });

  it("gives every order of three equally often", () => {
    const random = createRandom("orders", 1);
    const seen = new Map<string, number>();
    for (let round = 0; round < 6000; round++) {
      const order = [...shuffled(3, random)].join("");
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    // Five deviations of a binomial with 6000 draws and probability 1/6.
    for (const count of seen.values())
      expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(6000 * (1 / 6) * (5 / 6)));
  });
});

it("missingId goes through the ids that a list leaves out, in order (property)", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 })), fc.integer({ min: 0, max: 4e9 }), (held, first) => {
      const list = Uint32Array.from(held, (id) => first + id).sort();
      const missing = Array.from({ length: 80 }, (_, place) => first + place).filter((id) => !list.includes(id));
      expect(missing.map((_, rank) => missingId(list, first, rank))).toEqual(missing);
    }),
  );
});

it("firstOf is the beginning of the sorted list, equal ones in their order (property)", () => {
  const item = fc.record({ key: fc.integer({ min: 0, max: 5 }), place: fc.nat() });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), fc.integer({ min: 0, max: 12 }), (items, limit) => {
      const compare = (a: { key: number }, b: { key: number }): number => b.key - a.key;
      expect(firstOf(items, limit, compare)).toEqual(items.toSorted(compare).slice(0, limit));
    }),
  );
});
