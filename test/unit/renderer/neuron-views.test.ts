import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neuronOrders } from "../../../src-preload/contract/index.ts";
import type { Association, FilmGroup } from "../../../src-preload/contract/index.ts";
import { addressOf, parseAddress } from "../../../src-renderer/navigation/index.ts";
import type { NeuronTableQuery } from "../../../src-renderer/navigation/index.ts";
import { linesOf } from "../../../src-renderer/views/neuron/association-lines.ts";
import { groupWords } from "../../../src-renderer/views/neuron/group-words.ts";
import { columnsFor, tileReachedBy } from "../../../src-renderer/views/neuron/tiles.ts";
import {
  densityStops,
  densityThumbs,
  leavesOut,
  sortedBy,
  withDensity,
  withFinding,
  withoutFilters,
} from "../../../src-renderer/views/neurons/columns.ts";
import { rowReachedBy } from "../../../src-renderer/views/neurons/rows.ts";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...more,
});

describe("the table's query", () => {
  const queries: fc.Arbitrary<NeuronTableQuery> = fc.record(
    {
      text: fc.constantFrom("edema", "250"),
      finding: fc.constantFrom("Edema", "Fracture"),
      firing: fc.constantFrom("firing", "dead"),
      sort: fc.constantFrom(...neuronOrders),
      descending: fc.constant(true as const),
      densityFrom: fc.constantFrom(...densityStops.slice(1)),
      densityTo: fc.constantFrom(...densityStops.slice(0, -1)),
    },
    { requiredKeys: [] },
  );
  const inAddress = (query: NeuronTableQuery) => addressOf({ view: "neurons", query });

  it("sorts the largest first, numbers from 0, and the other way round at the second click", () => {
    fc.assert(
      fc.property(queries, fc.constantFrom(...neuronOrders), (query, order) => {
        const once = sortedBy(query, order);
        const twice = sortedBy(once, order);
        expect(once.sort ?? "neuron").toBe(order);
        if ((query.sort ?? "neuron") !== order) expect(once.descending ?? false).toBe(order !== "neuron");
        expect(twice.descending ?? false).toBe(!(once.descending ?? false));
        expect(withoutFilters(once)).toEqual(withoutFilters(sortedBy(twice, order)));
      }),
    );
  });

  it("keeps a range of densities that the thumbs can show, and leaves the outermost stops out of the address", () => {
    const last = densityStops.length - 1;
    fc.assert(
      fc.property(queries, fc.nat(last), fc.nat(last), (query, one, other) => {
        const thumbs: [number, number] = [Math.min(one, other), Math.max(one, other)];
        const narrowed = withDensity(query, thumbs);
        expect(densityThumbs(narrowed)).toEqual(thumbs);
        expect("densityFrom" in narrowed).toBe(thumbs[0] > 0);
        expect("densityTo" in narrowed).toBe(thumbs[1] < last);
        expect(parseAddress(inAddress(narrowed))).toEqual({ view: "neurons", query: narrowed });
      }),
    );
  });

  it("takes a finding with its order, gives it back, and clearing leaves nothing out", () => {
    expect(withFinding({ text: "a" }, "Edema")).toEqual({
      ...{ text: "a", finding: "Edema", sort: "association", descending: true },
    });
    expect(withFinding({ finding: "Edema", sort: "max" }, null)).toEqual({ sort: "max" });
    fc.assert(
      fc.property(queries, (query) => {
        const cleared = withoutFilters(query);
        expect(leavesOut(cleared)).toBe(false);
        expect(cleared.sort).toBe(query.sort);
      }),
    );
  });
});

describe("rowReachedBy", () => {
  it("steps, pages and jumps within the list, and leaves other keys alone", () => {
    const reach = (key: string, from: number) => rowReachedBy(press(key), from, 1024, 15);
    expect(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"].map((key) => reach(key, 100))).toEqual([
      ...[99, 101, 85, 115, 0, 1023],
    ]);
    expect([reach("ArrowUp", 0), reach("ArrowDown", 1023), reach("PageDown", 1020)]).toEqual([0, 1023, 1023]);
    expect(reach("Enter", 5)).toBeNull();
    expect(rowReachedBy(press("ArrowDown", { ctrlKey: true }), 5, 1024, 15)).toBeNull();
    expect(rowReachedBy(press("ArrowDown"), 0, 0, 15)).toBeNull();
  });
});

