import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** Version of ONNX Runtime, from its package; undefined where the package does not say. */
export async function onnxRuntimeVersion(): Promise<string | undefined> {
  const file = createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  const { version } = JSON.parse(await readFile(file, "utf8")) as { readonly version?: unknown };
  return typeof version === "string" ? version : undefined;
}
