import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Source files that start in a process or thread of their own; the build gives each a file of the same name. */
export const processEntries = {
  "draw-worker": "src-main/phantom/draw-worker.ts",
  "decode-worker": "src-main/intake/decode-worker.ts",
  "prepare-worker": "src-main/encoder/prepare-worker.ts",
  "compute-process": "src-main/runtime/compute-process.ts",
} as const;

export type ProcessEntry = keyof typeof processEntries;

/** The folder that holds package.json, models/ and out/, whether we run from source or from the build. */
export function productRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("package.json of Lightbox not found above its own code");
    folder = parent;
  }
  return folder;
}

/** Absolute path of the file to fork or to start a thread from. */
export function entryPath(entry: ProcessEntry): string {
  const fromSource = import.meta.filename.endsWith(".ts");
  return fromSource ? join(productRoot(), processEntries[entry]) : join(productRoot(), "out", "main", `${entry}.js`);
}
