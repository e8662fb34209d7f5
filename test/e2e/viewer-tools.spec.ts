import { readFileSync } from "node:fs";
import sharp from "sharp";
import { drawPicture } from "../support/pictures.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";
import { addressedFilm, canvasFacts } from "./lightbox-page.ts";
import { callApi } from "./page-api.ts";
import { canvasGreys, drag, openFilm, placeOn, ready, viewerPage, withFilms } from "./viewer-page.ts";

test("a length is in millimetres where the file knows its spacing, and its ends move; undo brings it back", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { surface, measurements, ends } = viewerPage(page);
  await expect(surface).toBeVisible();
  const { pixelSpacing } = await callApi(page, "images.get", { image: addressedFilm(page).image });
  expect(pixelSpacing).toEqual([0.8, 0.8]);
  await page.keyboard.press("x");
  await page.keyboard.press("d");
  await drag(page, surface, [-50, 40], [70, 130]);
  // 3-4-5: 120 across and 90 down are 150 pixels of 0.8 mm.
  await expect(measurements).toHaveText("length: 120.0 mm");
  await page.keyboard.press("Shift+R");
  for (const [x, y] of [
    [-40, 100],
    [60, 120],
    [-100, 140],
    [150, 150],
  ] as const) {
    await page.mouse.click(...(await placeOn(surface))([x, y]));
  }
  await expect(measurements).toHaveText([
    "length: 120.0 mm",
    "cardiothoracic ratio: heart 80.0 mm, thorax 200.0 mm, CTR 0.40",
  ]);
  await page.keyboard.press("Shift+D");
  for (const [x, y] of [
    [-60, -100],
    [0, -100],
    [0, -160],
  ] as const) {
    await page.mouse.click(...(await placeOn(surface))([x, y]));
  }
  await expect(measurements.nth(2)).toHaveText("angle: 90.0°");
  await page.keyboard.press("Escape");

  // An end by pointer and by keyboard.
  await expect(ends).toHaveCount(9);
  const end = ends.nth(1);
  const at = (await end.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2 - 90);
  await page.mouse.up();
  await expect(measurements.first()).toHaveText("length: 96.0 mm");
  await end.focus();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press("ArrowRight");
  await expect(measurements.first()).toHaveText("length: 100.0 mm");
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(measurements.first()).toHaveText("length: 92.0 mm");

  await page.keyboard.press("Delete");
  await expect(measurements).toHaveCount(2);
  await page.keyboard.press("Delete");
  await expect(measurements).toHaveText([/^cardiothoracic ratio/]);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(measurements).toHaveCount(3);
  await expect(measurements.first()).toHaveText("length: 92.0 mm");

  // They belong to their film, for as long as the window is open.
  await page.keyboard.press("ArrowRight");
  await expect(measurements).toHaveCount(0);
  await page.keyboard.press("ArrowLeft");
  await expect(measurements).toHaveCount(3);
});

test("by keyboard alone a length is measured, and pixels are all that a picture file gives", async ({
  openWindow,
  demo,
  home,
}) => {
  const { pixels, width, height } = drawPicture("ramp", 400, 300);
  const raw = { raw: { width, height, channels: 1 as const } };
  const jpeg = await sharp(pixels, raw).toColourspace("b-w").withMetadata({ density: 300 }).jpeg().toBuffer();
  const { workspace, images } = await withFilms(demo.workspace, home, { "picture.jpg": jpeg });
  const { page } = await openWindow({ workspace });
  const { surface, measurements, stage } = viewerPage(page);
  await openFilm(page, images["picture.jpg"] ?? "");
  await expect(stage.getByText("8-bit JPEG, not diagnostic")).toBeVisible();
  await expect(stage.getByText("Sides not recorded")).toBeVisible();
  await expect(stage.getByText(/ mm$/)).toHaveCount(0);

  await page.keyboard.press("x");
  await page.keyboard.press("d");
  await expect(surface).toBeFocused();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  for (let press = 0; press < 5; press += 1) await page.keyboard.press("ArrowRight");
  await expect(surface).toHaveAccessibleName("216 pixels from the left, 150 from the top");
  await page.keyboard.press("Enter");
  // Five steps of eight pixels of the screen, at one to one.
  await expect(measurements).toHaveText("length: 40 px");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Backspace");
  await expect(measurements).toHaveCount(0);
});

