import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neuronOrders } from "../../../src-preload/contract/index.ts";
import { arrange } from "../../../src-main/evidence/index.ts";
import type { FindingColumn, NeuronTable, TableQuery } from "../../../src-main/evidence/index.ts";
import type { StoredAssociation, StoredNeuron } from "../../../src-main/store/index.ts";

const images = 50;
const findings = ["Edema", "Pleural Effusion"];

interface Facts {
  readonly fires: number;
  readonly sum: number;
  /** Correlation with each finding; null where it is not defined. */
  readonly correlations: readonly (number | null)[];
}

/** Associations of one neuron; one that never fires has none. */
function associationsOf({ fires, correlations }: Facts): StoredAssociation[] {
  if (fires === 0) return [];
  return correlations.map((correlation, place) => {
    return {
      finding: findings[place] ?? "",
      correlation,
      correlationError: 0.1,
      auroc: 0.5,
      positives: 3,
      negatives: 4,
    };
  });
}

function makeTable(facts: readonly Facts[]): NeuronTable {
  const neurons = facts.map((each, neuron): StoredNeuron => {
    const size = ({ correlation }: StoredAssociation): number => Math.abs(correlation ?? 0);
    const known = associationsOf(each).filter(({ correlation }) => correlation !== null);
    const strongest = known.sort((a, b) => size(b) - size(a))[0] ?? null;
    return { neuron, fires: each.fires, sum: each.sum, max: each.sum, histogram: null, strongest };
  });
  return { images, neurons };
}

function makeColumn(facts: readonly Facts[], finding: string): FindingColumn {
  const rows = facts.flatMap((each, neuron) => {
    const found = associationsOf(each).find((association) => association.finding === finding);
    return found === undefined ? [] : [[neuron, found] as const];
  });
  return new Map(rows);
}

const someFacts: fc.Arbitrary<Facts> = fc.record({
  fires: fc.integer({ min: 0, max: 4 }),
  sum: fc.integer({ min: 0, max: 5 }),
  correlations: fc.tuple(...findings.map(() => fc.option(fc.integer({ min: -3, max: 3 }).map((value) => value / 4)))),
});
const plain: TableQuery = { sort: "neuron", descending: false, firing: "all" };
const numbers = (table: NeuronTable, query: Partial<TableQuery>, column?: FindingColumn): number[] =>
  arrange(table, { ...plain, ...query }, column).map(({ neuron }) => neuron);

/** The value a neuron is sorted by, straight from the facts. */
function keyOf({ fires, sum, correlations }: Facts, neuron: number, sort: string, finding?: string): number | null {
  const defined = fires === 0 ? [] : correlations.filter((value) => value !== null);
  switch (sort) {
    case "neuron":
      return neuron;
    case "density":
      return fires / images;
    case "mean":
      return fires === 0 ? null : sum / fires;
    case "max":
      return fires === 0 ? null : sum;
    default:
      if (finding !== undefined) return fires === 0 ? null : (correlations[findings.indexOf(finding)] ?? null);
      return defined.length === 0 ? null : Math.max(...defined.map(Math.abs));
  }
}

describe("the table of neurons", () => {
  it("is sorted by its key, nothing defined last in both directions, equal ones by neuron (property)", () => {
    fc.assert(
      fc.property(
        fc.array(someFacts, { maxLength: 30 }),
        fc.constantFrom(...neuronOrders),
        fc.boolean(),
        fc.option(fc.constantFrom(...findings, "Nothing of this name"), { nil: undefined }),
        (facts, sort, descending, finding) => {
          const column = finding === undefined ? undefined : makeColumn(facts, finding);
          const shown = numbers(makeTable(facts), { sort, descending }, column);
          expect(shown.toSorted((a, b) => a - b)).toEqual(facts.map((_, neuron) => neuron));
          const keys = shown.map((neuron) => keyOf(facts[neuron] as Facts, neuron, sort, finding));
          for (let place = 1; place < shown.length; place++) {
            const [before, now] = [keys[place - 1] ?? null, keys[place] ?? null];
            if (before === now) expect(shown[place - 1]).toBeLessThan(shown[place] as number);
            else if (now !== null) {
              expect(before).not.toBeNull();
              expect(descending ? now < (before as number) : now > (before as number)).toBe(true);
            }
          }
        },
      ),
    );
  });

  it("holds the neurons that pass every filter (property)", () => {
    const share = fc.option(
      fc.integer({ min: 0, max: 4 }).map((fires) => fires / images),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.array(someFacts, { maxLength: 30 }),
        fc.constantFrom("all" as const, "firing" as const, "dead" as const),
        share,
        share,
        (facts, firing, densityFrom, densityTo) => {
          const expected = facts.flatMap(({ fires }, neuron) => {
            const fits = firing === "all" || (firing === "dead" ? fires === 0 : fires > 0);
            const inside = fires / images >= (densityFrom ?? 0) && fires / images <= (densityTo ?? 1);
            return fits && inside ? [neuron] : [];
          });
          expect(numbers(makeTable(facts), { firing, densityFrom, densityTo })).toEqual(expected);
        },
      ),
    );
  });

  const many = makeTable(
    Array.from({ length: 260 }, (_, neuron) => ({
      fires: neuron % 2,
      sum: 1,
      correlations: neuron < 100 ? [0.5, -0.2] : [0.1, -0.7],
    })),
  );

  it.each(["25", "#25", " 25 "])("finds %j at the beginning of a neuron's number", (text) => {
    expect(numbers(many, { text })).toEqual([25, ...Array.from({ length: 10 }, (_, place) => 250 + place)]);
  });

  it("finds other text in the name of the strongest finding, whatever its case", () => {
    const effusion = numbers(many, { text: "EFFUSION" });
    expect(effusion[0]).toBe(101);
    expect(effusion).toHaveLength(80);
    expect(numbers(many, { text: "pleural e" })).toEqual(effusion);
    expect(numbers(many, { text: "fracture" })).toEqual([]);
    // A neuron that never fires goes with nothing.
    expect(numbers(many, { text: "e", firing: "dead" })).toEqual([]);
  });

  it.each(["", " ", "#"])("leaves nothing out for %j", (text) => {
    expect(numbers(many, { text })).toHaveLength(260);
  });
});
