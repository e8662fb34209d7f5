import { cpSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { chexpertFindings } from "../../src-preload/contract/index.ts";
import { makeFilmFiles } from "../support/film-files.ts";
import { writeLargeWorkspace } from "../support/large-workspace.ts";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { expectAccessible } from "./accessible.ts";
import { dropFiles } from "./drop-files.ts";
import { expect, test } from "./fixtures.ts";
import { asked, goToLibrary, libraryPage } from "./library-page.ts";

type Row = Readonly<Record<string, string>>;

/** The table that the demo's films came with, read by itself. */
function tableOf(workspace: string): Row[] {
  return parse(readFileSync(join(dirname(workspace), "Demo films", "train.csv"), "utf8"), { columns: true });
}
const hasLabel = (row: Row, finding: string, label: number) => row[finding] !== "" && Number(row[finding]) === label;
const patientOf = (row: Row): string => /patient(\d+)/.exec(row["Path"] ?? "")?.[1] ?? "";

test("filters narrow the films to those that the table says, one by one and together", async ({ openWindow, demo }) => {
  const rows = tableOf(demo.workspace);
  expect(rows.length).toBe(demo.films);
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToLibrary(page);
  const { films, matching, panel, value, search, chips } = libraryPage(page);
  const expectFilms = async (wanted: (row: Row) => boolean): Promise<void> => {
    const expected = rows.filter(wanted).length;
    await expect(matching).toHaveText(`${String(expected)} of ${String(demo.films)} films match`);
    await expect(films).toHaveCount(expected);
  };
  const clear = async (): Promise<void> => {
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect(films).toHaveCount(demo.films);
  };
  await expect(films).toHaveCount(demo.films);

  // For each state of a label the finding that has it most often.
  for (const [state, label] of [
    ["Present", 1],
    ["Uncertain", -1],
    ["Absent", 0],
  ] as const) {
    const count = (finding: string): number => rows.filter((row) => hasLabel(row, finding, label)).length;
    const [finding = ""] = chexpertFindings.toSorted((one, other) => count(other) - count(one));
    expect(count(finding)).toBeGreaterThan(0);
    await panel.getByRole("radio", { name: state }).click();
    await expect(value("Finding", finding)).toContainText(String(count(finding)));
    await value("Finding", finding).click();
    await expectFilms((row) => hasLabel(row, finding, label));
    await expect(chips).toHaveText(state === "Present" ? finding : `${finding}, ${state.toLowerCase()}`);
    await clear();
  }

  await value("Sex", "Female").click();
  await expectFilms((row) => row["Sex"] === "Female");
  await value("Projection", "AP").click();
  await expectFilms((row) => row["Sex"] === "Female" && row["AP/PA"] === "AP");
  await value("Sex", "Female").click();
  await expectFilms((row) => row["AP/PA"] === "AP");
  await clear();
  await value("View", "Frontal").click();
  await expectFilms((row) => row["Frontal/Lateral"] === "Frontal");
  await clear();

  const ages = rows.map((row) => Number(row["Age"]));
  const youngest = page.getByRole("slider", { name: "Youngest, years" });
  await youngest.focus();
  for (let step = 0; step < 20; step += 1) await page.keyboard.press("ArrowRight");
  const from = Math.min(...ages) + 20;
  await expect(chips).toHaveText(`Age from ${String(from)}`);
  await expectFilms((row) => Number(row["Age"]) >= from);
  await page.getByRole("slider", { name: "Oldest, years" }).focus();
  for (let step = 0; step < 15; step += 1) await page.keyboard.press("ArrowLeft");
  const to = Math.max(...ages) - 15;
  await expectFilms((row) => Number(row["Age"]) >= from && Number(row["Age"]) <= to);
  await clear();

  const patient = patientOf(rows[0] ?? {});
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await search.fill(patient);
  await expectFilms((row) => patientOf(row) === patient);
  for (const film of await films.all()) await expect(film).toHaveAccessibleName(new RegExp(patient));
});

test("a click on a film's patient shows that patient's films; hiding who is on the films hides it everywhere", async ({
  openWindow,
  demo,
}) => {
  const rows = tableOf(demo.workspace);
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToLibrary(page);
  const { grid, films, film, chips } = libraryPage(page);
  await expect(films).toHaveCount(demo.films);
  await film(1).getByRole("button").click();
  const number = patientOf(rows[0] ?? {});
  await expect(films).toHaveCount(rows.filter((row) => patientOf(row) === number).length);
  await expect(chips).toHaveText(/^Patient .*\d$/);
  const patient = ((await chips.textContent()) ?? "").trim().replace("Patient ", "");
  expect(patient).toContain(number);

  await page.keyboard.press("Shift+I");
  await expect(chips).toHaveText("One patient");
  await expect(grid).not.toContainText(patient);
  for (const attribute of ["aria-label", "title", "alt"])
    await expect(page.locator(`[${attribute}*="${patient}"]`)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(films).toHaveCount(demo.films);
  await expect(grid).not.toContainText(/PHANTOM|\.dcm/);
  // It is kept for the next start: put it back.
  await page.keyboard.press("Shift+I");
  await expect(grid).toContainText(patient);
});

test("the address holds the filters: back, forward and a reload bring them back", async ({ openWindow, demo }) => {
  const rows = tableOf(demo.workspace);
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToLibrary(page);
  const { films, value, chips } = libraryPage(page);
  await value("Sex", "Male").click();
  await expect(films).toHaveCount(rows.filter((row) => row["Sex"] === "Male").length);
  await value("Projection", "PA").click();
  const both = rows.filter((row) => row["Sex"] === "Male" && row["AP/PA"] === "PA").length;
  await expect(films).toHaveCount(both);
  expect(asked(page)).toBe("projection=PA&sex=M");

  await page.goBack();
  await expect(chips).toHaveText("Male");
  await expect(value("Projection", "PA")).not.toBeChecked();
  await page.goForward();
  await expect(films).toHaveCount(both);
  await page.reload();
  await expect(films).toHaveCount(both);
  await expect(value("Sex", "Male")).toBeChecked();
  await expect(value("Projection", "PA")).toBeChecked();

  await page.keyboard.press("Escape");
  await expect(films).toHaveCount(demo.films);
  expect(asked(page)).toBe("");
  await page.keyboard.press("Control+z");
  await expect(films).toHaveCount(both);
  expect(asked(page)).toBe("projection=PA&sex=M");
});

test("a search that was typed a moment ago does not call one back from another place", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToLibrary(page);
  await libraryPage(page).search.pressSequentially("ede");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.waitForTimeout(400);
  expect(new URL(page.url()).pathname).toBe("/settings");
});

test("by keyboard alone one moves through the films, opens one in its list, and comes back to it", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToLibrary(page);
  const { grid, film, films, value, search } = libraryPage(page);
  await expect(film(1)).toBeFocused();
  const columns = Number(await grid.getAttribute("aria-colcount"));
  expect(columns).toBeGreaterThan(2);
  await page.keyboard.press("ArrowRight");
  await expect(film(2)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(film(2 + columns)).toBeFocused();
  await page.keyboard.press("End");
  await expect(film(demo.films)).toBeFocused();
  await expect(film(demo.films)).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("ArrowRight");
  await expect(film(demo.films)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(film(1)).toBeFocused();
  await expect(film(1)).toBeInViewport({ ratio: 1 });

  // The panel's values move by arrow keys and are chosen by the space bar.
  await value("Projection", "AP").focus();
  await page.keyboard.press("ArrowDown");
  await expect(value("Projection", "PA")).toBeFocused();
  await page.keyboard.press(" ");
  await expect(value("Projection", "PA")).toBeChecked();
  await expect(films.first()).toHaveAccessibleName(/, PA, /);
  // The first film of the list before may be a PA film too.
  await expect(grid).toHaveAttribute("aria-busy", "false");
  await films.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(film(2)).toBeFocused();
  const name = (await film(2).getAttribute("aria-label")) ?? "";
  // From the search field Enter leads to what was found.
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(film(2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/film\/[0-9a-f]{64}\?projection=PA$/);
  await page.goBack();
  await expect(grid.locator("[aria-current=true]")).toHaveAccessibleName(name);
  await expect(film(2)).toBeFocused();
});

test("a view of the library is saved under a name, opened, removed, and brought back", async ({
  openWindow,
  home,
  demo,
}) => {
  const workspace = join(home, "Views.lightbox");
  cpSync(demo.workspace, workspace, { recursive: true });
  const { page } = await openWindow({ workspace });
  await goToLibrary(page);
  const { films, value, savedViews, chips } = libraryPage(page);
  await value("Finding", "Support Devices").click();
  await expect(chips).toHaveText("Support Devices");
  const narrowed = tableOf(demo.workspace).filter((row) => hasLabel(row, "Support Devices", 1)).length;
  await expect(films).toHaveCount(narrowed);
  await page.keyboard.press("s");
  const name = page.getByRole("textbox", { name: "Name of this view" });
  await expect(name).toBeFocused();
  await expect(name).toHaveValue("Support Devices");
  await name.fill("With devices");
  await page.keyboard.press("Enter");
  await expect(name).toHaveCount(0);

  await page.keyboard.press("Escape");
  await expect(films).toHaveCount(demo.films);
  await page.reload();
  await savedViews.click();
  const saved = page.getByRole("list", { name: "Saved views of this place" });
  await saved.getByRole("button", { name: "With devices", exact: true }).click();
  await expect(films).toHaveCount(narrowed);
  expect(asked(page)).toBe("finding=Support+Devices");

  await savedViews.click();
  await expectAccessible(page);
  await saved.getByRole("button", { name: "Remove “With devices”" }).click();
  await expect(page.getByText("None is saved yet.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Taken back: Remove the view “With devices”")).toBeVisible();
  await savedViews.click();
  await expect(saved.getByRole("button", { name: "With devices", exact: true })).toBeVisible();
});

test("where nothing matches, the library says which filter to take off and what that leaves", async ({
  openWindow,
  demo,
}) => {
  const rows = tableOf(demo.workspace);
  const first = rows[0] ?? {};
  const patient = patientOf(first);
  const other = first["Sex"] === "Male" ? "Female" : "Male";
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToLibrary(page);
  const { films, value, search, nothing } = libraryPage(page);
  await search.fill(patient);
  const ofPatient = rows.filter((row) => patientOf(row) === patient).length;
  await expect(films).toHaveCount(ofPatient);
  await value("Sex", other).click();
  await expect(nothing).toBeVisible();
  const loosen = page.getByRole("status").filter({ has: nothing }).getByRole("listitem");
  await expect(loosen.filter({ hasText: patient })).toContainText(
    `leaves ${String(rows.filter((row) => row["Sex"] === other).length)} films`,
  );
  await expect(loosen.filter({ hasText: other })).toContainText(new RegExp(`leaves ${String(ofPatient)} films?$`));
  await expectAccessible(page);
  await loosen.getByRole("button", { name: other }).click();
  await expect(films).toHaveCount(ofPatient);
});

test("dropped films come in before one's eyes, with their data set, and are read", async ({
  openWindow,
  home,
  demo,
}) => {
  const workspace = join(home, "Copy.lightbox");
  cpSync(demo.workspace, workspace, { recursive: true });
  const { good } = await makeFilmFiles(join(home, "incoming"));
  const { page } = await openWindow({ workspace });
  await goToLibrary(page);
  const { films, panel, film } = libraryPage(page);
  await expect(films).toHaveCount(demo.films);
  const dataSets = panel.getByRole("group", { name: "Data set" }).getByRole("radio");
  await expect(dataSets).toHaveCount(1);

  await dropFiles(page, good);
  await expect(page.getByRole("group", { name: /^At work: / })).toBeVisible();
  const all = demo.films + good.length;
  await expect(page.getByText(`${String(all)} films`, { exact: false }).first()).toBeVisible({ timeout: 60_000 });
  // The count may be told before the list has grown.
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(film(all)).toBeFocused({ timeout: 1000 });
  }).toPass({ timeout: 15_000 });
  await expect(dataSets).toHaveCount(2);
  await expect(dataSets.last()).toContainText(String(good.length));
  await expect(page.getByRole("group", { name: /^At work: / })).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByText(/not been read by the encoder/)).toHaveCount(0);
  await dataSets.last().click();
  await expect(films).toHaveCount(good.length);
  expect(await lightboxCommand("info", workspace)).toMatchObject({ images: all, explained: all });
});

