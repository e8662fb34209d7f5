import type { Page } from "@playwright/test";
import { patternFile, patternSide, testPattern } from "../support/pattern-film.ts";
import { expect, test } from "./fixtures.ts";
import { drawByCard, openFilm, screenGreys, viewerPage, withFilms } from "./viewer-page.ts";

/** Display value 0…1 of a value after the modality LUT. */
type Curve = (value: number) => number;

/** PS3.3 C.11.2.1.2.1, as the standard writes it. */
const linear =
  (c: number, w: number): Curve =>
  (x) => {
    if (x <= c - 0.5 - (w - 1) / 2) return 0;
    return x > c - 0.5 + (w - 1) / 2 ? 1 : (x - (c - 0.5)) / (w - 1) + 0.5;
  };
/** PS3.3 C.11.2.1.3.1. */
const sigmoid =
  (c: number, w: number): Curve =>
  (x) =>
    1 / (1 + Math.exp((-4 * (x - c)) / w));
/** From one value to another. */
const between =
  (low: number, high: number): Curve =>
  (x) =>
    Math.min(1, Math.max(0, (x - low) / (high - low)));

interface Film {
  readonly levels: 4096 | 65536;
  readonly value: (level: number) => number;
  readonly inverted: boolean;
  readonly padding: (level: number) => boolean;
}

const twelve: Film = { levels: 4096, value: (level) => level, inverted: false, padding: () => false };
const sixteen: Film = {
  levels: 65536,
  value: (level) => 2 * level - 1024,
  inverted: true,
  padding: (level) => level >= 65500,
};

const files = {
  "twelve.dcm": patternFile({
    levels: 4096,
    photometric: "MONOCHROME2",
    extra: [
      [0x00281050, "DS", "2048\\700"],
      [0x00281051, "DS", "4096\\351"],
      [0x00281055, "LO", "WIDE\\NARROW"],
    ],
  }),
  "sixteen.dcm": patternFile({
    levels: 65536,
    photometric: "MONOCHROME1",
    extra: [
      [0x00280120, "US", 65500],
      [0x00280121, "US", 65535],
      [0x00281050, "DS", "60000"],
      [0x00281051, "DS", "50000"],
      [0x00281052, "DS", "-1024"],
      [0x00281053, "DS", "2"],
      [0x00281056, "CS", "SIGMOID"],
    ],
  }),
};

/** The value that this share of all pixels does not exceed, by sorting them. */
function percentile(film: Film, share: number): number {
  const values = [...testPattern(film.levels)].filter((level) => !film.padding(level)).sort((a, b) => a - b);
  return film.value(values[Math.ceil(share * values.length) - 1] ?? NaN);
}

/** What the screen has to show of the pattern, from the standard's formulas in float64. */
function expected(film: Film, curve: Curve, inverted = false): Uint8Array {
  return Uint8Array.from(testPattern(film.levels), (level) => {
    if (film.padding(level)) return 0;
    const y = curve(film.value(level));
    return Math.floor(255 * (film.inverted === inverted ? y : 1 - y) + 0.5);
  });
}

/** The pattern as the screen shows it at one to one, in the middle of the stage. */
async function shownPattern(page: Page): Promise<Uint8Array> {
  const { stage, surface } = viewerPage(page);
  const [outer, box] = [await stage.boundingBox(), await surface.boundingBox()];
  if (outer === null || box === null) throw new Error("there is no stage");
  const { width, greys } = await screenGreys(stage);
  const left = Math.round(box.x - outer.x + box.width / 2 - patternSide / 2);
  const top = Math.round(box.y - outer.y + box.height / 2 - patternSide / 2);
  return Uint8Array.from({ length: patternSide ** 2 }, (_, at) => {
    return greys[(top + Math.floor(at / patternSide)) * width + left + (at % patternSide)] ?? 1;
  });
}

async function expectShown(page: Page, film: Film, curve: Curve, inverted = false): Promise<void> {
  const wanted = expected(film, curve, inverted);
  const different = async () => {
    const shown = await shownPattern(page);
    return shown.reduce((sum, grey, at) => sum + (grey === wanted[at] ? 0 : 1), 0);
  };
  await expect.poll(different).toBe(0);
}

/** Only the film is on the stage, one to one, and the pointer is elsewhere. */
async function bare(page: Page, image: string, way: "webgl2" | "2d"): Promise<void> {
  await openFilm(page, image);
  await expect(viewerPage(page).film.locator(`canvas[data-way="${way}"]`)).toBeVisible();
  if (await viewerPage(page).zoom.isVisible()) await page.keyboard.press("k");
  await page.mouse.move(5, 5);
  await page.keyboard.press("m");
  await page.keyboard.press("x");
}

