import { readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { addressedFilm, canvasFacts, lightboxPage, neuronOf, shownSum } from "./lightbox-page.ts";
import { callApi } from "./page-api.ts";

/** Facts of a canvas once it has come to rest: it is drawn with the next frame of the screen. */
async function settled(picture: Locator): Promise<Awaited<ReturnType<typeof canvasFacts>>> {
  let before = await canvasFacts(picture);
  await expect
    .poll(async () => {
      const last = before.hash;
      before = await canvasFacts(picture);
      return before.hash === last && before.pixels > 10_000;
    })
    .toBe(true);
  return before;
}

test("pointer and arrow keys lay a neuron's map over the film; M takes it off and the grey values have stayed", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, film, map } = lightboxPage(page);
  await expect(map).toBeVisible();
  const grey = await settled(film);
  expect(grey.coloured).toBe(0);
  expect(grey.clear).toBe(0);

  const pictures = new Set<number>();
  for (const place of [1, 2, 3]) {
    const row = neurons.nth(place);
    await row.hover();
    await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${await neuronOf(row)}, cells from `));
    pictures.add((await settled(map)).hash);
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
  await page.keyboard.press("m");
  await expect(map).toHaveCount(0);
  const plain = await page.getByRole("region", { name: "Film", exact: true }).screenshot();
  expect(plain.equals(coloured)).toBe(false);
  expect(await canvasFacts(film)).toEqual(grey);
  await page.keyboard.press("m");
  await expect(map).toBeVisible();
});

test("for every neuron of a film, map and constant on screen add up to its pre-activation", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, firing } = lightboxPage(page);
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
  const { neurons, firing, strongestFilms, place, film, openFilm } = lightboxPage(page);
  await expect(place).toHaveText(`Film 1 of ${String(demo.films)}`);

  // The first neuron of this film that fires elsewhere too.
  const elsewhere = firing.locator("li:not(:has([aria-current])) a").and(strongestFilms).first();
  await expect(strongestFilms.first()).toBeVisible();
  for (let row = await neurons.count(); row > 0 && !(await elsewhere.isVisible()); row -= 1) {
    await page.keyboard.press("ArrowDown");
    await expect(strongestFilms.first()).toBeVisible();
  }
  const open = neurons.and(page.locator("[aria-expanded=true]"));
  const neuron = await neuronOf(open);
  const stored = Number(/activation ([\d.]+)$/.exec((await elsewhere.getAttribute("aria-label")) ?? "")?.[1]);
  const thumbnail = (await elsewhere.locator("img").getAttribute("src")) ?? "";
  await elsewhere.click();
  await expect(place).not.toHaveText(/^Film 1 of/);
  expect(thumbnail).toContain(addressedFilm(page).image);
  await expect(open).toHaveText(new RegExp(`^${neuron}\\b`));
  // The list shows one decimal of what was stored in half precision; the row two, as it comes out of the graph.
  const activation = Number(await open.getByTitle("Activation", { exact: true }).innerText());
  expect(Math.abs(activation - stored)).toBeLessThan(0.05 + 0.005 + stored * 2 ** -10 + 0.001);

  await page.keyboard.press("Escape");
  const at = Number(/^Film (\d+)/.exec((await place.textContent()) ?? "")?.[1]);
  const by = at === demo.films ? -1 : 1;
  const before = await settled(film);
  await page.keyboard.press(by === 1 ? "ArrowRight" : "ArrowLeft");
  await expect(place).toHaveText(`Film ${String(at + by)} of ${String(demo.films)}`);
  await expect(openFilm).toHaveAccessibleName(new RegExp(`^Film ${String(at + by)}, `));
  await expect.poll(async () => (await canvasFacts(film)).hash).not.toBe(before.hash);
  await page.keyboard.press(by === 1 ? "ArrowLeft" : "ArrowRight");
  await expect(place).toHaveText(`Film ${String(at)} of ${String(demo.films)}`);
  await expect.poll(() => canvasFacts(film)).toEqual(before);
});

test("the film after the open one is fetched before anyone leafs to it", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { place, film } = lightboxPage(page);
  await expect(film).toBeVisible();
  const list = await callApi(page, "images.list", { limit: 3 });
  const third = list.images[2]?.image ?? "";
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.keyboard.press("ArrowRight");
  await expect(place).toHaveText(/^Film 2 of/);
  await expect.poll(() => asked.some((url) => url.endsWith(`/data/pixels/${third}`))).toBe(true);
  asked.length = 0;
  await page.keyboard.press("ArrowRight");
  await expect(place).toHaveText(/^Film 3 of/);
  await expect(film).toBeVisible();
  expect(asked.filter((url) => url.endsWith(`/data/pixels/${third}`))).toEqual([]);
});

/** The rows of the demo's own table. */
function tableOf(workspace: string): Record<string, string>[] {
  return parse(readFileSync(join(dirname(workspace), "Demo films", "train.csv"), "utf8"), { columns: true });
}

test("search and finding narrow the films to those that the table says, and what is cleared comes back", async ({
  openWindow,
  demo,
}) => {
  const rows = tableOf(demo.workspace);
  expect(rows.length).toBe(demo.films);
  const present = rows.filter((row) => Number(row["Pleural Effusion"]) === 1 && row["Pleural Effusion"] !== "").length;
  const patient = /patient(\d+)/.exec(rows[0]?.["Path"] ?? "")?.[1] ?? "";
  const ofPatient = rows.filter((row) => row["Path"]?.includes(`patient${patient}`)).length;

  const { page } = await openWindow({ workspace: demo.workspace });
  const { place, finding, search, films, openFilm } = lightboxPage(page);
  await expect(place).toHaveText(`Film 1 of ${String(demo.films)}`);
  await finding.click();
  await page.getByRole("option", { name: "Pleural Effusion" }).click();
  await expect(place).toHaveText(new RegExp(`^Film \\d+ of ${String(present)} matching$`));
  await expect(openFilm).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(place).toHaveText(new RegExp(`^Film \\d+ of ${String(demo.films)}$`));
  await page.keyboard.press("Control+z");
  await expect(place).toHaveText(new RegExp(`^Film \\d+ of ${String(present)} matching$`));
  await page.getByRole("button", { name: "Show all" }).click();

  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await search.fill(patient);
  await expect(films).toHaveCount(ofPatient);
  for (const label of await films.all()) await expect(label).toHaveAccessibleName(new RegExp(patient));

  await search.fill("no film says this");
  await expect(page.getByText("No film matches")).toBeVisible();
  await expect(films).toHaveCount(0);
});

test("shift and arrows go through the films of one patient, study by study", async ({ openWindow, demo }) => {
  const paths = tableOf(demo.workspace).map((row) => row["Path"] ?? "");
  const patientOf = (path: string) => /patient\d+/.exec(path)?.[0] ?? "";
  const several = paths.findIndex((path) => paths.filter((other) => patientOf(other) === patientOf(path)).length > 1);
  const patient = patientOf(paths[several] ?? "");
  const of = paths.filter((path) => patientOf(path) === patient).length;

  const { page } = await openWindow({ workspace: demo.workspace });
  const { place, patient: bar, search } = lightboxPage(page);
  await expect(place).toBeVisible();
  await page.keyboard.press("/");
  await search.fill(patient.replace("patient", ""));
  await expect(place).toHaveText(`Film 1 of ${String(of)} matching`);
  const { images } = await callApi(page, "images.ofPatient", { image: addressedFilm(page).image });
  expect(images).toHaveLength(of);
  await page.keyboard.press("Escape");

  const [first, second] = images;
  await expect(bar).toBeVisible();
  if (addressedFilm(page).image !== first?.image) await page.keyboard.press("Shift+ArrowLeft");
  await expect(bar.getByText(`1 of ${String(of)} films of this patient`)).toBeVisible();
  await expect(bar.getByRole("button", { name: "Prior film of this patient" })).toBeDisabled();
  await page.keyboard.press("Shift+ArrowRight");
  await expect(bar.getByText(`2 of ${String(of)} films of this patient`)).toBeVisible();
  expect(addressedFilm(page).image).toBe(second?.image);
  await bar.getByRole("button", { name: /^Prior film of this patient: / }).click();
  await expect(bar.getByText(`1 of ${String(of)} films of this patient`)).toBeVisible();
  expect(addressedFilm(page).image).toBe(first?.image);
});

test("address, back and reload bring back film, neuron and list", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons, map, place, finding, films } = lightboxPage(page);
  await expect(map).toBeVisible();
  await finding.click();
  await page.getByRole("option", { name: "Pleural Effusion" }).click();
  await expect(place).toHaveText(/matching$/);
  await films.nth(1).click();
  await expect(place).toHaveText(/^Film 2 of/);
  await neurons.nth(2).click();
  const number = await neuronOf(neurons.nth(2));
  await page.mouse.move(400, 300);
  await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${number}, `));
  const address = page.url();
  const list = await place.textContent();

  await page.keyboard.press("ArrowRight");
  await expect(place).toHaveText(/^Film 3 of/);
  await page.keyboard.press("ArrowLeft");
  await expect(place).toHaveText(list ?? "");
  await films.nth(0).click();
  await expect(place).toHaveText(/^Film 1 of/);
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(place).toHaveText(list ?? "");
  await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${number}, `));

  await page.reload();
  await expect(page).toHaveURL(address);
  await expect(place).toHaveText(list ?? "");
  await expect(map).toHaveAccessibleName(new RegExp(`^Map of neuron ${number}, `));
  await expect(neurons.nth(2)).toHaveAttribute("aria-expanded", "true");
});

test("with identity hidden neither patient nor file stands anywhere in the view", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { map, strongestFilms, patient, candidates } = lightboxPage(page);
  await expect(map).toBeVisible();
  await expect(strongestFilms.first()).toBeVisible();
  const { image } = addressedFilm(page);
  const { images } = await callApi(page, "images.ofPatient", { image });
  const detail = await callApi(page, "images.get", { image });
  expect(detail.patient).not.toBeNull();
  const everything = () =>
    page.evaluate(() => {
      const attributes = [...document.querySelectorAll("main *")].flatMap((element) =>
        ["title", "aria-label", "alt"].map((name) => element.getAttribute(name) ?? ""),
      );
      return [document.title, document.body.innerText, ...attributes].join("\n");
    });
  expect(await everything()).toContain(detail.patient ?? "");
  expect(await everything()).toContain(detail.name);
  await page.keyboard.press("Shift+I");
  await expect.poll(everything).not.toContain(detail.patient ?? "");
  const all = await callApi(page, "images.list", { limit: 100 });
  const seen = await everything();
  for (const film of all.images) {
    for (const name of [film.patient, film.study, film.name]) if (name !== null) expect(seen).not.toContain(name);
  }
  if (images.length > 1) await expect(patient.getByText(/films of this patient/)).toBeVisible();
  await page.keyboard.press("b");
  await expect(candidates.filter({ hasText: /film/ }).first()).toBeVisible();
  expect(await everything()).not.toMatch(/PHANTOM\d/);
});

test("a film whose file is gone says so with a remedy; its labels stay, and so does the rest", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { film, place, firing, neurons } = lightboxPage(page);
  await expect(film).toBeVisible();
  const list = await callApi(page, "images.list", { offset: 4, limit: 1 });
  const detail = await callApi(page, "images.get", { image: list.images[0]?.image ?? "" });
  const [finding] = Object.keys(detail.findings);
  renameSync(detail.path, `${detail.path}.away`);
  try {
    for (let at = 2; at <= 5; at += 1) {
      await page.keyboard.press("ArrowRight");
      await expect(place).toHaveText(`Film ${String(at)} of ${String(demo.films)}`);
    }
    await expect(page.getByText("The file of this film is no longer where it was.")).toBeVisible();
    await expect(page.getByText("Put it back, or import it from where it is now.")).toBeVisible();
    await expect(film).toHaveCount(0);
    await expect(page.getByRole("group", { name: "Labels and report" })).toContainText(finding ?? "No labels");
    await expect(firing.getByRole("alert")).toContainText("is not there any more.");
    await expect(neurons).toHaveCount(0);
  } finally {
    renameSync(`${detail.path}.away`, detail.path);
  }
  await firing.getByRole("button", { name: "Try again" }).click();
  await expect(neurons.first()).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(place).toHaveText(`Film 6 of ${String(demo.films)}`);
  await expect(film).toBeVisible();
});
