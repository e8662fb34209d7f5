import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where workspaces live by default: $LIGHTBOX_HOME, else the folder Lightbox in the user's home. */
export function lightboxHome(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment["LIGHTBOX_HOME"] ?? "";
  return chosen === "" ? join(homedir(), "Lightbox") : resolve(chosen);
}

/** The workspace that the first start makes. */
export function demoWorkspace(environment: NodeJS.ProcessEnv = process.env): string {
  return join(lightboxHome(environment), "Demo.lightbox");
}

export function workspaceExists(folder: string): boolean {
  return existsSync(join(folder, "lightbox.db"));
}
