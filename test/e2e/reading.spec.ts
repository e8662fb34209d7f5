import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "./fixtures.ts";
import { canvasFacts, neuronOf, readingPage, shownSum } from "./reading-page.ts";

test("pointer and arrow keys lay a neuron's map over the film; H takes it off and the grey values have stayed", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, film, map } = readingPage(page);
  await expect(map).toBeVisible();
  const grey = await canvasFacts(film);
  expect(grey.pixels).toBeGreaterThan(10_000);
  expect(grey.coloured).toBe(0);
  expect(grey.clear).toBe(0);

  const pictures = new Set<number>();
  for (const place of [1, 2, 3]) {
    const row = neurons.nth(place);
    await row.hover();
    await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${await neuronOf(row)}, cells from `));
    pictures.add((await canvasFacts(map)).hash);
  }
  expect(pictures.size).toBe(3);

  await page.mouse.move(400, 300);
  for (const place of [1, 2]) {
    await page.keyboard.press("ArrowDown");
    const row = neurons.nth(place);
    await expect(row).toBeFocused();
    await expect(row).toHaveAttribute("aria-expanded", "true");
    await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${await neuronOf(row)}, `));
  }
  await page.keyboard.press("ArrowUp");
  await expect(neurons.nth(1)).toHaveAttribute("aria-expanded", "true");

  const coloured = await page.getByRole("region", { name: "Film", exact: true }).screenshot();
  await page.keyboard.press("h");
  await expect(map).toHaveCount(0);
  const plain = await page.getByRole("region", { name: "Film", exact: true }).screenshot();
  expect(plain.equals(coloured)).toBe(false);
  expect(await canvasFacts(film)).toEqual(grey);
  await page.keyboard.press("h");
  await expect(map).toBeVisible();
});

test("for every neuron of a film, map and constant on screen add up to its pre-activation", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, firing } = readingPage(page);
  await expect(neurons.first()).toBeVisible();
  const count = await neurons.count();
  expect(count).toBeGreaterThan(1);
  for (let place = 0; place < count; place += 1) {
    const row = neurons.nth(place);
    if (place > 0) await row.click();
    await expect(row).toHaveAttribute("aria-expanded", "true");
    const { map, constant, preActivation, gate } = await shownSum(firing);
    // Three numbers, each rounded to two digits.
    expect(Math.abs(map + constant - preActivation)).toBeLessThan(0.0151);
    expect(gate).toBe("open");
    const activation = Number(await row.getByTitle("Activation", { exact: true }).innerText());
    expect(activation).toBeGreaterThan(0);
    expect(activation).toBeLessThanOrEqual(preActivation + 0.0101);
  }
});

test("a neuron's strongest films open, arrow keys leaf through the films", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, firing, strongestFilms, place, film, openFilm } = readingPage(page);
  await expect(place).toHaveText(`Film 1 of ${String(demo.films)}`);

  // The first neuron of this film that fires elsewhere too.
  const elsewhere = firing.locator("li:not(:has([aria-current])) button").and(strongestFilms).first();
  await expect(strongestFilms.first()).toBeVisible();
  for (let row = await neurons.count(); row > 0 && !(await elsewhere.isVisible()); row -= 1) {
    await page.keyboard.press("ArrowDown");
    await expect(strongestFilms.first()).toBeVisible();
  }
  const open = neurons.and(page.locator("[aria-expanded=true]"));
  const neuron = await neuronOf(open);
  const stored = Number(/activation ([\d.]+)$/.exec((await elsewhere.getAttribute("aria-label")) ?? "")?.[1]);
  const name = await elsewhere.getAttribute("title");
  await elsewhere.click();
  await expect(place).not.toHaveText(/^Film 1 of/);
  await expect(open).toHaveText(new RegExp(`^${neuron}\\b`));
  // The list shows one decimal of what was stored in half precision; the row two, as it comes out of the graph.
  const activation = Number(await open.getByTitle("Activation", { exact: true }).innerText());
  expect(Math.abs(activation - stored)).toBeLessThan(0.05 + 0.005 + stored * 2 ** -10 + 0.001);
  await expect(page.locator(`.corner[title="${name ?? ""}"]`)).toBeVisible();

  await page.keyboard.press("Escape");
  const at = Number(/^Film (\d+)/.exec((await place.textContent()) ?? "")?.[1]);
  const by = at === demo.films ? -1 : 1;
  const before = await canvasFacts(film);
  await page.keyboard.press(by === 1 ? "ArrowRight" : "ArrowLeft");
  await expect(place).toHaveText(`Film ${String(at + by)} of ${String(demo.films)}`);
  await expect(openFilm).toHaveAccessibleName(new RegExp(`^Film ${String(at + by)}, `));
  await expect(film).toBeVisible();
  expect((await canvasFacts(film)).hash).not.toBe(before.hash);
  await page.keyboard.press(by === 1 ? "ArrowLeft" : "ArrowRight");
  await expect(place).toHaveText(`Film ${String(at)} of ${String(demo.films)}`);
  await expect(film).toBeVisible();
  expect(await canvasFacts(film)).toEqual(before);
});

test("search and finding narrow the films to those that the table says", async ({ openWindow, demo }) => {
  const table = readFileSync(join(dirname(demo.workspace), "Demo films", "train.csv"), "utf8");
  const rows: Record<string, string>[] = parse(table, { columns: true });
  expect(rows.length).toBe(demo.films);
  const present = rows.filter((row) => Number(row["Pleural Effusion"]) === 1 && row["Pleural Effusion"] !== "").length;
  const patient = /patient(\d+)/.exec(rows[0]?.["Path"] ?? "")?.[1] ?? "";
  const ofPatient = rows.filter((row) => row["Path"]?.includes(`patient${patient}`)).length;

  const { page } = await openWindow({ workspace: demo.workspace });
  const { place, finding, search, films } = readingPage(page);
  await expect(place).toHaveText(`Film 1 of ${String(demo.films)}`);
  await finding.selectOption("Pleural Effusion");
  await expect(films).toHaveCount(present);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(films).toHaveCount(demo.films);

  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await search.fill(patient);
  await expect(films).toHaveCount(ofPatient);
  for (const label of await films.all()) await expect(label).toHaveAccessibleName(new RegExp(patient));

  await search.fill("no film says this");
  await expect(page.getByText("No film matches")).toBeVisible();
  await expect(films).toHaveCount(0);
});
