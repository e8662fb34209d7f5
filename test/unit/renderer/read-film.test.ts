import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import type { ImageDetail } from "../../../src-preload/contract/index.ts";
import type { ExplainedFilm, FilmData, MappedNeuron, ShownFilm } from "../../../src-renderer/state/film-data.ts";
import { ReadFilm } from "../../../src-renderer/state/read-film.svelte.ts";

const changed = new LightboxError("image/changed", "view1.dcm is another film now.", "Import it again.");
const detail = (image: string) => ({ image, name: `${image}.dcm`, missing: false }) as ImageDetail;
const shown = (image: string) => ({ display: { image }, width: 1, height: 1 }) as ShownFilm;
const explained = (image: string) => ({ image, neurons: [] }) as unknown as ExplainedFilm;

function data(answers: Partial<FilmData>): FilmData {
  const usual: Partial<FilmData> = {
    detail: (image) => Promise.resolve(detail(image)),
    film: (image) => Promise.resolve(shown(image)),
    hasExplanation: () => true,
    explanation: (image) => Promise.resolve(explained(image)),
  };
  return { ...usual, ...answers } as unknown as FilmData;
}

/** Everything that is known to be on screen, by the film it belongs to. */
const onScreen = (film: ReadFilm) => [film.image, film.detail?.image, film.film?.display.image, film.explained?.image];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a film whose file has changed", () => {
  it("keeps its name and labels and says what is wrong", async () => {
    const film = new ReadFilm(data({ film: () => Promise.reject(changed) }));
    await film.open("a");
    expect(film.detail).toEqual(detail("a"));
    expect(film.film).toBeNull();
    expect(film.trouble).toMatchObject({ code: "image/changed", remedy: "Import it again." });
  });

  it("is forgotten when the next film is open, and shown when its file is back", async () => {
    let back = false;
    const film = new ReadFilm(
      data({ film: (image) => (image === "b" || back ? Promise.resolve(shown(image)) : Promise.reject(changed)) }),
    );
    await Promise.all([film.open("a"), film.open("b")]);
    expect([film.film?.display.image, film.trouble]).toEqual(["b", null]);
    await film.open("a");
    expect(film.trouble).not.toBeNull();
    back = true;
    await film.renew();
    expect([film.film?.display.image, film.trouble]).toEqual(["a", null]);
  });
});

describe("leafing", () => {
  const slow =
    <Answer>(milliseconds: number, answer: (image: string) => Answer) =>
    (image: string): Promise<Answer> =>
      new Promise((resolve) =>
        setTimeout(() => {
          resolve(answer(image));
        }, milliseconds),
      );

  it("keeps the film before, whole, until the next is there", async () => {
    const quick = new ReadFilm(data({ film: slow(80, shown) }));
    const first = quick.open("a");
    await vi.advanceTimersByTimeAsync(80);
    await first;
    void quick.explain("a", "sae");
    await vi.advanceTimersByTimeAsync(0);
    const next = quick.open("b");
    // What fires on the next film is known before the film itself.
    void quick.explain("b", "sae");
    await vi.advanceTimersByTimeAsync(79);
    expect(onScreen(quick).slice(0, 3)).toEqual(["a", "a", "a"]);
    expect(quick.explained).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    await next;
    expect(onScreen(quick)).toEqual(["b", "b", "b", "b"]);
  });

  it("clears the stage where the next film takes long, and never mixes two films", async () => {
    const film = new ReadFilm(data({ film: slow(500, shown) }));
    void film.open("a");
    await vi.advanceTimersByTimeAsync(500);
    void film.open("b");
    for (let waited = 0; waited < 600; waited += 20) {
      await vi.advanceTimersByTimeAsync(20);
      const films = new Set(onScreen(film).filter((image) => image !== undefined));
      expect(films.size).toBe(1);
      if (waited >= 100 && waited < 460) expect(film.film).toBeNull();
    }
    expect(onScreen(film).slice(0, 3)).toEqual(["b", "b", "b"]);
  });

  it("asks what fires only for a film that is stayed at", async () => {
    const asked: string[] = [];
    const film = new ReadFilm(
      data({
        hasExplanation: () => false,
        explanation: (image) => {
          asked.push(image);
          return Promise.resolve(explained(image));
        },
      }),
    );
    for (const image of ["a", "b", "c"]) {
      void film.open(image);
      void film.explain(image, "sae");
      await vi.advanceTimersByTimeAsync(40);
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual(["c"]);
    expect(onScreen(film)).toEqual(["c", "c", "c", "c"]);
  });
});

describe("what fires", () => {
  it("stays while it is asked for again, and a failure is told beside it", async () => {
    let fails = false;
    const film = new ReadFilm(
      data({ explanation: (image) => (fails ? Promise.reject(changed) : Promise.resolve(explained(image))) }),
    );
    await film.open("a");
    await film.explain("a", "sae");
    expect(film.explained?.image).toBe("a");
    fails = true;
    await film.explain("a", "sae");
    expect([film.explained?.image, film.explainTrouble?.code]).toEqual(["a", "image/changed"]);
    await film.open("b");
    expect(film.explainTrouble).toBeNull();
  });

  it("gives one neuron's map only on the film that it was asked for", async () => {
    const film = new ReadFilm(
      data({
        neuronOnFilm: (image, _sae, neuron) => Promise.resolve({ image, neuron, preActivation: -1 } as MappedNeuron),
      }),
    );
    await film.open("a");
    const asked = film.map("a", "sae", 5, () => true);
    await vi.advanceTimersByTimeAsync(60);
    await asked;
    expect(film.neuron(5)?.preActivation).toBe(-1);
    expect(film.neuron(6)).toBeNull();
    await film.open("b");
    expect(film.neuron(5)).toBeNull();
  });
});
