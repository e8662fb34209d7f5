import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { AboutInfo, GuardName } from "../../src-preload/contract/about.ts";
import { productRoot } from "../jobs/index.ts";
import { onnxRuntimeVersion } from "../runtime/index.ts";
import { codeVersion, sqliteVersion } from "../store/index.ts";

/** What a door knows of what keeps it offline. */
export interface DoorFacts {
  /** Connections to other machines that were refused since the start, and where the last of them wanted to go. */
  readonly refused: () => { readonly count: number; readonly last: string | null };
  /** What stands in the way. */
  readonly guards: readonly GuardName[];
}

type Package = AboutInfo["packages"][number];

const places = v.optional(v.array(v.string()));
const lockFile = v.object({
  packages: v.record(
    v.string(),
    v.object({ version: v.optional(v.string()), license: v.optional(v.string()), os: places, cpu: places }),
  ),
});

const notStated = "not stated";

/** Answers what this Lightbox is made of; what lies in files is read once. */
export function openAbout(door: DoorFacts | undefined, root: string = productRoot()): () => Promise<AboutInfo> {
  let made: Promise<Pick<AboutInfo, "version" | "licence" | "runtimes" | "packages">> | undefined;
  return async () => {
    made ??= makeUp(root);
    const { count, last } = door?.refused() ?? { count: 0, last: null };
    return { ...(await made), network: { refused: count, last, guards: [...(door?.guards ?? [])] } };
  };
}

async function makeUp(root: string): Promise<Pick<AboutInfo, "version" | "licence" | "runtimes" | "packages">> {
  const own = v.safeParse(v.object({ license: v.string() }), await readJson(join(root, "package.json")));
  const packages = await readPackages(join(root, "package-lock.json"));
  const onnx = await onnxRuntimeVersion().catch(() => undefined);
  return {
    version: codeVersion,
    licence: own.success ? own.output.license : notStated,
    runtimes: runtimes(process.versions, onnx),
    packages,
  };
}

function runtimes(versions: NodeJS.ProcessVersions, onnx: string | undefined): AboutInfo["runtimes"] {
  const known: readonly (readonly [string, string | undefined])[] = [
    ["Electron", versions["electron"]],
    ["Chromium", versions["chrome"]],
    ["Node", versions.node],
    ["V8", versions.v8],
    ["SQLite", sqliteVersion()],
    ["ONNX Runtime", onnx],
  ];
  return known.flatMap(([name, version]) => (version === undefined ? [] : [{ name, version }]));
}

/** Everything that npm puts in place on this machine, by name; empty where its list is not there. */
async function readPackages(file: string): Promise<Package[]> {
  const lock = v.safeParse(lockFile, await readJson(file));
  if (!lock.success) return [];
  const found = new Map<string, Package>();
  for (const [place, { version, license, os, cpu }] of Object.entries(lock.output.packages)) {
    const name = place.split("node_modules/").at(-1) ?? "";
    if (place === "" || version === undefined || !fits(os, process.platform) || !fits(cpu, process.arch)) continue;
    found.set(`${name} ${version}`, { name, version, licence: license ?? notStated });
  }
  return [...found.values()].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

/** npm's rule: a list of what is allowed, or of what is not ("!win32"). */
function fits(allowed: readonly string[] | undefined, here: string): boolean {
  if (allowed === undefined || allowed.includes(here)) return true;
  return allowed.every((each) => each.startsWith("!")) && !allowed.includes(`!${here}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as unknown;
  } catch {
    return undefined;
  }
}
