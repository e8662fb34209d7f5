import { describe, expect, it } from "vitest";
import { encodedBatches } from "../../../src-main/encoder/encode-batches.ts";
import type { ReadableFilm } from "../../../src-main/encoder/encode-batches.ts";
import { preparedFilms } from "../../../src-main/encoder/look-ahead.ts";

const films = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    path: `film ${String(i + 1)}`,
    sha256: "",
    ...{ fileSha256: "", frame: 1 },
    fileSize: 0,
    fileModified: 0,
  }));
const listed = (all: ReturnType<typeof films>) => (after: number, limit: number) =>
  all.filter((film) => film.id > after).slice(0, limit);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("preparedFilms", () => {
  it("keeps the order, carries failures, and never reads further ahead than asked", async () => {
    let started = 0;
    let taken = 0;
    const prepare = async ({ path }: { path: string }) => {
      started++;
      expect(started - taken).toBeLessThanOrEqual(7);
      await pause(path.endsWith("3") ? 8 : 1);
      if (path === "film 5") throw new Error("unreadable");
      return { input: Float32Array.of(Number(path.slice(5))) };
    };
    const found: unknown[] = [];
    for await (const film of preparedFilms(listed(films(20)), prepare, 6)) {
      taken++;
      found.push("input" in film ? film.input[0] : (film.error as Error).message);
    }
    expect(found).toEqual(films(20).map(({ id }) => (id === 5 ? "unreadable" : id)));
  });

  it("ends at once where nothing is pending", async () => {
    const never = () => Promise.reject(new Error("not asked"));
    for await (const film of preparedFilms(() => [], never, 6)) expect.fail(film.path);
  });
});

describe("encodedBatches", () => {
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* readable(count: number): AsyncGenerator<ReadableFilm> {
    for (const film of films(count)) yield { ...film, input: Float32Array.of(film.id, -film.id) };
  }
  /** An encoder that needs `perImage` milliseconds for each image, one run at a time. */
  function slowEncoder(perImage: number) {
    const sizes: number[] = [];
    let waiting = 0;
    let mostWaiting = 0;
    let queue: Promise<unknown> = Promise.resolve();
    const encode = (input: Float32Array, n: number) => {
      sizes.push(n);
      mostWaiting = Math.max(mostWaiting, ++waiting);
      const run = queue.then(() => pause(perImage * n));
      queue = run;
      return run.then(() => {
        waiting--;
        return { tokens: input, embedding: input.map((value) => 2 * value) };
      });
    };
    return { encode, sizes, mostWaiting: () => mostWaiting };
  }

  it("grows to 8 with a fast encoder, each film with its own result, one run ahead", async () => {
    const encoder = slowEncoder(1);
    const seen: number[] = [];
    for await (const { films: batch, encoded } of encodedBatches(readable(30), encoder.encode)) {
      batch.forEach((film, place) => {
        seen.push(film.id);
        expect(encoded.embedding[2 * place]).toBe(2 * film.id);
        expect(encoded.tokens[2 * place + 1]).toBe(-film.id);
      });
    }
    expect(seen).toEqual(films(30).map(({ id }) => id));
    expect(Math.max(...encoder.sizes)).toBe(8);
    expect(encoder.mostWaiting()).toBe(2);
  });

  it("keeps runs under 200 ms with a slow encoder", async () => {
    const encoder = slowEncoder(90);
    for await (const batch of encodedBatches(readable(8), encoder.encode)) expect(batch.films.length).toBeLessThan(3);
    expect(Math.max(...encoder.sizes)).toBe(2);
  });

  it("passes a failure on", async () => {
    const batches = encodedBatches(readable(3), () => Promise.reject(new Error("lost")));
    await expect(batches.next()).rejects.toThrow("lost");
  });
});
