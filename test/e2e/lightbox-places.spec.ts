import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";
import { addressedFilm, lightboxPage, neuronOf, shownShare, shownSum } from "./lightbox-page.ts";
import { callApi, readFloats } from "./page-api.ts";

/** The centred maps of a film as the Api gives them, with the neurons they are of. */
async function mapsOf(page: Page, image: string) {
  const { sae } = await callApi(page, "workspace.info", {});
  const answer = await callApi(page, "attribution.explain", { image, sae: sae ?? "" });
  if (answer.centredMaps === null) throw new Error("the demo has no centred maps");
  const [, rows = 0, columns = 0] = answer.centredMaps.shape;
  const values = await readFloats(page, answer.centredMaps.path);
  const cells = (place: number) => values.subarray(place * rows * columns, (place + 1) * rows * columns);
  return { neurons: answer.neurons, rows, columns, cells };
}

/** The rows on screen are those of this cell, in its order and with its numbers. */
async function expectRankedBy(page: Page, image: string, row: number, column: number): Promise<void> {
  const { firing, neurons } = lightboxPage(page);
  const maps = await mapsOf(page, image);
  const shares = maps.neurons.map(({ neuron }, place) => ({
    neuron,
    here: maps.cells(place)[row * maps.columns + column] ?? NaN,
    sum: maps.cells(place).reduce((sum, value) => sum + value, 0),
  }));
  shares.sort((one, other) => other.here - one.here);
  await expect(
    firing.getByText(
      `From row ${String(row + 1)}, column ${String(column + 1)} of ${String(maps.rows)} × ${String(maps.columns)}`,
    ),
  ).toBeVisible();
  await expect(neurons).toHaveCount(shares.length);
  for (const [place, share] of shares.entries()) {
    await expect(neurons.nth(place)).toHaveAttribute("data-neuron", String(share.neuron));
    const shown = await shownShare(neurons.nth(place));
    expect(Math.abs(shown.here - share.here)).toBeLessThan(0.5 * 10 ** -shown.digits + 1e-5);
    expect(Math.abs(shown.sum - share.sum)).toBeLessThan(0.00501);
  }
}

test("a click on the film ranks the neurons by what that place adds, with the Api's own numbers, and Esc takes it back", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, firing, map, surface } = lightboxPage(page);
  await expect(map).toBeVisible();
  const before = await neurons.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-neuron")));
  const { image } = addressedFilm(page);

  // The middle of the pane is the middle of the film: row 4, column 4 of 7 × 7.
  await surface.click();
  await expectRankedBy(page, image, 3, 3);
  const first = neurons.first();
  await expect(first).toHaveAttribute("aria-expanded", "true");
  await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${await neuronOf(first)}, `));
  await page.keyboard.press("ArrowDown");
  await expect(neurons.nth(1)).toHaveAttribute("aria-expanded", "true");
  await expectRankedBy(page, image, 3, 3);

  await page.keyboard.press("Escape");
  await expect(firing.getByText(/^From row/)).toHaveCount(0);
  expect(await neurons.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-neuron")))).toEqual(before);
});

test("by keyboard alone: open a film, find what fires at the left base, go to that neuron", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, map, place } = lightboxPage(page);
  await expect(map).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(place).toHaveText(`Film 2 of ${String(demo.films)}`);
  await expect(neurons.first()).toBeVisible();
  const { image } = addressedFilm(page);

  await page.keyboard.press("e");
  // The first arrow asks the middle of the film. The patient's left is on the right of the screen, the base is below.
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  await expectRankedBy(page, image, 4, 5);
  const first = neurons.first();
  await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${await neuronOf(first)}, `));
  const neuron = (await first.getAttribute("data-neuron")) ?? "";

  await page.keyboard.press("n");
  await expect(page).toHaveURL(new RegExp(`/neuron/[^/]+/${neuron}$`));
  await page.goBack();
  await expect(place).toHaveText(`Film 2 of ${String(demo.films)}`);
});