test("films that were imported and not read are counted, and read at a click", async ({ openWindow, home }) => {
  const workspace = join(home, "Unread.lightbox");
  await lightboxCommand("init", workspace);
  const { page } = await openWindow({ workspace });
  await goToLibrary(page);
  await expect(page.getByRole("heading", { name: "Drop chest films here" })).toBeVisible();
  await expectAccessible(page);
  const { good } = await makeFilmFiles(join(home, "incoming"));
  await lightboxCommand("import", workspace, ...good);
  await page.reload();
  await goToLibrary(page);
  const { films } = libraryPage(page);
  await expect(films).toHaveCount(good.length);
  await expect(page.getByText(`${String(good.length)} films have not been read by the encoder yet.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Encode and score" }).click();
  await expect(page.getByText(/not been read by the encoder/)).toHaveCount(0);
  await expect
    .poll(async () => ((await lightboxCommand("info", workspace)) as { explained: number }).explained, {
      timeout: 60_000,
    })
    .toBe(good.length);
});

test("a list of thousands scrolls to its last film, keeps few films in the document and asks for what one stops at", async ({
  openWindow,
  home,
}) => {
  const total = 4000;
  const workspace = join(home, "Large.lightbox");
  const { good } = await makeFilmFiles(join(home, "incoming"));
  await writeLargeWorkspace(workspace, { images: total, neurons: 64, k: 4, films: good });
  const { page } = await openWindow({ workspace });
  await goToLibrary(page);
  const { films, film } = libraryPage(page);
  await expect(film(1)).toBeFocused();
  let lists = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/images.list")) lists += 1;
  });
  await page.keyboard.press("End");
  const last = film(total);
  await expect(last).toBeInViewport({ ratio: 1 });
  await expect(last).toHaveAccessibleName(/Patient/);
  await expect(last.locator("img")).toHaveJSProperty("complete", true);
  expect(await last.locator("img").evaluate((picture: HTMLImageElement) => picture.naturalWidth)).toBeGreaterThan(0);
  expect(await films.count()).toBeLessThan(150);
  // Of the 40 pages between, none.
  expect(lists).toBeLessThanOrEqual(3);

  // The place is kept, while one is elsewhere and at another size of the tiles.
  await last.click();
  await expect(page).toHaveURL(/\/film\/[0-9a-f]{64}$/);
  await page.goBack();
  await expect(last).toBeInViewport({ ratio: 1 });
  await expect(last).toHaveAttribute("aria-current", "true");
  await page.getByRole("slider", { name: "Size of the thumbnails" }).focus();
  await page.keyboard.press("Home");
  await expect(last).toBeInViewport();
});

test("the library is accessible with its films, filtered, and in a narrow window", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await goToLibrary(page);
  const { films, value, panel } = libraryPage(page);
  await expect(films).toHaveCount(demo.films);
  await expectAccessible(page);
  await value("Finding", "Support Devices").click();
  await expect(page.getByRole("button", { name: "Clear all" })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 1024, height: 700 });
  await expect(panel).toHaveCount(0);
  await page.keyboard.press("f");
  await expect(panel).toBeVisible();
  await expectAccessible(page);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond).toBe(0);
});
