import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { MethodInput, NeuronRow } from "../../src-preload/contract/index.ts";
import { correlation, count, neuronNumber, share } from "../../src-renderer/drawing/format.ts";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";
import { canvasFacts } from "./lightbox-page.ts";
import { filmsOf, goToNeurons, neuronPage, neuronsPage, shownSums } from "./neurons-page.ts";
import { callApi, readFloats } from "./page-api.ts";

const sae = "demo-sae";
const finding = "Pleural Effusion";

const listed = (page: Page, query: Omit<MethodInput<"evidence.neurons">, "sae">) =>
  callApi(page, "evidence.neurons", { sae, ...query });

/** What the first cells of a row say of a neuron, without white space; the chart says nothing. */
function cellsOf(row: NeuronRow): string[] {
  const number = `${neuronNumber(row.neuron)} unnamed`;
  const nothing = "– none";
  const cells =
    row.mean === null || row.max === null
      ? [number, `never fires 0 of ${count(row.images)}`, nothing, nothing, nothing, nothing]
      : [
          ...[number, `${share(row.density)} ${count(row.fires)} of ${count(row.images)}`, ""],
          ...[row.mean.toFixed(2), row.max.toFixed(2), row.strongest?.finding ?? "no labels"],
        ];
  return cells.map((cell) => cell.replaceAll(/\s+/g, ""));
}

/** The first rows are those of the Api's answer, number by number. */
async function expectRows(page: Page, query: Omit<MethodInput<"evidence.neurons">, "sae">): Promise<void> {
  const { table } = neuronsPage(page);
  const answer = await listed(page, query);
  await expect(table).toHaveAttribute("aria-rowcount", String(answer.total + 1));
  const first = answer.neurons.slice(0, 14);
  const shown = () =>
    table.evaluate(
      (element, rows) =>
        Array.from({ length: rows }, (_, place) => {
          const row = element.querySelector(`[aria-rowindex="${String(place + 2)}"]`);
          const cells = [...(row?.querySelectorAll("[role=cell]") ?? [])].slice(0, 6);
          return cells.map((cell) => cell.textContent.replaceAll(/\s+/g, ""));
        }),
      first.length,
    );
  await expect.poll(shown).toEqual(first.map(cellsOf));
}

test("the table shows every neuron with the numbers that the statistics hold, in the order asked for", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToNeurons(page);
  const { header, total, row, table, search } = neuronsPage(page);
  const { all } = await listed(page, {});
  await expect(total).toHaveText(`${count(all)} neurons`);
  await expectRows(page, { sort: "association", descending: true });

  for (const [name, sort] of [
    ["Max", "max"],
    ["Mean", "mean"],
    ["Fires on", "density"],
  ] as const) {
    await header(name).getByRole("button").click();
    await expect(header(name)).toHaveAttribute("aria-sort", "descending");
    await expectRows(page, { sort, descending: true });
    await header(name).getByRole("button").press("Enter");
    await expect(header(name)).toHaveAttribute("aria-sort", "ascending");
    await expectRows(page, { sort, descending: false });
  }

  // The last row of all, by one key; rows in between were never asked for.
  await page.goBack();
  const last = (await listed(page, { sort: "density", descending: true, offset: all - 1 })).neurons[0];
  await row(0).getByRole("link").focus();
  await page.keyboard.press("End");
  await expect(row(all - 1).getByRole("link")).toBeFocused();
  await expect(row(all - 1)).toContainText(neuronNumber(last?.neuron ?? -1));
  await page.keyboard.press("ArrowUp");
  await expect(row(all - 2).getByRole("link")).toBeFocused();

  await page.getByRole("radio", { name: "Dead" }).click();
  const dead = await listed(page, { sort: "density", descending: true, firing: "dead" });
  expect(dead.total).toBeGreaterThan(0);
  expect(dead.neurons.every(({ fires }) => fires === 0)).toBe(true);
  await expect(total).toHaveText(`${count(dead.total)} of ${count(all)} neurons`);
  await expectRows(page, { sort: "density", descending: true, firing: "dead" });
  await page.keyboard.press("Escape");
  await expect(total).toHaveText(`${count(all)} neurons`);
  await page.keyboard.press("Control+z");
  await expect(total).toHaveText(`${count(dead.total)} of ${count(all)} neurons`);
  await page.keyboard.press("Control+Shift+z");

  await search.fill("no finding is called that");
  await expect(page.getByRole("heading", { name: "No neuron passes these filters" })).toBeVisible();
  await expect(table).toHaveCount(0);
});