describe("tileReachedBy", () => {
  const sizes = [8, 6, 0, 1, 8];
  const reach = (key: string, group: number, place: number) => tileReachedBy(press(key), [group, place], sizes);

  it("stays within a row, passes over empty rows and ends at the last film of a shorter one", () => {
    expect(reach("ArrowRight", 0, 7)).toEqual([0, 7]);
    expect(reach("ArrowLeft", 0, 0)).toEqual([0, 0]);
    expect(reach("ArrowDown", 0, 7)).toEqual([1, 5]);
    expect(reach("ArrowDown", 1, 5)).toEqual([3, 0]);
    expect(reach("ArrowUp", 3, 0)).toEqual([1, 0]);
    expect(reach("ArrowUp", 0, 2)).toEqual([0, 2]);
    expect(reach("ArrowDown", 4, 2)).toEqual([4, 2]);
    expect([reach("Home", 4, 5), reach("End", 1, 0)]).toEqual([
      [4, 0],
      [1, 5],
    ]);
    expect(reach("Enter", 0, 0)).toBeNull();
  });

  it("never leaves the films", () => {
    const keys = fc.constantFrom("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End");
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 40 }), (pressed) => {
        let at: readonly [number, number] = [0, 0];
        for (const key of pressed) at = tileReachedBy(press(key), at, sizes) ?? at;
        expect(at[1]).toBeLessThan(sizes[at[0]] ?? 0);
      }),
    );
  });
});

describe("columnsFor", () => {
  it("shows eight films where there is room, fewer where there is not, never less than three", () => {
    expect([columnsFor(990, 116), columnsFor(620, 116), columnsFor(200, 116), columnsFor(3000, 116)]).toEqual([
      ...[8, 5, 3, 8],
    ]);
  });
});

describe("linesOf", () => {
  const one = (finding: string, correlation: number | null, auroc: number | null, positives = 5): Association => ({
    ...{ finding, correlation, auroc, positives, negatives: 9 },
    correlationInterval: correlation === null ? null : [correlation - 0.1, correlation + 0.1],
    aurocInterval: auroc === null ? null : [auroc - 0.1, auroc + 0.1],
  });
  const all = [one("A", 0.1, 0.9), one("B", null, null, 0), one("C", -0.5, 0.2), one("D", 0.6, 0.7)];
  const order = (measure: "rho" | "auroc", byValue: boolean) =>
    linesOf(all, measure, byValue).map((line) => line.finding);

  it("sorts by what is measured with the undefined last, or leaves the table's order", () => {
    expect(order("rho", true)).toEqual(["D", "A", "C", "B"]);
    expect(order("auroc", true)).toEqual(["A", "D", "C", "B"]);
    expect(order("rho", false)).toEqual(["A", "B", "C", "D"]);
  });

  it("says why there is no value, and everything of one that there is", () => {
    const lines = linesOf(all, "rho", false);
    expect(lines[1]?.why).toBe("no film with it");
    expect(lines[2]?.spoken).toBe("−.50, 95 per cent interval [−.60, −.40], 5 films with it, 9 without");
    expect(lines[2]?.labels).toBe("5 / 9");
  });
});

describe("groupWords", () => {
  it("names the bands from the uppermost down, each with its range and its films", () => {
    const group = (kind: FilmGroup["kind"], from: number | null, to: number | null, films: number): FilmGroup => ({
      ...{ kind, from, to, films, examples: [] },
    });
    const named = groupWords([
      ...[
        group("strongest", 0, 8, 1200),
        group("band", 6, 8, 3),
        group("band", 4, 6, 1),
        group("silent", null, null, 9),
      ],
    ]);
    expect(named.map(({ title, range, films }) => `${title}, ${range}, ${films}`)).toEqual([
      "Strongest, up to 8.00, 1,200 films",
      "Top quarter, 6.00–8.00, 3 films",
      "Upper middle, 4.00–6.00, 1 film",
      "Not firing, activation 0, 9 films",
    ]);
  });
});