async function expectExact(page: Page, images: Readonly<Record<string, string>>, way: "webgl2" | "2d"): Promise<void> {
  await bare(page, images["twelve.dcm"] ?? "", way);
  await expectShown(page, twelve, linear(2048, 4096));
  await page.keyboard.press("i");
  await expectShown(page, twelve, linear(2048, 4096), true);
  await page.keyboard.press("i");
  await page.getByRole("button", { name: "Window", exact: true }).click();
  await page.getByRole("button", { name: "NARROW" }).click();
  await page.mouse.move(5, 5);
  await expectShown(page, twelve, linear(700, 351));
  await page.keyboard.press("2");
  await expectShown(page, twelve, between(0, 4095));
  await page.keyboard.press("a");
  await expectShown(page, twelve, between(percentile(twelve, 0.01), percentile(twelve, 0.99)));

  await bare(page, images["sixteen.dcm"] ?? "", way);
  await expectShown(page, sixteen, sigmoid(60_000, 50_000));
  await page.keyboard.press("i");
  await page.keyboard.press("2");
  await expectShown(page, sixteen, between(sixteen.value(0), sixteen.value(65_499)), true);
  await page.keyboard.press("i");
  await page.keyboard.press("a");
  await expectShown(page, sixteen, between(percentile(sixteen, 0.01), percentile(sixteen, 0.99)));
}

/** The browser has no WebGL from the next page on. */
async function withoutWebGL(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- the proxy hands `this` on
    HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, {
      apply: (original, canvas, words: unknown[]): unknown =>
        String(words[0]).startsWith("webgl") ? null : Reflect.apply(original, canvas, words),
    });
  });
}

test("every level of a 12-bit and a 16-bit pattern is on the screen as the standard computes it, by WebGL2", async ({
  openWindow,
  demo,
  home,
}) => {
  const { workspace, images } = await withFilms(demo.workspace, home, files);
  const { page } = await openWindow({ workspace });
  await drawByCard(page);
  await expectExact(page, images, "webgl2");
});

test("the same where the browser has no WebGL", async ({ openWindow, demo, home }) => {
  const { workspace, images } = await withFilms(demo.workspace, home, files);
  const { page } = await openWindow({ workspace });
  await drawByCard(page);
  await withoutWebGL(page);
  await expectExact(page, images, "2d");
});

test("smaller, larger, turned and under the magnifier both ways draw the same up to rounding", async ({
  openWindow,
  demo,
  home,
}) => {
  const { workspace, images } = await withFilms(demo.workspace, home, files);
  const { page } = await openWindow({ workspace });
  await drawByCard(page);
  const image = images["twelve.dcm"] ?? "";
  const views = [
    ["="],
    ["-", "-", "-", "-"],
    ["-", "h"],
    ["x", "r", "v"],
    ["+", "+", "+"],
    ["+", "+", "+", "+", "+", "+"],
  ];
  const pictures = async (way: "webgl2" | "2d") => {
    const seen: Uint8Array[] = [];
    for (const keys of views) {
      await bare(page, image, way);
      for (const key of keys) await page.keyboard.press(key);
      seen.push((await screenGreys(viewerPage(page).stage)).greys);
    }
    await bare(page, image, way);
    await page.keyboard.press("f");
    await page.mouse.move(400, 300);
    seen.push((await screenGreys(viewerPage(page).stage)).greys);
    await page.keyboard.press("Escape");
    return seen;
  };
  const byCard = await pictures("webgl2");
  await withoutWebGL(page);
  const byHand = await pictures("2d");
  expect(new Set(byCard.map((greys) => Buffer.from(greys).toString("base64"))).size).toBe(views.length + 1);
  for (const [place, greys] of byCard.entries()) {
    const other = byHand[place];
    expect(other).toHaveLength(greys.length);
    const steps = greys.map((grey, at) => Math.abs(grey - (other?.[at] ?? 255)));
    const far = steps.reduce((sum, step) => sum + (step > 1 ? 1 : 0), 0);
    // Where a pixel of the screen falls on the edge of two of the film, the two may take one each; a lens has a soft rim.
    expect(far / steps.length, `view ${String(place)}`).toBeLessThan(0.002);
  }
});

test("a lost graphics context comes back with the same picture", async ({ openWindow, demo, home }) => {
  const { workspace, images } = await withFilms(demo.workspace, home, files);
  const { page } = await openWindow({ workspace });
  await drawByCard(page);
  await bare(page, images["twelve.dcm"] ?? "", "webgl2");
  await expectShown(page, twelve, linear(2048, 4096));
  const canvas = viewerPage(page).film.locator("canvas");
  await canvas.evaluate(async (element: HTMLCanvasElement) => {
    const lose = element.getContext("webgl2")?.getExtension("WEBGL_lose_context");
    const heard = (name: string) =>
      new Promise((resolve) => {
        element.addEventListener(name, resolve, { once: true });
      });
    const lost = heard("webglcontextlost");
    lose?.loseContext();
    await lost;
    const restored = heard("webglcontextrestored");
    setTimeout(() => lose?.restoreContext(), 50);
    await restored;
  });
  await expectShown(page, twelve, linear(2048, 4096));
  await page.keyboard.press("i");
  await expectShown(page, twelve, linear(2048, 4096), true);
});