test("a finding puts the neuron with the largest correlation first, and the view can be kept under a name", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const strongest = (await callApi(page, "evidence.findings", { sae })).find(
    ({ association }) => association.finding === finding,
  );
  await goToNeurons(page);
  const { row, rows, header, savedViews, total } = neuronsPage(page);
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press("f");
  await page.getByRole("option", { name: new RegExp(`^${finding}`) }).click();
  await expect(page).toHaveURL(/\/neurons\?finding=Pleural\+Effusion&sort=association&descending=true$/);
  await expect(header(/^ρ with Pleural Effusion/)).toHaveAttribute("aria-sort", "descending");
  expect(strongest).toBeDefined();
  await expect(row(0)).toContainText(neuronNumber(strongest?.neuron ?? -1));
  const rho = row(0).getByRole("cell").nth(6);
  await expect(rho).toContainText(correlation(strongest?.association.correlation ?? NaN));
  const { neurons } = await listed(page, { finding, sort: "association", descending: true });
  const values = neurons.map(({ withFinding }) => withFinding?.correlation ?? null);
  const defined = values.filter((value) => value !== null);
  expect(defined).toEqual(defined.toSorted((one, other) => other - one));
  expect(values.slice(0, 2)).not.toContain(null);

  await savedViews.click();
  await page.getByRole("textbox", { name: "Name of this view" }).fill("Effusion first");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(header("Neuron")).toHaveAttribute("aria-sort", "none");
  await page.goto(`${new URL(page.url()).origin}/neurons`).catch(() => undefined);
  await expect(total).toBeVisible();
  await savedViews.click();
  await page.getByRole("button", { name: "Effusion first", exact: true }).click();
  await expect(page).toHaveURL(/finding=Pleural\+Effusion/);
  await expect(row(0)).toContainText(neuronNumber(strongest?.neuron ?? -1));
});