test("the map's threshold and opacity leave the film's greys alone, and the bar says what the colours mean", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { film, map, colours, tools } = viewerPage(page);
  await expect(map).toBeVisible();
  await expect(colours).toContainText("parts of the pre-activation");
  await expect(colours.getByText("0", { exact: true })).toBeVisible();
  await expect(colours.getByText(/clear below/)).toHaveCount(0);
  const grey = await canvasFacts(film);
  const whole = await canvasFacts(map);

  for (let press = 0; press < 8; press += 1) await page.keyboard.press("}");
  await expect(colours.getByText(/^clear below \+0\.\d+/)).toBeVisible();
  await expect.poll(async () => (await canvasFacts(map)).clear).toBeGreaterThan(whole.clear);
  expect(await canvasFacts(film)).toEqual(grey);
  const opacity = () => map.evaluate((element) => getComputedStyle(element).opacity);
  expect(await opacity()).toBe("0.7");
  await page.keyboard.press("[");
  expect(await opacity()).toBe("0.6");
  await tools.getByRole("button", { name: "How the map lies over the film" }).click();
  await page.getByRole("slider", { name: "Opacity of the map" }).focus();
  await page.keyboard.press("Home");
  expect(await opacity()).toBe("0.1");
  await page.getByRole("slider", { name: /stay clear$/ }).focus();
  await page.keyboard.press("Home");
  await expect.poll(() => canvasFacts(map)).toEqual(whole);
  expect(await canvasFacts(film)).toEqual(grey);
  // The map goes with the film.
  await page.keyboard.press("Escape");
  await page.keyboard.press("h");
  await expect.poll(async () => (await canvasFacts(map)).hash).not.toBe(whole.hash);
  await page.keyboard.press("h");
  await expect.poll(() => canvasFacts(map)).toEqual(whole);
});

test("what is seen is saved as a picture, greys as on the screen", async ({ openWindow, demo }, info) => {
  test.skip(info.project.name === "electron", "a desktop window asks where the picture goes");
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { surface, film, map } = viewerPage(page);
  await expect(map).toBeVisible();
  const { name } = await callApi(page, "images.get", { image: addressedFilm(page).image });
  for (const key of ["3", "x"]) await page.keyboard.press(key);
  await page.keyboard.press("d");
  await drag(page, surface, [-100, 0], [100, 40]);
  await page.keyboard.press("Escape");
  const size = await film.locator("canvas").evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);

  const save = async (key: string) => {
    const download = page.waitForEvent("download");
    await page.keyboard.press(key);
    const file = await download;
    const picture = sharp(readFileSync(await file.path()))
      .removeAlpha()
      .raw();
    const { data, info: facts } = await picture.toBuffer({ resolveWithObject: true });
    return { name: file.suggestedFilename(), data, facts };
  };
  const seen = await save("s");
  expect(seen.name).toBe(name.replace(/\.[^.]+$/, ".png"));
  // The stage and a line underneath that says what it is for.
  expect([seen.facts.width, seen.facts.height - 28]).toEqual(size);
  const coloured = (data: Uint8Array) =>
    data.reduce((sum, red, at) => sum + (at % 3 === 0 && (red !== data[at + 1] || red !== data[at + 2]) ? 1 : 0), 0);
  expect(coloured(seen.data)).toBeGreaterThan(10_000);
  const foot = seen.data.subarray(3 * seen.facts.width * (seen.facts.height - 28));
  expect(foot.some((byte) => byte > 200)).toBe(true);

  for (const key of ["m", "k", "Delete", "Shift+I"]) await page.keyboard.press(key);
  const bare = await save("s");
  expect(bare.name).toBe(`${addressedFilm(page).image.slice(0, 12)}.png`);
  expect(coloured(bare.data.subarray(0, 3 * bare.facts.width * (bare.facts.height - 28)))).toBe(0);
  const { greys } = await canvasGreys(film);
  expect(greys.findIndex((grey, at) => grey !== bare.data[3 * at])).toBe(-1);
});

test("text on the film goes with one key, identity with another, and axe finds nothing", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await ready(page);
  const { stage, surface, tools, map } = viewerPage(page);
  await expect(map).toBeVisible();
  const { patient } = await callApi(page, "images.get", { image: addressedFilm(page).image });
  const name = stage.getByText(`Patient ${patient ?? ""}`);
  await expect(name).toBeVisible();
  await expect(stage.getByText("12-bit DICOM")).toBeVisible();
  await page.keyboard.press("Shift+I");
  await expect(name).toHaveCount(0);
  await expect(stage.getByText("12-bit DICOM")).toBeVisible();
  await page.keyboard.press("Shift+I");
  await page.keyboard.press("k");
  await expect(stage.getByText("12-bit DICOM")).toHaveCount(0);
  await expect(name).toHaveCount(0);
  await page.keyboard.press("k");
  await expect(name).toBeVisible();

  await page.keyboard.press("d");
  await drag(page, surface, [-80, 0], [80, 10]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await page.keyboard.press("ArrowRight");
  await expect(surface).toHaveAccessibleName(/^row \d of 7, column \d of 7$/);
  await expectAccessible(page);
  await tools.getByRole("button", { name: "Window", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
});
