import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { packId, sha256 } from "../../src-preload/contract/common.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { readOnnxSummary } from "./onnx-summary.ts";
import type { OnnxSummary } from "./onnx-summary.ts";

const maxManifest = 2 ** 20;
const maxFiles = 200;
const maxFile = 8 * 2 ** 30;

/** A plain name: no folder, no drive, nothing hidden, nothing Windows keeps for devices. */
const fileName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "not a plain file name"),
  v.regex(/^(?!(con|prn|aux|nul|com\d|lpt\d)(\.|$)).*[^.]$/i, "not a plain file name"),
  v.notValue("manifest.json", "not a name for a file of a pack"),
);

/** v.record takes a list for an object and passes over names like "constructor" without a word. */
function isPlainRecord(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !["__proto__", "prototype", "constructor"].some((name) => Object.hasOwn(value, name));
}

const words = v.pipe(v.string(), v.nonEmpty(), v.maxLength(10_000));

/** What every pack's manifest.json says; what its kind adds is checked by the room that reads that kind. */
export const packManifest = v.looseObject({
  format: v.literal("lightbox-pack/1"),
  kind: v.picklist(["encoder", "sae"]),
  id: packId,
  name: words,
  version: words,
  licence: words,
  intendedUse: words,
  trainingData: words,
  /** SHA-256 of every other file of the pack. */
  files: v.pipe(
    v.unknown(),
    v.check(isPlainRecord, "not a list of plain file names with their SHA-256"),
    v.record(fileName, sha256),
    v.check((files) => Object.keys(files).length <= maxFiles, `more than ${String(maxFiles)} files`),
  ),
});
export type PackManifest = v.InferOutput<typeof packManifest>;

/** A model pack whose manifest and files have been checked. */
export interface Pack {
  /** Absolute. */
  readonly folder: string;
  readonly manifest: PackManifest;
  /** SHA-256 of manifest.json, which holds those of the other files: it pins the whole pack. */
  readonly hash: string;
}

/**
 * Reads the pack in a folder. Every file the manifest lists must be a plain file with the listed SHA-256.
 * Errors: `model/not-found`, `model/bad-manifest`, `model/hash-mismatch`.
 */
export async function readPack(folder: string): Promise<Pack> {
  const place = resolve(folder);
  const bytes = await manifestBytes(place);
  const manifest = parseManifest(bytes, place);
  for (const [name, expected] of Object.entries(manifest.files)) await verifyFile(place, name, expected);
  return { folder: place, manifest, hash: createHash("sha256").update(bytes).digest("hex") };
}

/** Absolute path of a file of the pack. Throws `model/bad-manifest` where the manifest does not list it. */
export function packFile(pack: Pack, name: string): string {
  if (Object.hasOwn(pack.manifest.files, name)) return join(pack.folder, name);
  throw badManifest(pack.folder, `the file "${name}" that it needs is not listed under "files"`);
}

/**
 * The outline of a graph of the pack. Weights beside the graph must be files of the pack as well, or the pack's hash would
 * not cover them. Errors: `model/bad-manifest`, `model/bad-graph`.
 */
export async function readPackGraph(pack: Pack, name: string): Promise<OnnxSummary> {
  const summary = readOnnxSummary(await readFile(packFile(pack, name)));
  for (const external of summary.externalData) packFile(pack, external);
  return summary;
}

async function manifestBytes(folder: string): Promise<Uint8Array> {
  const path = join(folder, "manifest.json");
  const entry = await lstat(path).catch(() => undefined);
  if (entry === undefined)
    throw new LightboxError(
      "model/not-found",
      `There is no model pack in ${folder}: it holds no manifest.json.`,
      "Choose the folder that holds the manifest.json of a pack.",
    );
  if (!entry.isFile() || entry.size > maxManifest) throw badManifest(folder, "it is not a plain file of up to 1 MB");
  return readFile(path).catch((error: unknown) => {
    throw badManifest(folder, `it cannot be read (${errorCode(error)})`);
  });
}

function parseManifest(bytes: Uint8Array, folder: string): PackManifest {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw badManifest(folder, "it is not JSON");
  }
  const parsed = v.safeParse(packManifest, content);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue);
  throw badManifest(folder, `${field === null ? "" : `${field}: `}${issue.message}`);
}

async function verifyFile(folder: string, name: string, expected: string): Promise<void> {
  const path = join(folder, name);
  const entry = await lstat(path).catch(() => undefined);
  if (entry === undefined) throw badManifest(folder, `it lists "${name}", which is not there`);
  if (!entry.isFile()) throw badManifest(folder, `"${name}" is a folder or a link, not a plain file`);
  if (entry.size > maxFile) throw badManifest(folder, `"${name}" is larger than 8 GB`);
  const hash = await fileHash(path).catch((error: unknown) => {
    throw badManifest(folder, `"${name}" cannot be read (${errorCode(error)})`);
  });
  if (hash === expected) return;
  throw new LightboxError(
    "model/hash-mismatch",
    `The file ${path} is not the one its manifest.json describes: its SHA-256 differs.`,
    "Copy or download the whole pack again; do not edit its files.",
  );
}

/** SHA-256 of a file, read in pieces. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

function errorCode(error: unknown): string {
  const code = (error as Partial<NodeJS.ErrnoException>).code;
  return code ?? String(error);
}

function badManifest(folder: string, reason: string): LightboxError {
  return new LightboxError(
    "model/bad-manifest",
    `The manifest ${join(folder, "manifest.json")} is not sound: ${reason}.`,
    "Copy or download the whole pack again, or ask whoever made it for a correct manifest.json.",
  );
}
