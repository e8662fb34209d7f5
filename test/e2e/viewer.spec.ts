import { expect, test } from "./fixtures.ts";
import { addressedFilm, canvasFacts, lightboxPage } from "./lightbox-page.ts";
import { callApi } from "./page-api.ts";
import { canvasGreys, drag, placeOn, ready, viewerPage, windowNumbers, zoomNumber } from "./viewer-page.ts";

test("a drag changes window and level with the numbers beside it, keys choose presets, space takes everything back", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { surface, stage, zoom } = viewerPage(page);
  const { film } = lightboxPage(page);
  await expect(surface).toBeVisible();
  const hash = async () => (await canvasFacts(film)).hash;
  const { image } = addressedFilm(page);
  const display = await callApi(page, "images.display", { image });
  const wanted = {
    width: Math.round(display.windows[0]?.width ?? NaN),
    level: Math.round(display.windows[0]?.centre ?? NaN),
  };
  expect(await windowNumbers(page)).toEqual(wanted);
  const first = await hash();

  await drag(page, surface, [-60, -20], [40, -20]);
  const wider = await windowNumbers(page);
  expect(wider.width).toBeGreaterThan(wanted.width);
  expect(wider.level).toBe(wanted.level);
  await drag(page, surface, [0, 60], [0, -60]);
  const brighter = await windowNumbers(page);
  expect(brighter.level).toBeLessThan(wider.level);
  expect(brighter.width).toBe(wider.width);
  await expect.poll(hash).not.toBe(first);

  const shown = new Set<string>();
  for (const key of ["2", "3", "4", "5", "6", "a"]) {
    await page.keyboard.press(key);
    const { width, level } = await windowNumbers(page);
    shown.add(`${String(width)} ${String(level)}`);
  }
  expect(shown.size).toBe(6);
  await page.keyboard.press("2");
  const [low, high] = display.range.map((level) => display.slope * level + display.intercept);
  expect((await windowNumbers(page)).width).toBe((high ?? NaN) - (low ?? NaN));
  await page.keyboard.press("1");
  await expect.poll(hash).toBe(first);

  for (const key of ["i", "h", "r", "+", "3"]) await page.keyboard.press(key);
  await expect(stage.getByText(/inverted/)).toBeVisible();
  await page.mouse.move(700, 300);
  await page.mouse.wheel(0, -400);
  await expect(zoom).not.toHaveText(/1:1/);
  await expect.poll(hash).not.toBe(first);
  await page.keyboard.press("Space");
  await expect.poll(hash).toBe(first);
  expect(await windowNumbers(page)).toEqual(wanted);
});

test("flips and turns take the letters at the edges with them", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { stage, surface } = viewerPage(page);
  await expect(surface).toBeVisible();
  const box = (await surface.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  /** The letters in the order left, right, top, bottom, by where they stand. */
  const letters = async () => {
    const places = await Promise.all(
      ["R", "L", "H", "F"].map(async (letter) => {
        const at = (await stage.getByText(letter, { exact: true }).boundingBox()) ?? box;
        const x = (at.x + at.width / 2 - box.x) / box.width - 0.5;
        const y = (at.y + at.height / 2 - box.y) / box.height - 0.5;
        const edge = Math.abs(x) > Math.abs(y) ? (x < 0 ? 0 : 1) : y < 0 ? 2 : 3;
        return { letter, edge };
      }),
    );
    return places
      .sort((one, other) => one.edge - other.edge)
      .map(({ letter }) => letter)
      .join("");
  };
  await expect.poll(letters).toBe("RLHF");
  await page.keyboard.press("h");
  await expect.poll(letters).toBe("LRHF");
  await page.keyboard.press("v");
  await expect.poll(letters).toBe("LRFH");
  await page.keyboard.press("Space");
  await page.keyboard.press("r");
  await expect.poll(letters).toBe("FHRL");
  await page.keyboard.press("l");
  await page.keyboard.press("l");
  await expect.poll(letters).toBe("HFLR");
});

test("wheel, keys and buttons zoom and move; 1:1 is a pixel for a pixel; fit is fit", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { surface, zoom, tools } = viewerPage(page);
  const { film } = lightboxPage(page);
  await expect(surface).toBeVisible();
  const fitted = await zoomNumber(page);
  const first = (await canvasFacts(film)).hash;
  await page.keyboard.press("+");
  expect(await zoomNumber(page)).toBeCloseTo(1.25 * fitted, -0.5);
  await page.keyboard.press("-");
  expect(await zoomNumber(page)).toBe(fitted);

  await tools.getByRole("button", { name: "One to one" }).click();
  await expect(zoom).toHaveText("Zoom 100 %, 1:1");
  const middle = (await canvasFacts(film)).hash;
  await drag(page, surface, [0, 0], [50, 30], "middle");
  await expect.poll(async () => (await canvasFacts(film)).hash).not.toBe(middle);
  await drag(page, surface, [50, 30], [0, 0], "middle");
  await expect.poll(async () => (await canvasFacts(film)).hash).toBe(middle);
  await drag(page, surface, [0, 0], [0, -80], "right");
  expect(await zoomNumber(page)).toBeGreaterThan(110);
  await tools.getByRole("button", { name: "Fit", exact: true }).click();
  await expect.poll(() => zoomNumber(page)).toBe(fitted);
  await expect.poll(async () => (await canvasFacts(film)).hash).toBe(first);
});

