import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The reading view as a reader sees it. */
export function readingPage(page: Page) {
  const firing = page.getByRole("region", { name: "What fires here" });
  const strip = page.getByRole("region", { name: "Films", exact: true });
  return {
    title: page.getByRole("heading", { name: "Reading", exact: true }),
    firing,
    /** One button for each neuron that fires, strongest first. */
    neurons: firing.locator("button[data-neuron]"),
    /** Film n of m. */
    place: strip.getByText(/^(Film [\d,]+ of|No film)/),
    openFilm: strip.locator("[aria-current=true]"),
    films: strip.getByRole("button", { name: /^Film [\d,]+, / }),
    film: page.getByRole("img", { name: /^Chest film/ }),
    map: page.getByRole("img", { name: /^Map of neuron/ }),
    strongestFilms: firing.getByRole("button", { name: /^Open .*, activation / }),
    search: page.getByRole("searchbox", { name: "Search films" }),
    finding: page.getByRole("combobox", { name: "Finding present" }),
  };
}

/** "Film 3 of 24" → 24. */
export async function filmCount(page: Page): Promise<number> {
  const text = (await readingPage(page).place.textContent()) ?? "";
  return wholeNumber(/of ([\d,]+)/.exec(text)?.[1] ?? "");
}

/** The number by which the neuron of a row is known. */
export async function neuronOf(row: Locator): Promise<string> {
  const number = /^#[\d,]+/.exec((await row.innerText()).trim())?.[0];
  if (number === undefined) throw new Error("the row names no neuron");
  return number;
}

export interface Sum {
  readonly map: number;
  readonly constant: number;
  readonly preActivation: number;
  readonly gate: string;
}

/** The sum that the open row shows, read from the screen. */
export async function shownSum(firing: Locator): Promise<Sum> {
  const line = firing.getByText(/^map .* constant .* = pre-activation/);
  await expect(line).toHaveCount(1);
  const text = (await line.innerText()).replaceAll("\u2212", "-").replace(/\s+/g, " ");
  const parts = /map ([-+.\d]+), constant ([-+.\d]+) = pre-activation ([-+.\d]+), gate (\w+)/.exec(text);
  if (parts === null) throw new Error(`no sum in "${text}"`);
  const [, map, constant, preActivation, gate] = parts;
  return { map: Number(map), constant: Number(constant), preActivation: Number(preActivation), gate: gate ?? "" };
}

export interface CanvasFacts {
  /** FNV-1a over all bytes: equal for equal pictures. */
  readonly hash: number;
  /** Pixels that are neither clear nor grey. */
  readonly coloured: number;
  readonly clear: number;
  readonly pixels: number;
}

/** What is drawn on the canvas within a picture. */
export function canvasFacts(picture: Locator): Promise<CanvasFacts> {
  return picture.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let [hash, coloured, clear] = [0x811c9dc5, 0, 0];
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
      if (alpha === 0) clear += 1;
      else if (red !== green || green !== blue) coloured += 1;
      for (const byte of [red, green, blue, alpha]) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
    return { hash, coloured, clear, pixels: data.length / 4 };
  });
}

function wholeNumber(text: string): number {
  const value = Number(text.replaceAll(",", ""));
  if (text === "" || !Number.isSafeInteger(value)) throw new Error(`"${text}" is no number of films`);
  return value;
}
