import fc from "fast-check";
import { expect, test } from "vitest";
import { firstIds, idList, intersection, placeOf } from "../../../src-main/store/id-lists.ts";

const id = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4294967295 }));
const ids = fc.array(id, { maxLength: 40 });
const listOf = (...parts: readonly (readonly number[])[]): Uint32Array =>
  idList(parts.map((part) => Uint32Array.from(part)));
const rising = (list: readonly number[]): number[] => [...new Set(list)].sort((a, b) => a - b);

test("lists are rising and name each id once", () => {
  fc.assert(
    fc.property(fc.array(ids, { maxLength: 4 }), (parts) => {
      expect([...listOf(...parts)]).toEqual(rising(parts.flat()));
    }),
  );
  expect([...firstIds(4)]).toEqual([1, 2, 3, 4]);
  expect(firstIds(0)).toHaveLength(0);
});

test("an intersection holds what both hold, and a place is where an id stands", () => {
  fc.assert(
    fc.property(ids, ids, id, (a, b, other) => {
      const both = intersection(listOf(a), listOf(b));
      expect([...both]).toEqual(rising(a.filter((each) => b.includes(each))));
      for (const each of [...a, other]) {
        const place = rising(a).indexOf(each);
        expect(placeOf(listOf(a), each)).toBe(place < 0 ? undefined : place);
      }
    }),
  );
});
