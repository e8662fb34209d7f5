import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The lightbox as a reader sees it. */
export function lightboxPage(page: Page) {
  const firing = page.getByRole("region", { name: /^What fires/ });
  const strip = page.getByRole("region", { name: "Films", exact: true });
  return {
    title: page.getByRole("heading", { name: "Reading", exact: true }),
    firing,
    /** One button for each neuron that fires, strongest first. */
    neurons: firing.locator("button[data-neuron]"),
    /** Film n of m. */
    place: strip.getByText(/^(Film [\d,]+ of|No film)/),
    openFilm: strip.locator("[aria-current=true]"),
    /** Thumbnails of the list that are in sight. */
    films: strip.getByRole("button", { name: /^Film [\d,]+, / }),
    film: page.getByRole("img", { name: /^Chest film/ }),
    map: page.getByRole("img", { name: /^Map of neuron/ }),
    strongestFilms: firing.getByRole("link", { name: /^Open .*, activation / }),
    search: page.getByRole("searchbox", { name: "Search films" }),
    finding: page.getByRole("combobox", { name: /^Finding present/ }),
    /** Films to choose from for the place beside. */
    candidates: page.getByRole("dialog", { name: "Beside this film" }).getByRole("button"),
    patient: page.getByRole("group", { name: "Films of this patient" }),
    /** All of the film's pane, on which pointer and arrow keys work. */
    surface: page.getByRole("application", { name: /^Surface of the film|row|outside/ }),
  };
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
  const text = plainMinus(await line.innerText()).replace(/\s+/g, " ");
  const parts = /map ([-+.\d]+), constant ([-+.\d]+) = pre-activation ([-+.\d]+), gate (\w+)/.exec(text);
  if (parts === null) throw new Error(`no sum in "${text}"`);
  const [, map, constant, preActivation, gate] = parts;
  return { map: Number(map), constant: Number(constant), preActivation: Number(preActivation), gate: gate ?? "" };
}

/** What the asked cell adds to the neuron of a row, read from the screen. */
export async function shownShare(row: Locator): Promise<{ here: number; sum: number; digits: number }> {
  const text = plainMinus(await row.innerText());
  const parts = /adds ([-+]?[.\d]+) of ([-+]?[.\d]+) from here/.exec(text);
  if (parts === null) throw new Error(`no share in "${text}"`);
  const [, here = "", sum = ""] = parts;
  return { here: Number(here), sum: Number(sum), digits: here.split(".")[1]?.length ?? 0 };
}

function plainMinus(text: string): string {
  return text.replaceAll("\u2212", "-");
}

export interface CanvasFacts {
  /** FNV-1a over all bytes: equal for equal pictures. */
  readonly hash: number;
  /** Pixels that are neither clear nor grey. */
  readonly coloured: number;
  readonly clear: number;
  readonly pixels: number;
}

/** What is drawn on the canvas within a picture, whichever way it is drawn. */
export function canvasFacts(picture: Locator): Promise<CanvasFacts> {
  return picture.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
    copy?.drawImage(canvas, 0, 0);
    const { data } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
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

/** The film of an address, and the neuron that it names. */
export function addressedFilm(page: Page): { image: string; neuron: string | null; beside: string | null } {
  const url = new URL(page.url());
  const image = /\/film\/([0-9a-f]{64})$/.exec(url.pathname)?.[1];
  if (image === undefined) throw new Error(`${page.url()} names no film`);
  return { image, neuron: url.searchParams.get("neuron"), beside: url.searchParams.get("beside") };
}
