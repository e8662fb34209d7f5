import { describe, expect, it } from "vitest";
import type { FiringNeuron } from "../../../src-preload/contract/index.ts";
import type { NeuronChoice } from "../../../src-renderer/navigation/index.ts";
import type { ExplainedFilm, FilmData } from "../../../src-renderer/state/film-data.ts";
import { Reading } from "../../../src-renderer/state/reading.svelte.ts";

const firing = (neuron: number) => ({ neuron, activation: 10 - neuron / 10 }) as FiringNeuron;

/** Three neurons on a grid of one row and two columns, over a film of 200 × 100. */
function explanation(image: string): ExplainedFilm {
  return {
    ...({ image, neurons: [firing(7), firing(8), firing(9)] } as ExplainedFilm),
    grid: { rows: 1, columns: 2 },
    region: { x: 0, y: 0, width: 200, height: 100 },
    plain: Float32Array.of(3, -1, 2, 2, 1, 5),
    centred: Float32Array.of(0.5, 0, 2, 0, 0, -1),
  };
}

async function reading(choice: { neuron: NeuronChoice; centred?: boolean }): Promise<Reading> {
  const data = {
    detail: (image: string) => Promise.resolve({ image }),
    film: (image: string) => Promise.resolve({ display: { image } }),
    hasExplanation: () => true,
    explanation: (image: string) => Promise.resolve(explanation(image)),
  } as unknown as FilmData;
  const made = new Reading(data, () => ({ neuron: choice.neuron, centred: choice.centred ?? false }));
  await Promise.all([made.first.open("a"), made.first.explain("a", "sae")]);
  return made;
}

const order = (made: Reading) => made.rows.map((row) => row.firing.neuron);

describe("the neurons of a film", () => {
  it("stand by activation, the strongest of them open", async () => {
    const made = await reading({ neuron: "strongest" });
    expect(order(made)).toEqual([7, 8, 9]);
    expect([made.selected, made.shown]).toEqual([7, 7]);
    made.pointed = 9;
    expect([made.selected, made.shown]).toEqual([7, 9]);
  });

  it("keep the one that the address names, firing or not, or none", async () => {
    expect((await reading({ neuron: 8 })).selected).toBe(8);
    expect((await reading({ neuron: 500 })).selected).toBe(500);
    expect((await reading({ neuron: "none" })).selected).toBeNull();
  });

  it("are walked through from the open one, and not beyond the ends", async () => {
    const made = await reading({ neuron: 8 });
    expect([made.neighbour(-1), made.neighbour(1)]).toEqual([7, 9]);
    const last = await reading({ neuron: 9 });
    expect(last.neighbour(1)).toBe(9);
    const none = await reading({ neuron: "none" });
    expect([none.neighbour(-1), none.neighbour(1)]).toEqual([9, 7]);
  });
});

describe("a place of the film", () => {
  it("orders the neurons by what its cell adds, and opens the one that got most", async () => {
    const made = await reading({ neuron: "strongest" });
    made.ask({ pane: 0, x: 150, y: 50 });
    expect(made.probe?.cell).toEqual({ row: 0, column: 1 });
    expect(order(made)).toEqual([9, 8, 7]);
    expect(made.rows.map((row) => [row.share?.here, row.share?.sum])).toEqual([
      [5, 6],
      [2, 4],
      [-1, 2],
    ]);
    expect(made.selected).toBe(9);
    made.ask(null);
    expect([order(made), made.selected]).toEqual([[7, 8, 9], 7]);
  });

  it("goes by the centred map where that is the one that is seen", async () => {
    const made = await reading({ neuron: "strongest", centred: true });
    made.ask({ pane: 0, x: 10, y: 10 });
    expect(made.probe?.centred).toBe(true);
    expect(made.rows.map((row) => [row.firing.neuron, row.share?.here])).toEqual([
      [8, 2],
      [7, 0.5],
      [9, 0],
    ]);
  });

  it("opens its strongest over an earlier choice, until there is another choice", async () => {
    const choice: { neuron: NeuronChoice } = { neuron: 7 };
    const made = await reading(choice);
    made.ask({ pane: 0, x: 150, y: 50 });
    expect(made.selected).toBe(9);
    made.chosen();
    expect(made.selected).toBe(7);
    made.ask({ pane: 0, x: 10, y: 50 });
    made.ask({ pane: 0, x: 150, y: 50 });
    expect(made.selected).toBe(9);
  });

  it("outside what the encoder saw ranks nothing and leaves the list as it is", async () => {
    const made = await reading({ neuron: "strongest" });
    made.ask({ pane: 0, x: 150, y: 101 });
    expect(made.probe).toMatchObject({ cell: null, shares: [] });
    expect([order(made), made.selected]).toEqual([[7, 8, 9], 7]);
  });
});
