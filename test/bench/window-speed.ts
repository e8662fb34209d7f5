import { readdirSync, readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import type { Browser, Page } from "@playwright/test";
import type { MethodOutput } from "../../src-preload/contract/index.ts";
import { chromiumPath } from "../support/chromium.ts";
import { startLightbox } from "../support/running-lightbox.ts";
import type { BenchRow } from "./measure.ts";
import { call, median, paint, percentile95 } from "./window-probe.ts";
import type { Step } from "./window-probe.ts";

const rounds = 20;

interface View {
  readonly name: string;
  readonly steps: readonly Step[];
  /** The call behind the view, as the baseline. */
  readonly call: readonly [string, unknown];
}

async function ask<Output>(page: Page, name: string, input: unknown): Promise<Output> {
  const reply = await page.request.post(`/api/${name}`, { data: input });
  const envelope = (await reply.json()) as { ok: true; value: Output } | { ok: false; error: { message: string } };
  if (!envelope.ok) throw new Error(envelope.error.message);
  return envelope.value;
}

const findings = ["Edema", "Pleural Effusion", "Pneumothorax", "Cardiomegaly", "Atelectasis"];

async function libraryView(page: Page): Promise<View> {
  const steps: Step[] = [];
  for (const finding of findings)
    for (const sex of ["F", "M"]) {
      const list = await ask<MethodOutput<"images.list">>(page, "images.list", { finding, sex, limit: 1 });
      const first = list.images[0]?.image;
      if (first === undefined) continue;
      const words = new URLSearchParams({ finding, sex });
      steps.push({ address: `/library?${words.toString()}`, shows: [`[role=grid] img[src$="${first}"]`] });
    }
  return { name: "Library, another filter", steps, call: ["images.list", { finding: "Edema", limit: 100 }] };
}

/** Films spread over the whole list, each opened for the first time. */
async function filmViews(page: Page): Promise<View[]> {
  const { total } = await ask<MethodOutput<"images.list">>(page, "images.list", { limit: 1 });
  const films: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const offset = Math.floor(((round + 0.5) * total) / rounds);
    const list = await ask<MethodOutput<"images.list">>(page, "images.list", { offset, limit: 1 });
    if (list.images[0] !== undefined) films.push(list.images[0].image);
  }
  const [film, neurons] = [films.filter((_, at) => at % 2 === 0), films.filter((_, at) => at % 2 === 1)];
  return [
    {
      name: "Lightbox, the film",
      steps: film.map((image) => ({ address: `/film/${image}`, shows: [`canvas[data-painted="${image}"]`] })),
      call: ["images.display", { image: film[0] }],
    },
    {
      name: "Lightbox, the film and what fires on it",
      steps: neurons.map((image) => ({
        address: `/film/${image}`,
        shows: [`canvas[data-painted="${image}"]`, `[data-explained="${image}"] button[data-neuron]`],
      })),
      call: ["attribution.explain", { image: film[0], sae: await saeInUse(page) }],
    },
  ];
}

async function saeInUse(page: Page): Promise<string> {
  const { sae } = await ask<MethodOutput<"workspace.info">>(page, "workspace.info", {});
  if (sae === null) throw new Error("this workspace has no SAE in use");
  return sae;
}

async function neuronViews(page: Page): Promise<View[]> {
  const sae = await saeInUse(page);
  const sorts = ["density", "mean", "max", "association", "neuron"] as const;
  const table: Step[] = [];
  for (const sort of sorts)
    for (const finding of findings.slice(0, 2)) {
      const query = { sae, sort, finding, descending: true, limit: 1 };
      const [first] = (await ask<MethodOutput<"evidence.neurons">>(page, "evidence.neurons", query)).neurons;
      const words = new URLSearchParams({ finding, sort, descending: "true" });
      const shows = [`[aria-rowindex="2"] a[href$="/${String(first?.neuron)}"]`];
      table.push({ address: `/neurons?${words.toString()}`, shows });
    }
  const busiest = await ask<MethodOutput<"evidence.neurons">>(page, "evidence.neurons", {
    sae,
    sort: "density",
    descending: true,
    firing: "firing",
    limit: 200,
  });
  const chosen = busiest.neurons.filter((_, at) => at % Math.max(1, Math.floor(busiest.neurons.length / rounds)) === 0);
  const neuron = chosen.slice(0, rounds).map((row) => ({
    address: `/neuron/${sae}/${String(row.neuron)}`,
    shows: [`main[data-neuron="${String(row.neuron)}"] [data-group] img`],
  }));
  const asked = { sae, sort: "association", finding: "Edema", descending: true };
  return [
    { name: "Neurons, another order", steps: table, call: ["evidence.neurons", asked] },
    { name: "Neuron, its films", steps: neuron, call: ["evidence.films", { sae, neuron: chosen[0]?.neuron ?? 0 }] },
  ];
}

