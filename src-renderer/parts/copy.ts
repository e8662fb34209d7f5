import { words } from "../messages/index.ts";
import type { App } from "../state/index.ts";

/** Puts text on the clipboard and says so; where there is no clipboard, says that, or what stands in for it. */
export async function copyText(
  app: App,
  text: string,
  told: string,
  otherwise: string = words.shell.copyNotAllowed,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    app.notices.news(told);
  } catch {
    app.notices.news(otherwise);
  }
}
