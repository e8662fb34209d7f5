import { describe, expect, it } from "vitest";
import { looksWritten } from "../../../../src-main/intake/privacy/burned-in-text.ts";
import { componentsOf } from "../../../../src-main/intake/privacy/components.ts";
import { createRandom } from "../../../../src-main/runtime/index.ts";

/** Letters of five by seven, row by row from the top, as every bitmap font draws them. */
const glyphs: Readonly<Record<string, readonly string[]>> = {
  D: ["11110", "10001", "10001", "10001", "10001", "10001", "11110"],
  O: ["01110", "10001", "10001", "10001", "10001", "10001", "01110"],
  E: ["11111", "10000", "10000", "11110", "10000", "10000", "11111"],
  J: ["00111", "00010", "00010", "00010", "00010", "10010", "01100"],
  A: ["01110", "10001", "10001", "11111", "10001", "10001", "10001"],
  N: ["10001", "11001", "10101", "10011", "10001", "10001", "10001"],
  L: ["10000", "10000", "10000", "10000", "10000", "10000", "11111"],
  "1": ["00100", "01100", "00100", "00100", "00100", "00100", "01110"],
  "9": ["01110", "10001", "10001", "01111", "00001", "10001", "01110"],
};

/** A soft film with grain, 600 pixels high. */
function soft(seed: number, width = 500, height = 600) {
  const random = createRandom("soft film", seed);
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [(at % width) / width, Math.floor(at / width) / height];
    return 90 + 60 * Math.sin(3 * x) * Math.cos(4 * y) + 24 * (random.next() - 0.5);
  });
  return { width, height, pixels };
}

function write(film: ReturnType<typeof soft>, text: string, left: number, top: number, size: number, grey = 250): void {
  Array.from(text).forEach((letter, place) => {
    (glyphs[letter] ?? []).forEach((row, y) => {
      Array.from(row).forEach((dot, x) => {
        if (dot !== "1") return;
        for (let dy = 0; dy < size; dy++)
          for (let dx = 0; dx < size; dx++)
            film.pixels[(top + y * size + dy) * film.width + left + (place * 6 + x) * size + dx] = grey;
      });
    });
  });
}

describe("writing in a film", () => {
  it.each([1, 2, 3, 4])("is found near every edge, in letters of %d times five by seven", (size) => {
    const places = [
      [10, 8],
      [500 - 11 * 6 * size - 12, 8],
      [10, 600 - 8 * size - 8],
      // At the sides as much has to stand near the edge.
      ...(size < 3 ? [[4, 300] as const] : []),
    ] as const;
    for (const [left, top] of places) {
      const film = soft(size);
      expect(looksWritten(film)).toBe(false);
      write(film, "DOEJANE1919", left, top, size);
      expect(looksWritten(film)).toBe(true);
    }
  });

  it("is found dark on light and turned by a quarter too", () => {
    const dark = soft(9);
    dark.pixels.fill(220);
    write(dark, "DOEJANE", 20, 20, 2, 40);
    expect(looksWritten(dark)).toBe(true);
    const film = soft(10);
    write(film, "DOEJANE", 20, 20, 2);
    const turned = { width: film.height, height: film.width, pixels: new Uint8Array(film.pixels.length) };
    for (let y = 0; y < film.height; y++)
      for (let x = 0; x < film.width; x++)
        turned.pixels[x * film.height + (film.height - 1 - y)] = film.pixels[y * film.width + x] ?? 0;
    expect(looksWritten(turned)).toBe(true);
  });

  it("is no laterality marker, no writing in the middle, and no grain", () => {
    const marked = soft(11);
    write(marked, "L", 420, 30, 6);
    write(marked, "DJ", 420, 90, 3);
    expect(looksWritten(marked)).toBe(false);
    const middle = soft(12);
    write(middle, "DOEJANE", 200, 300, 3);
    expect(looksWritten(middle)).toBe(false);
    for (let seed = 20; seed < 40; seed++) expect(looksWritten(soft(seed))).toBe(false);
  });

  it("is looked for in films of any size", () => {
    for (const [width, height] of [
      [1, 1],
      [1, 50],
      [50, 1],
      [3000, 9],
    ] as const)
      expect(looksWritten({ width, height, pixels: new Uint8Array(width * height).fill(7) })).toBe(false);
  });
});

it("components are what hangs together by sides or corners", () => {
  const mask = Uint8Array.from([1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0]);
  expect(componentsOf(mask, 4, 4)).toEqual([
    { left: 0, top: 0, right: 1, bottom: 1, pixels: 2 },
    { left: 3, top: 0, right: 3, bottom: 1, pixels: 2 },
    { left: 0, top: 3, right: 1, bottom: 3, pixels: 2 },
  ]);
  expect([...mask].every((bit) => bit === 0)).toBe(true);
});
