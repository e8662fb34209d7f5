#!/usr/bin/env node
// The `lightbox` command. Plain JavaScript, because it must also run under an older Node: it then hands over to the
// Node that npm installed beside it, builds what has not been built, and starts the command line.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const out = join(root, "out");
const entry = join(out, "main", "cli.js");
const lock = join(out, ".building");
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

/** Only one start builds; the others wait for it and find it done. A lock whose builder is gone holds nobody up. */
function buildOnce() {
  mkdirSync(out, { recursive: true });
  for (let waited = 0; isStale(); waited += 100) {
    try {
      mkdirSync(lock);
    } catch (error) {
      if (error.code !== "EEXIST") fail(`${out} cannot be written: ${error.message}.`, "Check its permissions.");
      if (waited === 0) process.stderr.write("Another start is building Lightbox…\n");
      if (isAbandoned()) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      continue;
    }
    process.once("exit", () => rmSync(lock, { recursive: true, force: true }));
    writeFileSync(join(lock, "pid"), String(process.pid));
    if (isStale()) build();
    rmSync(lock, { recursive: true, force: true });
    return;
  }
}

function isAbandoned() {
  const facts = statSync(lock, { throwIfNoEntry: false });
  if (facts === undefined) return false;
  const age = Date.now() - facts.mtimeMs;
  try {
    process.kill(Number(readFileSync(join(lock, "pid"), "utf8")), 0);
    return age > 600_000;
  } catch (error) {
    return error.code !== "EPERM" && age > 2000;
  }
}

/** Builds beside what is there and then takes its place: a Lightbox that is running starts workers from that folder. */
function build() {
  const builder = join(root, "node_modules", "electron-vite", "bin", "electron-vite.js");
  if (!existsSync(builder)) fail("Lightbox is not built and its build tools are missing.", "Run `npm ci` first.");
  process.stderr.write("Building Lightbox…\n");
  // Output is kept back: stdout belongs to the command, and a build that works has nothing to say.
  const next = join(lock, "next");
  const run = spawnSync(process.execPath, [builder, "build", "--outDir", next], { cwd: root, encoding: "utf8" });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    fail("Lightbox could not be built.", "The lines above say why; `npm ci` puts a damaged installation right.");
  }
  // The command line goes last: its age says how old the build is.
  for (const part of ["renderer", "preload", "main"]) {
    if (existsSync(join(out, part))) renameSync(join(out, part), join(lock, `old-${part}`));
    renameSync(join(next, part), join(out, part));
  }
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
  if (isStale()) buildOnce();
  await import(pathToFileURL(entry).href);
}