test("a second film stands beside the first with the same neuron's map; they change places and the second goes", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, firing, film, map, films, candidates, strongestFilms } = lightboxPage(page);
  await expect(map).toBeVisible();
  const { image } = addressedFilm(page);
  const { sae } = await callApi(page, "workspace.info", {});

  await page.keyboard.press("b");
  await candidates.filter({ hasText: "Strongest film of #" }).click();
  await expect(film).toHaveCount(2);
  const number = await neuronOf(neurons.first());
  const neuron = Number((await neurons.first().getAttribute("data-neuron")) ?? "");
  await expect(map).toHaveCount(2);
  for (const one of await map.all()) await expect(one).toHaveAccessibleName(new RegExp(`^Map of neuron ${number}, `));
  const { beside } = addressedFilm(page);
  expect(addressedFilm(page)).toEqual({ image, neuron: String(neuron), beside });
  const there = await callApi(page, "attribution.neuron", { image: beside ?? "", sae: sae ?? "", neuron });
  await expect(firing.getByText(`On the film beside: ${there.activation.toFixed(2)} `)).toBeVisible();
  await expect(page.getByRole("group", { name: "Labels and report of the film beside" })).toBeVisible();

  await page.getByRole("button", { name: "Swap the two films" }).click();
  expect(addressedFilm(page)).toMatchObject({ image: beside, beside: image });
  await expect(film).toHaveCount(2);
  await page.keyboard.press("b");
  await expect(film).toHaveCount(1);
  expect(addressedFilm(page)).toMatchObject({ image: beside, beside: null });

  await films.nth(3).click({ modifiers: ["Shift"] });
  await expect(film).toHaveCount(2);
  expect(addressedFilm(page).image).toBe(beside);
  const fourth = await callApi(page, "images.list", { offset: 3, limit: 1 });
  expect(addressedFilm(page).beside).toBe(fourth.images[0]?.image);

  const strongest = strongestFilms.and(page.locator(`:not([data-film="${beside ?? ""}"])`)).first();
  const other = (await strongest.getAttribute("data-film")) ?? "";
  await strongest.click({ modifiers: ["Shift"] });
  await expect.poll(() => addressedFilm(page).beside).toBe(other);
  expect(addressedFilm(page).image).toBe(beside);
});

test("a neuron that does not fire on a film has its sum and its map there all the same", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, firing, map, films } = lightboxPage(page);
  await expect(map).toBeVisible();
  const last = neurons.last();
  const neuron = Number((await last.getAttribute("data-neuron")) ?? "");
  const number = await neuronOf(last);
  await last.click();

  // The first film of the list on which it is silent.
  const { sae } = await callApi(page, "workspace.info", {});
  const list = await callApi(page, "images.list", { limit: 20 });
  let at = -1;
  let there;
  for (const [place, { image }] of list.images.entries()) {
    there = await callApi(page, "attribution.neuron", { image, sae: sae ?? "", neuron });
    if (there.activation === 0) {
      at = place;
      break;
    }
  }
  expect(at).toBeGreaterThan(0);
  await films.nth(at).click();
  await expect(firing.getByText(`${number} does not fire on this film`)).toBeVisible();
  await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${number}, `));
  const sum = await shownSum(firing);
  expect(sum.gate).toBe("closed");
  expect(sum.preActivation).toBeCloseTo(there?.preActivation ?? NaN, 1);
  expect(Math.abs(sum.map + sum.constant - sum.preActivation)).toBeLessThan(0.0151);
  await firing.getByRole("button", { name: "Show strongest" }).click();
  await expect(firing.getByText(/does not fire on this film/)).toHaveCount(0);
  expect(addressedFilm(page).neuron).toBeNull();
});

test("a place that is asked and a film beside are accessible, and so is the choice of that film", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { map, film, surface, candidates, strongestFilms } = lightboxPage(page);
  await expect(map).toBeVisible();
  await surface.click();
  await expect(page.getByText(/^From row 4, column 4 of 7 × 7/)).toBeVisible();
  await page.keyboard.press("b");
  await expect(candidates.first()).toBeVisible();
  await expectAccessible(page);
  await candidates.first().click();
  await expect(film).toHaveCount(2);
  await expect(strongestFilms.first()).toBeVisible();
  await surface.first().click();
  await expectAccessible(page);
});
