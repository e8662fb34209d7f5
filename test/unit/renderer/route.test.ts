import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageFilter } from "../../../src-preload/contract/index.ts";
import { neuronOrders } from "../../../src-preload/contract/index.ts";
import {
  addressOf,
  filterFromWords,
  filterToWords,
  isFiltering,
  parseAddress,
  sameFilter,
} from "../../../src-renderer/navigation/index.ts";
import type { NeuronTableQuery, Route } from "../../../src-renderer/navigation/index.ts";

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((value) => value.trim() !== "");
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const neuron = fc.nat({ max: 65_535 });
const some = { requiredKeys: [] } satisfies { requiredKeys: [] };

/** Filters as the views make them: a label only beside a finding, and "present" is never said. */
const filter: fc.Arbitrary<ImageFilter> = fc
  .record(
    {
      text,
      finding: text,
      label: fc.constantFrom(0 as const, -1 as const),
      view: text,
      projection: text,
      sex: text,
      ageFrom: number,
      ageTo: number,
      patient: text,
      dataSet: text,
    },
    some,
  )
  .map(({ label, ...rest }) => (label === undefined || rest.finding === undefined ? rest : { ...rest, label }));

const query: fc.Arbitrary<NeuronTableQuery> = fc.record(
  {
    sort: fc.constantFrom(...neuronOrders),
    descending: fc.constant(true),
    text,
    finding: text,
    firing: fc.constantFrom("firing" as const, "dead" as const),
    densityFrom: number,
    densityTo: number,
  },
  some,
);

const route: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ view: fc.constant("library" as const), filter }),
  fc.record({
    view: fc.constant("film" as const),
    image: fc.option(sha256),
    neuron: fc.oneof(neuron, fc.constantFrom("strongest" as const, "none" as const)),
    beside: fc.option(sha256),
    filter,
  }),
  fc.record({ view: fc.constant("neurons" as const), query }),
  fc.record({
    view: fc.constant("neuron" as const),
    sae: fc.option(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)),
    neuron,
    seed: fc.nat(),
  }),
  fc.record({ view: fc.constantFrom("jobs" as const, "settings" as const, "about" as const) }),
);

const beginning = { view: "film", image: null, neuron: "strongest", beside: null, filter: {} } as const;
const library = { view: "library", filter: {} } as const;

describe("an address", () => {
  it("leads to the place that it was made of", () => {
    fc.assert(
      fc.property(route, (place) => {
        expect(parseAddress(addressOf(place))).toEqual(place);
      }),
      { numRuns: 500 },
    );
  });

  it("survives a browser, which writes it in its own way", () => {
    fc.assert(
      fc.property(route, (place) => {
        const url = new URL(addressOf(place), "http://127.0.0.1:4000");
        expect(parseAddress(url.pathname + url.search)).toEqual(place);
      }),
    );
  });

  it("is known by heart", () => {
    expect(parseAddress("/")).toEqual(beginning);
    expect(parseAddress("/film")).toEqual(beginning);
    expect(parseAddress("/library?finding=Edema&label=uncertain")).toEqual({
      view: "library",
      filter: { finding: "Edema", label: -1 },
    });
    expect(parseAddress("/neurons?finding=Edema&sort=association&descending=true")).toEqual({
      view: "neurons",
      query: { finding: "Edema", sort: "association", descending: true },
    });
    expect(parseAddress("/neuron/-/250")).toEqual({ view: "neuron", sae: null, neuron: 250, seed: 1 });
    expect(addressOf({ view: "neuron", sae: "demo-sae", neuron: 250, seed: 7 })).toBe("/neuron/demo-sae/250?seed=7");
  });

  it("that is not known leads to the library", () => {
    expect(parseAddress("/nowhere/at/all")).toEqual(library);
    expect(parseAddress("/index.html")).toEqual(library);
  });

  it.each([
    ["//", beginning],
    ["//evil.example/film", library],
    ["http://[", library],
    ["/%", library],
    ["/%E0%A4%A", library],
    // What is no name of a film shows none, rather than another.
    ["/film/%00", { ...beginning, image: "0".repeat(64) }],
    ["/film/..%2f..%2fetc", { ...beginning, image: "0".repeat(64) }],
    ["/neuron/demo-sae/99999", { view: "neurons", query: {} }],
    ["/film?neuron=-1", beginning],
    ["/film?neuron=1e3", beginning],
    ["/film?beside=abc", beginning],
    ["/neuron/demo-sae/", { view: "neurons", query: {} }],
    ["/neuron/demo-sae/123456", { view: "neurons", query: {} }],
    ["/neuron/demo-sae/7?seed=-3", { view: "neuron", sae: "demo-sae", neuron: 7, seed: 1 }],
    ["/neurons?sort=__proto__&firing=all&densityFrom=NaN&descending=yes", { view: "neurons", query: {} }],
    ["/library?label=present", library],
    ["/library?finding=Edema&label=constructor", { view: "library", filter: { finding: "Edema" } }],
    ["/library?ageFrom=&ageTo=Infinity&text=%20", library],
  ])("that means harm does none: %s", (address, place) => {
    expect(parseAddress(address)).toEqual(place);
  });

  it("never throws, whatever it is", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .array(fc.constantFrom("/", "%", "?", "#", "film", "neuron", "[", "://", "=", "&", "\\", "\u0000", ".."))
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(hostile, (address) => {
        const place = parseAddress(address);
        // What was understood is a place of its own, and its address leads there.
        expect(parseAddress(addressOf(place))).toEqual(place);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a filter", () => {
  it("comes back from its words", () => {
    fc.assert(
      fc.property(filter, (given) => {
        expect(filterFromWords(filterToWords(given))).toEqual(given);
      }),
    );
  });

  it("is the same where it leaves the same films in", () => {
    expect(sameFilter({ finding: "Edema" }, { finding: "Edema", label: 1 })).toBe(true);
    expect(sameFilter({ label: 0 }, {})).toBe(true);
    expect(sameFilter({ text: " " }, {})).toBe(true);
    expect(sameFilter({ finding: "Edema" }, { finding: "Edema", label: 0 })).toBe(false);
    expect(sameFilter({ ageFrom: 0 }, {})).toBe(false);
  });

  it("says whether it leaves anything out", () => {
    expect([isFiltering({}), isFiltering({ text: "" }), isFiltering({ ageFrom: 0 })]).toEqual([false, false, true]);
  });
});
