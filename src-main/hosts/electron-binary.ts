import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const installMilliseconds = 20_000;
const oneDay = 24 * 3_600_000;

/** Which door `npm start` opens, and in one line why when it is not Electron. */
export type DoorChoice =
  { readonly door: "electron"; readonly binary: string } | { readonly door: "loopback"; readonly reason: string };

export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** User id, 0 for root; undefined on Windows. */
  readonly user: number | undefined;
  readonly display: boolean;
  /** Path of the Electron binary, installed now if need be; a string that says why where there is none. */
  readonly binary: () => Promise<{ readonly path: string } | { readonly missing: string }>;
}

/** Electron where it can run with its sandbox and be seen, else the loopback door. */
export async function chooseDoor(around: Surroundings): Promise<DoorChoice> {
  const loopback = (reason: string): DoorChoice => ({ door: "loopback", reason });
  if ((around.environment["LIGHTBOX_NO_ELECTRON"] ?? "") !== "") return loopback("LIGHTBOX_NO_ELECTRON is set");
  if (!around.display) return loopback("there is no display");
  if (around.platform === "linux" && around.user === 0) {
    return loopback("Electron's sandbox does not run as root, and Lightbox does not switch it off");
  }
  const found = await around.binary();
  return "path" in found ? { door: "electron", binary: found.path } : loopback(found.missing);
}

/**
 * The Electron binary of this product, fetched by npm's own installer where it is missing, or the reason why there is
 * none. Fetching is announced, and after a failure not tried again for a day.
 */
export async function electronBinary(
  root: string,
  say: (line: string) => void,
  now = Date.now(),
): Promise<{ path: string } | { missing: string }> {
  const present = findBinary(root, process.env);
  if (present !== undefined) return { path: present };
  const failure = join(root, "node_modules", ".cache", "lightbox", "electron-not-fetched");
  const failed = statSync(failure, { throwIfNoEntry: false })?.mtimeMs;
  if (failed !== undefined && now - failed < oneDay) {
    return {
      missing: "Electron's binary could not be fetched within the last day (`npm run electron:get` tries again)",
    };
  }
  say("Fetching Electron's desktop binary once (about 100 MB); LIGHTBOX_NO_ELECTRON=1 leaves it out.");
  const installed = await install(root);
  if (installed !== undefined) {
    rmSync(failure, { force: true });
    return { path: installed };
  }
  remember(failure);
  return { missing: "the Electron binary is not installed and could not be downloaded" };
}

async function install(root: string): Promise<string | undefined> {
  const installer = join(root, "node_modules", "electron", "install.js");
  try {
    await promisify(execFile)(process.execPath, [installer], { timeout: installMilliseconds, killSignal: "SIGKILL" });
  } catch {
    return undefined;
  }
  return findBinary(root, process.env);
}

function remember(failure: string): void {
  try {
    mkdirSync(dirname(failure), { recursive: true });
    writeFileSync(failure, "");
  } catch {
    // Where nothing can be written it is tried, and announced, at the next start again.
  }
}

/** Where electron's own package would find its binary: path.txt names the file within dist/. */
export function findBinary(root: string, environment: NodeJS.ProcessEnv): string | undefined {
  const folder = join(root, "node_modules", "electron");
  const named = join(folder, "path.txt");
  const name = existsSync(named) ? readFileSync(named, "utf8").trim() : "electron";
  const dist = environment["ELECTRON_OVERRIDE_DIST_PATH"] ?? "";
  const path = join(dist === "" ? join(folder, "dist") : dist, name);
  return existsSync(path) ? path : undefined;
}
