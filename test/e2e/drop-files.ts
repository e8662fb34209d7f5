import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** Drags files from outside over the window and lets them go, as from a file manager: with their bytes and their paths. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const drag = (type: "dragEnter" | "dragOver" | "drop") =>
    session.send("Input.dispatchDragEvent", {
      ...{ type, x: 300, y: 300 },
      data: { items: [], files: [...paths], dragOperationsMask: 1 },
    });
  await drag("dragEnter");
  await drag("dragOver");
  await expect(page.getByText("Drop to import")).toBeVisible();
  await drag("drop");
}
