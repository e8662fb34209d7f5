/**
 * Speed and memory of the window, in Chromium: `npm run bench:window [-- --images 224000 --neurons 8192 --out FILE]`.
 * Without `--images` the demo workspace is measured; with it a synthetic workspace of that size is written first.
 */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writePhantoms } from "../../src-main/phantom/index.ts";
import { writeLargeWorkspace } from "../support/large-workspace.ts";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { asTable } from "./measure.ts";
import { measureWindow } from "./window-speed.ts";

const { values } = parseArgs({
  options: {
    images: { type: "string" },
    neurons: { type: "string", default: "8192" },
    films: { type: "string", default: "96" },
    out: { type: "string" },
  },
});

const folder = await mkdtemp(join(tmpdir(), "lightbox-bench-window-"));
const workspace = join(folder, "Bench.lightbox");
try {
  let what = `demo of ${values.films} films`;
  if (values.images === undefined) await lightboxCommand("demo", workspace, "--films", values.films);
  else {
    const set = join(folder, "set");
    await writePhantoms(set, { count: 48, seed: 1 });
    const films = (await readdir(join(set, "films"))).map((name) => join(set, "films", name));
    await writeLargeWorkspace(workspace, { images: Number(values.images), neurons: Number(values.neurons), films });
    what = `${values.images} images, ${values.neurons} neurons`;
  }
  const rows = await measureWindow(workspace);
  const machine = `${String(availableParallelism())} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, ${what}`;
  const report = `${machine}\n\n${asTable(rows)}\n`;
  process.stdout.write(report);
  if (values.out !== undefined) await writeFile(values.out, report);
} finally {
  await rm(folder, { recursive: true, force: true });
}
