import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { associate, binaryLabels, buildPostings } from "../../../src-main/evidence/index.ts";

/** Textbook Pearson correlation over two dense columns. */
function pearson(x: readonly number[], y: readonly number[]): number | null {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xy += (value - mx) * ((y[i] ?? NaN) - my);
    xx += (value - mx) ** 2;
    yy += ((y[i] ?? NaN) - my) ** 2;
  });
  return xx > 1e-12 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

/** AUROC by comparing every positive with every negative. */
function pairwiseArea(x: readonly number[], y: readonly number[]): number {
  let [wins, pairs] = [0, 0];
  x.forEach((a, i) => {
    x.forEach((b, j) => {
      if (y[i] !== 1 || y[j] !== 0) return;
      pairs++;
      wins += a > b ? 1 : a === b ? 0.5 : 0;
    });
  });
  return wins / pairs;
}

const column = fc.array(
  fc.record({
    activation: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 12 }).map((value) => value / 4),
    ),
    label: fc.constantFrom(0 as const, 1 as const),
  }),
  { minLength: 2, maxLength: 50 },
);

describe("associations from a posting list", () => {
  it("equal the dense formulas (property)", async () => {
    await fc.assert(
      fc.asyncProperty(column, async (rows) => {
        const codes = rows.map((row, image) => ({
          image: image * 7 + 3,
          indices: row.activation > 0 ? Uint16Array.of(0) : new Uint16Array(0),
          values: row.activation > 0 ? Float32Array.of(row.activation) : new Float32Array(0),
        }));
        const labelled = new Set(codes.map((code) => code.image));
        const values = new Map(codes.map((code, i) => [code.image, rows[i]?.label ?? 0] as const));
        const [posting] = await buildPostings(codes, 1);
        if (posting === undefined) throw new Error("one neuron has one posting list");
        const result = associate(posting, binaryLabels("Edema", values, labelled));
        const x = rows.map((row) => row.activation);
        const y = rows.map((row) => row.label as number);
        const both = y.includes(0) && y.includes(1);
        if (!both) {
          expect(result).toMatchObject({ correlation: null, auroc: null });
          return;
        }
        const expected = pearson(x, y);
        if (expected === null) expect(result.correlation).toBeNull();
        else expect(result.correlation).toBeCloseTo(expected, 9);
        expect(result.auroc).toBeCloseTo(pairwiseArea(x, y), 12);
      }),
    );
  });

  it("leaves uncertain images out, counts not mentioned as absent, and ignores images without any label", () => {
    const labels = binaryLabels(
      "Edema",
      new Map<number, 1 | 0 | -1>([
        [1, 1],
        [2, -1],
        [3, 0],
      ]),
      new Set([1, 2, 3, 4]),
    );
    expect([...labels.labels]).toEqual([
      [1, 1],
      [3, 0],
      [4, 0],
    ]);
    expect(labels.positives).toBe(1);
  });
});
