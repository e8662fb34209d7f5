import { describe, expect, it } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import type { MethodInput, MethodName, MethodOutput, NeuronRow } from "../../../src-preload/contract/index.ts";
import type { Client } from "../../../src-renderer/platform/index.ts";
import { Asked } from "../../../src-renderer/state/asked.svelte.ts";
import { NeuronTable } from "../../../src-renderer/state/neuron-table.svelte.ts";

const row = (neuron: number): NeuronRow => ({
  ...{ neuron, fires: 1, images: 9, density: 1 / 9, mean: 1, max: 1 },
  ...{ strongest: null, histogram: null, withFinding: null },
});

/** A list of neurons that stands in a client's place: by falling number where it is asked to, else by rising. */
function neuronsClient(all = 1030) {
  const asked: MethodInput<"evidence.neurons">[] = [];
  let failing = false;
  const call = (
    _name: MethodName,
    input: MethodInput<"evidence.neurons">,
  ): Promise<MethodOutput<"evidence.neurons">> => {
    asked.push(input);
    if (failing) return Promise.reject(new LightboxError("evidence/not-scored", "Not scored.", "Score."));
    const numbers = Array.from({ length: all }, (_, place) => (input.descending === true ? all - 1 - place : place));
    const { offset = 0, limit = 100 } = input;
    return Promise.resolve({
      ...{ total: all, all, images: 9, stale: false, scoredAt: "2026-11-27T12:00:00Z", policies: [] },
      neurons: numbers.slice(offset, offset + limit).map(row),
    });
  };
  // The table asks for nothing else.
  const client = { call } as unknown as Client;
  return { asked, client, fail: (is: boolean) => (failing = is) };
}

describe("NeuronTable", () => {
  it("asks for pages as they come into sight, each once", async () => {
    const { asked, client } = neuronsClient();
    const table = new NeuronTable(client);
    await table.choose("demo-sae", {}, 0);
    await Promise.all([table.want(180, 220), table.want(190, 230)]);
    await table.choose("demo-sae", {}, 0);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 100, 200]);
    expect(table.at(215)?.neuron).toBe(215);
    expect(table.at(315)).toBeUndefined();
    expect(table.facts?.total).toBe(1030);
  });

  it("holds the pages near what is looked at, and asks again for those far away", async () => {
    const many = neuronsClient(20_000);
    const table = new NeuronTable(many.client);
    await table.choose("demo-sae", {}, 0);
    for (let page = 0; page < 100; page++) await table.want(page * 100, page * 100);
    expect(table.at(9950)?.neuron).toBe(9950);
    expect(table.at(50)).toBeUndefined();
    await table.want(0, 10);
    expect(table.at(5)?.neuron).toBe(5);
  });

  it("keeps the rows on screen until another list has come, then shows only that", async () => {
    const { client } = neuronsClient();
    const table = new NeuronTable(client);
    await table.choose("demo-sae", {}, 0);
    await table.want(100, 150);
    const coming = table.choose("demo-sae", { sort: "neuron", descending: true }, 0);
    expect(table.at(3)?.neuron).toBe(3);
    await coming;
    expect(table.at(3)?.neuron).toBe(1026);
    expect(table.at(120)).toBeUndefined();
  });

  it("finds a neuron far down the list", async () => {
    const { asked, client } = neuronsClient();
    const table = new NeuronTable(client);
    await table.choose("demo-sae", { descending: true }, 0);
    expect(await table.locate(25)).toBe(1004);
    expect(table.at(1004)?.neuron).toBe(25);
    const asks = asked.length;
    expect(await table.locate(26)).toBe(1003);
    expect(asked.length).toBe(asks);
    expect(await table.locate(5000)).toBeNull();
  });

  it("asks for a list anew when it has been scored anew, and keeps its rows meanwhile", async () => {
    const { asked, client } = neuronsClient();
    const table = new NeuronTable(client);
    await table.choose("demo-sae", {}, 0);
    const { list } = table;
    const coming = table.choose("demo-sae", {}, 1);
    expect(table.at(3)?.neuron).toBe(3);
    await coming;
    expect(asked.length).toBe(2);
    expect(table.list).toBe(list);
  });

  it("tells why there is no list, and forgets that when there is one", async () => {
    const { client, fail } = neuronsClient();
    const table = new NeuronTable(client);
    fail(true);
    await table.choose("demo-sae", {}, 0);
    expect(table.trouble?.code).toBe("evidence/not-scored");
    fail(false);
    await table.refresh();
    expect(table.trouble).toBeNull();
    expect(table.at(0)?.neuron).toBe(0);
  });

  it("remembers where each list was left", () => {
    const table = new NeuronTable(neuronsClient().client);
    table.leaveAt("demo-sae", { finding: "Edema" }, { offset: 840, row: 21 });
    expect(table.placeOf("demo-sae", { finding: "Edema" })).toEqual({ offset: 840, row: 21 });
    expect(table.placeOf("demo-sae", {})).toEqual({ offset: 0, row: 0 });
  });
});

describe("Asked", () => {
  it("shows the answer to the newest question, whichever comes last", async () => {
    const asked = new Asked<string>();
    const slow = Promise.withResolvers<string>();
    const first = asked.ask("first", () => slow.promise);
    await asked.ask("second", () => Promise.resolve("of the second"));
    slow.resolve("of the first");
    await first;
    expect(asked.value).toBe("of the second");
  });

  it("tells a failure, and the next answer takes its place", async () => {
    const asked = new Asked<string>();
    await asked.ask("it", () => Promise.reject(new LightboxError("data/not-found", "Nothing there.", "Look again.")));
    expect(asked.trouble?.message).toBe("Nothing there.");
    expect(asked.value).toBeNull();
    await asked.ask("it", () => Promise.resolve("now"));
    expect([asked.value, asked.trouble]).toEqual(["now", null]);
  });
});