const plain: View = {
  name: "Jobs, settings, about",
  steps: ["/jobs", "/settings", "/about", "/jobs", "/settings", "/about"].map((address) => ({
    address,
    shows: ["main h1"],
  })),
  call: ["about.info", {}],
};

/** Resident memory of the browser's process that draws the window, MiB (Linux only). */
function windowMemory(browserProcess: number): number {
  const sizes = readdirSync("/proc")
    .filter((id) => /^\d+$/.test(id))
    .map((id) => ({ id, command: read(`/proc/${id}/cmdline`) }))
    .filter(({ id, command }) => command.includes("--type=renderer") && isBelow(Number(id), browserProcess))
    .map(({ id }) => Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${id}/smaps_rollup`))?.[1] ?? 0) / 1024);
  return Math.max(0, ...sizes);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function isBelow(process: number, ancestor: number): boolean {
  for (let id = process; id > 1;) {
    id = Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${String(id)}/status`))?.[1] ?? 0);
    if (id === ancestor) return true;
  }
  return false;
}

async function measureView(page: Page, view: View): Promise<BenchRow> {
  const measured = [];
  for (const step of view.steps) measured.push(await paint(page, step));
  const baseline: number[] = [];
  for (let round = 0; round < 10; round += 1) baseline.push(await call(page, view.call[0], view.call[1]));
  const times = measured.map(({ milliseconds }) => milliseconds);
  const held = Math.max(...measured.map((one) => one.held));
  const stuck = held === 0 ? "never held over 50 ms" : `held ${held.toFixed(0)} ms at most`;
  const [half, most] = [median(times).toFixed(0), percentile95(times).toFixed(0)];
  return {
    what: view.name,
    value: `median ${half} ms, p95 ${most} ms of ${String(times.length)}; ${stuck}`,
    baseline: `${view.call[0]} alone, from the same page: ${median(baseline).toFixed(0)} ms`,
    ratio: (median(times) / median(baseline)).toFixed(1),
  };
}

async function openWindow(browser: Browser, address: string, link: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: address });
  const page = await context.newPage();
  await page.goto(link);
  await page.locator("main").waitFor();
  return page;
}

/** Every view of the window on a workspace that has been encoded and scored, in a real browser. */
export async function measureWindow(workspace: string): Promise<BenchRow[]> {
  const lightbox = await startLightbox({ workspace });
  const executablePath = chromiumPath();
  const server = await chromium.launchServer({
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const browser = await chromium.connect(server.wsEndpoint());
  try {
    const page = await openWindow(browser, lightbox.address, lightbox.link());
    const views = [await libraryView(page), ...(await filmViews(page)), ...(await neuronViews(page)), plain];
    const rows: BenchRow[] = [];
    // A first visit brings the code of a view into memory; it does not count.
    for (const view of views) if (view.steps[0] !== undefined) await paint(page, view.steps[0]);
    for (const view of views) rows.push(await measureView(page, { ...view, steps: view.steps.slice(1) }));
    const memory = windowMemory(server.process().pid ?? 0);
    rows.push({ what: "memory of the window", value: `${memory.toFixed(0)} MiB`, baseline: "none", ratio: "N/A" });
    return rows;
  } finally {
    await browser.close();
    await server.close();
    await lightbox.stop();
  }
}
