import type { Page } from "@playwright/test";

/** One step in the window: the place gone to, and what has to be on screen before it counts as painted. */
export interface Step {
  readonly address: string;
  /** CSS selectors of which each has to match something drawn; an image has to be decoded. */
  readonly shows: readonly string[];
}

export interface Measured {
  /** Milliseconds from the click to the frame that shows it. */
  readonly milliseconds: number;
  /** The longest time that the window's thread was held in one go meanwhile; 0 where none was over 50 ms. */
  readonly held: number;
}

/** Goes to a place in the window as a link does and waits for the first frame that shows what the place is about. */
export function paint(page: Page, step: Step): Promise<Measured> {
  return page.evaluate(async ({ address, shows }) => {
    let held = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) held = Math.max(held, entry.duration);
    });
    observer.observe({ type: "longtask" });
    const frame = (): Promise<void> =>
      new Promise((drawn) => {
        requestAnimationFrame(() => {
          drawn();
        });
      });
    const isDrawn = (selector: string): boolean => {
      const element = document.querySelector(selector);
      if (element instanceof HTMLImageElement) return element.complete && element.naturalWidth > 0;
      return element !== null && element.getClientRects().length > 0;
    };
    const start = performance.now();
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
    while (!shows.every(isDrawn)) {
      if (performance.now() - start > 20_000) throw new Error(`${address} never showed ${shows.join(", ")}`);
      await frame();
    }
    await frame();
    const milliseconds = performance.now() - start;
    // A long task is told of after it has ended.
    await new Promise((told) => setTimeout(told, 60));
    observer.disconnect();
    return { milliseconds, held };
  }, step);
}

/** Milliseconds that a bare call of the Api takes from the same page: what no view can do without. */
export function call(page: Page, name: string, input: unknown): Promise<number> {
  return page.evaluate(
    async ([method, body]) => {
      const start = performance.now();
      const headers = { "content-type": "application/json" };
      await (await fetch(`/api/${method}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
      return performance.now() - start;
    },
    [name, input] as const,
  );
}

/** The value below which 95 of 100 lie (nearest rank). */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(0.95 * sorted.length) - 1)] ?? NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