test("by keys alone: find the neurons of an effusion, read the first, open a film, and come back to the table", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToNeurons(page);
  const { rows, row } = neuronsPage(page);
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByRole("option", { name: new RegExp(`^${finding}`) })).toBeVisible();
  await page.keyboard.type("Pleural E");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/finding=Pleural\+Effusion/);
  // From the choice the keyboard goes on into the table.
  await page.keyboard.press("/");
  await page.keyboard.press("Enter");
  await expect(row(0).getByRole("link")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(row(1).getByRole("link")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  const address = page.url();
  const neuron = Number((await row(0).getByRole("link").innerText()).replaceAll(/[#,]/g, ""));
  await page.keyboard.press("Enter");

  const view = neuronPage(page);
  await expect(view.heading(neuron)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/neuron/${sae}/${String(neuron)}$`));
  await expect(view.findings.first()).toContainText(finding);
  const strongest = view.group(/^Strongest/).getByRole("link");
  await expect(strongest.first()).toBeVisible();
  for (let step = 0; step < 40 && !(await hasFocusWithin(page, "Strongest")); step += 1)
    await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await expect(strongest.nth(1)).toBeFocused();
  const image = (await filmsOf(view.group(/^Strongest/)))[1] ?? "";
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/film/${image}\\?neuron=${String(neuron)}$`));

  await page.keyboard.press("Alt+ArrowLeft");
  await expect(view.heading(neuron)).toBeVisible();
  await expect(strongest.nth(1)).toBeFocused();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page).toHaveURL(address);
  await expect(row(0).getByRole("link")).toBeFocused();
});

async function hasFocusWithin(page: Page, group: string): Promise<boolean> {
  return page.evaluate(
    (name) => document.activeElement?.closest("ul")?.getAttribute("aria-label")?.startsWith(name) === true,
    group,
  );
}

test("a neuron's page: one film per patient in every group, each with its own map, all on one scale", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons } = await listed(page, { sort: "density", descending: true });
  // One that fires on some films and is silent on others.
  const chosen = neurons.find(({ fires, images }) => fires <= images / 2);
  const neuron = chosen?.neuron ?? -1;
  await goToNeurons(page);
  await neuronsPage(page).search.fill(String(neuron));
  await page.getByRole("link", { name: neuronNumber(neuron), exact: true }).click();
  const view = neuronPage(page);
  await expect(view.heading(neuron)).toBeVisible();
  await expect(view.facts).toContainText(`${count(chosen?.fires ?? 0)} of ${count(chosen?.images ?? 0)} films`);

  const silent = view.group(/^Not firing/);
  await expect(silent.getByRole("link").first()).toBeVisible();
  const perGroup = (await filmsOf(view.group(/^Strongest/))).length;
  expect(perGroup).toBeGreaterThan(1);
  const { groups } = await callApi(page, "evidence.films", { sae, neuron, perGroup: 8 });
  const names = [/^Strongest/, /^Top quarter/, /^Upper middle/, /^Lower middle/, /^Lowest quarter/, /^Random/, /^Not/];
  expect(groups.length).toBe(names.length);
  for (const [place, group] of groups.entries()) {
    const shown = await filmsOf(view.group(names[place] ?? /^$/));
    expect(shown).toEqual(group.examples.map(({ image }) => image));
    const patients = group.examples.map(({ patient }) => patient);
    expect(new Set(patients).size).toBe(patients.length);
  }
  for (const tile of await silent.getByRole("link").all()) await expect(tile).toHaveAccessibleName(/activation 0$/);

  // The map of a film that fires and of one that does not are those that the statistics' own calls give.
  const first = groups[0]?.examples[0]?.image ?? "";
  const still = groups[6]?.examples[0]?.image ?? "";
  await silent.scrollIntoViewIfNeeded();
  await expect.poll(async () => Object.keys(await shownSums(page))).toEqual(expect.arrayContaining([first, still]));
  const sums = await shownSums(page);
  for (const image of [first, still]) {
    const { centredMap, map, activation } = await callApi(page, "attribution.neuron", { sae, image, neuron });
    const cells = await readFloats(page, (centredMap ?? map).path);
    const sum = cells.reduce((total, cell) => total + cell, 0);
    expect(Math.abs((sums[image] ?? NaN) - sum)).toBeLessThan(0.0051);
    expect(activation > 0).toBe(image === first);
  }
  const drawn = await canvasFacts(
    view
      .group(/^Strongest/)
      .getByRole("link")
      .first()
      .getByRole("img"),
  );
  expect(drawn.coloured).toBeGreaterThan(100);
  await page.keyboard.press("m");
  await expect(view.tiles.first().getByRole("img")).toHaveCount(0);
  await page.keyboard.press("m");
  await page.keyboard.press("m");
  await expect(view.tiles.first().getByRole("img")).toHaveCount(1);
});

test("maps stay with their films when the neurons are scored again", async ({ openWindow, home }) => {
  const [workspace, films] = [join(home, "Again.lightbox"), join(home, "again")];
  await lightboxCommand("phantom", films, "--count", "12");
  await lightboxCommand("init", workspace);
  await lightboxCommand("import", workspace, join(films, "films"));
  await lightboxCommand("encode", workspace, "--encoder", "demo-encoder", "--sae", sae);
  await lightboxCommand("score", workspace, "--sae", sae);
  const { page } = await openWindow({ workspace });
  await goToNeurons(page);
  await neuronsPage(page).header("Fires on").getByRole("button").click();
  await neuronsPage(page).row(0).getByRole("link").click();
  const { tiles } = neuronPage(page);
  const maps = tiles.getByRole("img");
  await expect(maps.first()).toBeVisible();
  const { job } = await callApi(page, "evidence.score", { sae });
  await expect.poll(async () => (await callApi(page, "jobs.get", { job })).state).toBe("succeeded");
  // The maps of the old statistics go first.
  await page.waitForTimeout(500);
  await expect(maps.first()).toBeVisible();
  await expect.poll(async () => await maps.count()).toBeGreaterThan(3);
});

