import type { Page } from "@playwright/test";

/** The steps of a first start as the window shows them at one moment: "running", "done" or "waiting" for each. */
export type Snapshot = readonly { readonly name: string; readonly state: string; readonly done: number }[];

/** Watches the list of steps from now on: steps may be over faster than a test looks. */
export async function watchStages(page: Page): Promise<() => Promise<Snapshot[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    const look = (): void => {
      const rows = [...document.querySelectorAll("main ol > li:has(.mark)")].map((row) => {
        const [name = "", state = ""] = (row.querySelector(".name")?.textContent ?? "").split(", ");
        const done = Number((row.querySelector(".numbers")?.textContent ?? "").split(" ")[0]?.replaceAll(",", ""));
        return { name, state, done };
      });
      const snapshot = JSON.stringify(rows);
      if (rows.length > 0 && snapshot !== seen.at(-1)) seen.push(snapshot);
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { stagesSeen: seen });
  });
  return async () => {
    const seen = await page.evaluate(() => (window as unknown as { stagesSeen: string[] }).stagesSeen);
    return seen.map((snapshot) => JSON.parse(snapshot) as Snapshot);
  };
}
