import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { associate, binaryLabels, correlationInterval } from "../../../src-main/evidence/index.ts";
import type { NeuronAssociation } from "../../../src-main/evidence/index.ts";
import { createRandom } from "../../../src-main/runtime/index.ts";

interface Film {
  readonly activation: number;
  readonly label: 0 | 1;
}

/** The association of one neuron over these films, as scoring computes it. */
function associated(films: readonly Film[]): NeuronAssociation {
  const firing = films
    .map(({ activation }, image) => ({ activation, image }))
    .filter(({ activation }) => activation > 0)
    .sort((one, other) => other.activation - one.activation);
  const posting = {
    neuron: 0,
    images: Uint32Array.from(firing, ({ image }) => image),
    values: Float32Array.from(firing, ({ activation }) => activation),
  };
  const values = new Map(films.map(({ label }, image) => [image, label] as const));
  return associate(posting, binaryLabels("Edema", values, new Set(values.keys())));
}

/** √(Σψ²)/n film by film, from the definition. */
function definedError(films: readonly Film[]): number {
  const n = films.length;
  const standardised = (column: readonly number[]): number[] => {
    const mean = column.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    return column.map((value) => (value - mean) / deviation);
  };
  const x = standardised(films.map(({ activation }) => Math.fround(activation)));
  const y = standardised(films.map(({ label }) => label));
  const r = x.reduce((sum, value, film) => sum + value * (y[film] ?? NaN), 0) / n;
  const squares = x.map((a, film) => {
    const b = y[film] ?? NaN;
    return (a * b - (r / 2) * (a * a + b * b)) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0)) / n;
}

describe("the standard error of a correlation", () => {
  const film = fc.record({
    activation: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 9, noNaN: true })),
    label: fc.constantFrom(0 as const, 1 as const),
  });

  it("equals the definition, film by film, and is none where fewer than ten films carry it (property)", () => {
    fc.assert(
      fc.property(fc.array(film, { minLength: 2, maxLength: 120 }), (films) => {
        const { correlation, correlationError } = associated(films);
        const positives = films.filter(({ label }) => label === 1).length;
        const fires = films.filter(({ activation }) => activation > 0).length;
        if (correlation === null || Math.min(positives, films.length - positives, fires) < 10)
          expect(correlationError).toBeNull();
        else expect(correlationError).toBeCloseTo(definedError(films), 9);
      }),
      { numRuns: 300 },
    );
  });

  /** A sparse neuron of a rare finding: it fires on half of the films with it and on 2 % of the others. */
  function sample(share: number, random: { next(): number }): Film[] {
    return Array.from({ length: 2000 }, () => {
      const label = random.next() < share ? 1 : 0;
      const fires = random.next() < (label === 1 ? 0.5 : 0.02);
      return { label, activation: fires ? -Math.log(1 - random.next()) : 0 };
    });
  }

  it.each([
    [0.01, 0.85],
    [0.05, 0.9],
    [0.2, 0.92],
  ])(
    "gives intervals that hold the truth, where a finding is on %d of the films, in at least %d of samples",
    (share, least) => {
      const random = createRandom("coverage of a correlation", 1);
      const mean = 0.5 * share + 0.02 * (1 - share);
      // Exponential activations: E x = mean, E x² = 2 mean.
      const truth = (0.5 * share - mean * share) / Math.sqrt((2 * mean - mean ** 2) * share * (1 - share));
      let [held, known] = [0, 0];
      for (let round = 0; round < 400; round++) {
        const { correlation, correlationError } = associated(sample(share, random));
        if (correlation === null || correlationError === null) continue;
        const [lower, upper] = correlationInterval(correlation, correlationError) ?? [NaN, NaN];
        known += 1;
        if (lower <= truth && truth <= upper) held += 1;
      }
      expect(known).toBeGreaterThan(390);
      expect(held / known).toBeGreaterThan(least);
      expect(held / known).toBeLessThan(0.98);
    },
  );
});