test("shuffling draws other films and stands in the address, which brings the same films back", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { neurons } = await listed(page, { sort: "density", descending: true });
  const neuron = neurons.find(({ fires, images }) => fires <= images / 2)?.neuron ?? -1;
  await goToNeurons(page);
  await neuronsPage(page).search.fill(String(neuron));
  await page.getByRole("link", { name: neuronNumber(neuron), exact: true }).click();
  const { group, heading } = neuronPage(page);
  const silent = group(/^Not firing/);
  await expect(silent.getByRole("link").first()).toBeVisible();
  const [strongestBefore, silentBefore] = [await filmsOf(group(/^Strongest/)), await filmsOf(silent)];
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\?seed=2$/);
  await expect.poll(() => filmsOf(silent)).not.toEqual(silentBefore);
  const shuffled = await filmsOf(silent);
  const { groups } = await callApi(page, "evidence.films", { sae, neuron, perGroup: 8, seed: 2 });
  expect(shuffled).toEqual(groups[6]?.examples.map(({ image }) => image));
  expect(await filmsOf(group(/^Strongest/))).toEqual(strongestBefore);
  await page.reload();
  await expect(heading(neuron)).toBeVisible();
  await expect.poll(() => filmsOf(silent)).toEqual(shuffled);
});

test("before scoring both views say so and offer it; numbers that an import has made old say that too", async ({
  openWindow,
  home,
}) => {
  const [workspace, first, more] = [join(home, "New.lightbox"), join(home, "first"), join(home, "more")];
  await lightboxCommand("phantom", first, "--count", "6");
  await lightboxCommand("phantom", more, "--count", "3", "--seed", "9");
  await lightboxCommand("init", workspace);
  await lightboxCommand("import", workspace, join(first, "films"));
  await lightboxCommand("encode", workspace, "--encoder", "demo-encoder", "--sae", sae);
  const before = await openWindow({ workspace });
  await goToNeurons(before.page);
  await expect(before.page.getByRole("heading", { name: "The neurons have not been scored yet" })).toBeVisible();
  await expectAccessible(before.page);
  await before.page.getByRole("button", { name: "Score the neurons" }).click();
  await expect(neuronsPage(before.page).rows.first()).toBeVisible({ timeout: 30_000 });
  await expect(before.page.getByText("over 6 films")).toBeVisible();
  await before.stop();

  await lightboxCommand("import", workspace, join(more, "films"));
  await lightboxCommand("encode", workspace, "--encoder", "demo-encoder", "--sae", sae);
  const { page } = await openWindow({ workspace });
  await goToNeurons(page);
  await expect(page.getByText("over 6 films")).toBeVisible();
  await expect(
    page.getByText(/^Films, codes, labels or Lightbox itself have changed since these numbers were made on /),
  ).toBeVisible();
  await neuronsPage(page).header("Fires on").getByRole("button").click();
  await neuronsPage(page).row(0).getByRole("link").click();
  await page.getByRole("button", { name: "Score again" }).click();
  await expect(neuronPage(page).facts).toContainText("of 9 films", { timeout: 30_000 });
  await expect(page.getByText(/^Films, codes, labels or Lightbox itself have changed/)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByText("over 9 films")).toBeVisible();
});

test("the table and a neuron's page are accessible in both themes and fit a small window", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToNeurons(page);
  const { rows, row, header } = neuronsPage(page);
  await header(/^ρ/).getByRole("button").click();
  await page.keyboard.press("Enter");
  await expect(rows.first()).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await row(0).getByRole("link").click();
  await expect(neuronPage(page).tiles.first().getByRole("img")).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
});

/** Nothing scrolls sideways, neither the window nor a part of it. */
async function expectFits(page: Page): Promise<void> {
  for (const size of [
    { width: 1024, height: 700 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(size);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const beyond = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("main, aside, [role=rowgroup], .films")]
        .filter((part) => part.scrollWidth > part.clientWidth)
        .map((part) => part.className || part.tagName),
    );
    expect(beyond).toEqual([]);
  }
}
