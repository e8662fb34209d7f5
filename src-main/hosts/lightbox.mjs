#!/usr/bin/env node
// The `lightbox` command. Plain JavaScript, because it must also run under an older Node: it then hands over to the
// Node that npm installed beside it, builds what has not been built, and starts the command line.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const entry = join(root, "out", "main", "cli.js");
const sources = ["src-main", "src-preload", "src-renderer", "electron.vite.config.ts", "package.json"];

/** Milliseconds of the newest change below a path. */
function newest(path) {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return 0;
  if (!facts.isDirectory()) return facts.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), facts.mtimeMs);
}

function isStale() {
  const built = statSync(entry, { throwIfNoEntry: false });
  return built === undefined || sources.some((source) => newest(join(root, source)) > built.mtimeMs);
}

function build() {
  const builder = join(root, "node_modules", "electron-vite", "bin", "electron-vite.js");
  if (!existsSync(builder)) fail("Lightbox is not built and its build tools are missing.", "Run `npm ci` first.");
  process.stderr.write("Building Lightbox…\n");
  // Output is kept back: stdout belongs to the command, and a build that works has nothing to say.
  const run = spawnSync(process.execPath, [builder, "build"], { cwd: root, encoding: "utf8" });
  if (run.status === 0) return;
  process.stderr.write(`${run.stdout}${run.stderr}`);
  fail("Lightbox could not be built.", "The lines above say why; `npm ci` puts a damaged installation right.");
}

function fail(message, remedy) {
  process.stderr.write(`${message}\n${remedy}\n`);
  process.exit(1);
}

function handOver() {
  const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(node))
    fail(`Lightbox needs Node 24; this is ${process.version}.`, "Run `npm ci`, which brings it along.");
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
}

if (Number(process.versions.node.split(".")[0]) < 24) {
  handOver();
} else {
  if (isStale()) build();
  await import(pathToFileURL(entry).href);
}
