import fc from "fast-check";
import { expect, it } from "vitest";
import { buildPostings } from "../../../src-main/evidence/index.ts";
import { createTurns } from "../../../src-main/evidence/turns.ts";

const firing = fc.tuple(
  fc.integer({ min: 0, max: 9 }),
  fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(-0, 65504, 2 ** -24, 0.1)),
);
const codes = fc
  .uniqueArray(
    fc.tuple(
      fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(2 ** 31, 2 ** 32 - 1)),
      fc.uniqueArray(firing, { selector: ([neuron]) => neuron, maxLength: 6 }),
    ),
    { selector: ([image]) => image, maxLength: 30 },
  )
  .map((rows) =>
    rows.map(([image, pairs]) => ({
      image,
      indices: Uint16Array.from(pairs, ([neuron]) => neuron),
      values: Float32Array.from(pairs, ([, value]) => value),
    })),
  );

it("holds every firing once, by falling activation, equal activations by image (property)", async () => {
  await fc.assert(
    fc.asyncProperty(codes, async (all) => {
      const postings = await buildPostings(all, 8);
      expect(postings.map((list) => list.neuron)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      for (const list of postings) {
        const expected = all
          .flatMap(({ image, indices, values }) => {
            const place = indices.indexOf(list.neuron);
            // A zero is a zero, whatever its sign.
            return place < 0 ? [] : [{ image, value: (values[place] ?? NaN) + 0 }];
          })
          .sort((a, b) => b.value - a.value || a.image - b.image);
        expect([...list.images]).toEqual(expected.map(({ image }) => image));
        expect([...list.values]).toEqual(expected.map(({ value }) => value));
      }
    }),
  );
});

it("gives others their turn between small pieces, and stops when it is told to", async () => {
  const many = Array.from({ length: 1000 }, (_, image) => ({
    image,
    indices: Uint16Array.from({ length: 8 }, (__, place) => (image + place * 50) % 500),
    values: new Float32Array(8).fill(1),
  }));
  let turns = 0;
  const take = (): Promise<void> => {
    turns += 1;
    return Promise.resolve();
  };
  const always = { due: () => true, take };
  await buildPostings(many, 500, always);
  // Each neuron's list is a piece of its own, and so are every few dozen codes, twice.
  expect(turns).toBeGreaterThanOrEqual(500 + 2 * Math.floor(1000 / 64));
  const stopped = createTurns(AbortSignal.abort(new Error("stopped")), 0);
  await expect(buildPostings(many, 500, stopped)).rejects.toThrow("stopped");
});
