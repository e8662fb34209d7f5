import { open, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LightboxError } from "../../src-preload/contract/errors.ts";

/** What a file is by its first bytes, for those that people take for a model pack. */
const kinds: readonly (readonly [name: string, offset: number, magic: string])[] = [
  ["a TensorFlow Lite model", 4, "TFL3"],
  ["a GGUF language model", 0, "GGUF"],
  ["a zip archive, perhaps a PyTorch checkpoint", 0, "PK\u0003\u0004"],
  ["an HDF5 file, perhaps a Keras model", 0, "\u0089HDF"],
];

/**
 * The folder of the pack that a path means: the folder itself, or the one in which its manifest.json or graph lies.
 * Throws `model/not-found` where nothing is there, `model/unsupported-format` with what is there instead of a pack.
 */
export async function packFolder(path: string): Promise<string> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined)
    throw new LightboxError("model/not-found", `There is nothing at ${path}.`, "Give the folder of a model pack.");
  const folder = facts.isDirectory() ? path : dirname(path);
  const isPack = await hasManifest(folder);
  if (isPack && (facts.isDirectory() || basename(path) === "manifest.json" || path.endsWith(".onnx"))) return folder;
  const what = facts.isDirectory() ? "a folder without a manifest.json" : await describeFile(path);
  throw new LightboxError(
    "model/unsupported-format",
    `${basename(path)} is ${what}, not a model pack.`,
    "A pack is a folder with a manifest.json beside its weights or its .onnx graph; the README shows one.",
  );
}

/** Whether a folder holds a manifest.json. */
export async function hasManifest(folder: string): Promise<boolean> {
  return (await stat(join(folder, "manifest.json")).catch(() => undefined))?.isFile() ?? false;
}

async function describeFile(path: string): Promise<string> {
  if (path.endsWith(".onnx")) return "a graph without a manifest.json beside it";
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    const head = buffer.subarray(0, bytesRead).toString("latin1");
    return kinds.find(([, offset, magic]) => head.startsWith(magic, offset))?.[0] ?? "a file of another kind";
  } finally {
    await file.close();
  }
}