test("the magnifier enlarges what is under the pointer and nothing else", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { surface, film } = viewerPage(page);
  await expect(page.locator('canvas[data-quality="whole"]')).toHaveCount(1);
  const plain = await canvasGreys(film);
  await page.keyboard.press("f");
  const box = (await surface.boundingBox()) ?? { x: 0, y: 0 };
  const at = (await placeOn(surface))([-40, 20]);
  await page.mouse.move(...at);
  const changed = async () => {
    const { width, greys } = await canvasGreys(film);
    const places = [...greys.keys()].filter((place) => greys[place] !== plain.greys[place]);
    return places.map((place) => {
      const x = (place % width) + 0.5 - (at[0] - box.x);
      return Math.hypot(x, Math.floor(place / width) + 0.5 - (at[1] - box.y));
    });
  };
  await expect.poll(async () => (await changed()).length).toBeGreaterThan(10_000);
  // A round glass of 110 pixels' radius, with a soft rim.
  expect(Math.max(...(await changed()))).toBeLessThanOrEqual(111);
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await changed()).length).toBe(0);
});

test("two films zoom and window together until they are let go", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { zoom, tools, window } = viewerPage(page);
  const { films, film } = lightboxPage(page);
  await expect(film).toBeVisible();
  await films.nth(3).click({ modifiers: ["Shift"] });
  await expect(film).toHaveCount(2);
  const [first, second] = [
    page.getByRole("group", { name: "Film 1 of 2" }),
    page.getByRole("group", { name: "Film 2 of 2" }),
  ];
  const right = second.getByRole("application");
  await right.hover();
  await page.mouse.wheel(0, -300);
  const zooms = () => zoom.allInnerTexts();
  await expect.poll(async () => new Set(await zooms()).size).toBe(1);
  await drag(page, right, [0, 0], [80, 0]);
  await expect.poll(async () => new Set(await window.allInnerTexts()).size).toBe(1);

  await tools.getByRole("button", { name: "Zoom, move and window both films together" }).click();
  const before = await zooms();
  await right.hover();
  await page.mouse.wheel(0, 600);
  await expect.poll(zooms).not.toEqual(before);
  expect((await zooms())[0]).toBe(before[0]);
  await page.keyboard.press("i");
  await expect(second.getByText(/inverted/)).toBeVisible();
  await expect(first.getByText(/inverted/)).toHaveCount(0);
  // Reset is for both.
  await first.getByRole("application").hover();
  await page.keyboard.press("Space");
  await expect(page.getByText(/, inverted/)).toHaveCount(0);
  await expect.poll(async () => new Set(await zooms()).size).toBe(1);
});

test("what the buttons of the mouse do can be chosen, and stays chosen", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { surface, zoom } = viewerPage(page);
  const { place } = lightboxPage(page);
  await expect(surface).toBeVisible();
  const kept = await callApi(page, "preferences.get", {});
  await callApi(page, "preferences.set", { ...kept, mouse: { ...kept.mouse, left: "zoom", wheel: "leaf" } });
  await page.reload();
  await expect(surface).toBeVisible();
  await expect(place).toHaveText(`Film 1 of ${String(demo.films)}`);
  const [before, numbers] = [await zoomNumber(page), await windowNumbers(page)];
  await drag(page, surface, [0, 0], [0, -100]);
  await expect.poll(() => zoomNumber(page)).toBeGreaterThan(before);
  expect(await windowNumbers(page)).toEqual(numbers);
  await page.mouse.wheel(0, 100);
  await expect(place).toHaveText(`Film 2 of ${String(demo.films)}`);
  // A tool by key is for now; Escape gives the button back.
  await page.keyboard.press("w");
  const fitted = await zoomNumber(page);
  await drag(page, surface, [0, 0], [60, 0]);
  await expect(zoom).toHaveText(new RegExp(`^Zoom ${String(fitted)} %`));
  await page.keyboard.press("Escape");
  await drag(page, surface, [0, 0], [0, -100]);
  await expect.poll(() => zoomNumber(page)).toBeGreaterThan(fitted);
});
