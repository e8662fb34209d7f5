import { createHash } from "node:crypto";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { callApi } from "./page-api.ts";

/** The stage as a reader sees it. */
export function viewerPage(page: Page) {
  const stage = page.getByRole("region", { name: "Film", exact: true });
  return {
    stage,
    film: page.getByRole("img", { name: /^Chest film/ }),
    map: page.getByRole("img", { name: /^Map of neuron/ }),
    surface: page.getByRole("application"),
    tools: page.getByRole("group", { name: "Tools of the film" }),
    /** "W 2400  L 1100", "Zoom 78 %". */
    window: stage.getByText(/^W [\d.]+ {2}L/),
    zoom: stage.getByText(/^Zoom [\d.]+ %/),
    colours: stage.getByRole("figure", { name: "Colours of the map" }),
    ends: stage.getByRole("button", { name: /^Place \d of the / }),
    measurements: stage.getByRole("list", { name: "Measurements" }).getByRole("listitem"),
  };
}

/** "W 2400  L 1100 HU" → width and level. */
export async function windowNumbers(page: Page): Promise<{ width: number; level: number }> {
  const text = await viewerPage(page).window.innerText();
  const found = /^W ([\d.]+) {2}L ([-\u2212\d.]+)/.exec(text);
  if (found === null) throw new Error(`no window in "${text}"`);
  return { width: Number(found[1]), level: Number((found[2] ?? "").replace("\u2212", "-")) };
}

/** The zoom on screen, per cent. */
export async function zoomNumber(page: Page): Promise<number> {
  return Number(/[\d.]+/.exec(await viewerPage(page).zoom.first().innerText())?.[0]);
}

/** A copy of a workspace with these films brought in as well; their fingerprints by name. */
export async function withFilms(
  workspace: string,
  home: string,
  films: Readonly<Record<string, Uint8Array>>,
): Promise<{ workspace: string; images: Readonly<Record<string, string>> }> {
  const copy = join(home, "Copy.lightbox");
  cpSync(workspace, copy, { recursive: true });
  const folder = join(home, "films");
  mkdirSync(folder);
  const images: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(films)) {
    writeFileSync(join(folder, name), bytes);
    images[name] = createHash("sha256").update(bytes).digest("hex");
  }
  await lightboxCommand("import", copy, folder);
  return { workspace: copy, images };
}

/** The window has come up with its first film and a map on it. */
export async function ready(page: Page): Promise<void> {
  await expect(viewerPage(page).map).toBeVisible({ timeout: 30_000 });
}

/** Films are drawn by WebGL2 from now on, even where the graphics card is only imitated, as it is in tests. */
export async function drawByCard(page: Page): Promise<void> {
  await ready(page);
  const kept = await callApi(page, "preferences.get", {});
  await callApi(page, "preferences.set", { ...kept, drawing: "card" });
}

/** Opens a film by its address, once the window has come up with another one. */
export async function openFilm(page: Page, image: string): Promise<void> {
  await expect(viewerPage(page).film).toBeVisible({ timeout: 30_000 });
  await page.goto(new URL(`/film/${image}`, page.url()).href);
  await expect(viewerPage(page).film).toBeVisible({ timeout: 30_000 });
}

/** Greys of the screen over all of the stage, row by row, once two frames of it are the same. */
export async function screenGreys(stage: Locator): Promise<{ width: number; height: number; greys: Uint8Array }> {
  await expect(stage.locator('canvas[data-quality="draft"]')).toHaveCount(0);
  let before = await stage.screenshot();
  for (let round = 0; round < 20; round += 1) {
    const now = await stage.screenshot();
    if (now.equals(before)) break;
    before = now;
  }
  const { data, info } = await sharp(before).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const greys = new Uint8Array(info.width * info.height);
  greys.forEach((_, at) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(3 * at, 3 * at + 3);
    // A colour where there should be none must not pass for a grey.
    greys[at] = red === green && green === blue ? red : 1;
  });
  return { width: info.width, height: info.height, greys };
}

/** Greys of a film's own canvas, without what lies over it. */
export async function canvasGreys(film: Locator): Promise<{ width: number; greys: Uint8Array }> {
  const { width, greys } = await film.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
    copy?.drawImage(canvas, 0, 0);
    const bytes = copy?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return { width: canvas.width, greys: [...bytes].filter((_, at) => at % 4 === 0) };
  });
  return { width, greys: Uint8Array.from(greys) };
}

/** A drag with a mouse button from one place to another, in CSS pixels from the middle of an element. */
export async function drag(
  page: Page,
  surface: Locator,
  from: readonly [number, number],
  to: readonly [number, number],
  button: "left" | "middle" | "right" = "left",
): Promise<void> {
  const at = await placeOn(surface);
  await page.mouse.move(...at(from));
  await page.mouse.down({ button });
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up({ button });
}

/** From CSS pixels off the middle of an element to places of the window. */
export async function placeOn(surface: Locator): Promise<(off: readonly [number, number]) => [number, number]> {
  const box = await surface.boundingBox();
  if (box === null) throw new Error("the surface of the film is not on screen");
  return ([x, y]) => [Math.round(box.x + box.width / 2) + x, Math.round(box.y + box.height / 2) + y];
}
