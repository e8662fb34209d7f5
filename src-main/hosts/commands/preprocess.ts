import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fitted, parseEncoderManifest } from "../../encoder/index.ts";
import { readRadiograph } from "../../intake/index.ts";
import { productRoot } from "../../jobs/index.ts";
import { readPack, writeNpy } from "../../runtime/index.ts";
import { putFile } from "../put-file.ts";
import type { Command } from "./command.ts";
import { requiredPack, requiredText, word } from "./values.ts";

export const preprocess: Command = {
  name: "preprocess",
  summary:
    "Write one film as an encoder sees it, 8-bit grey before scale and mean, as a NumPy array; needs no workspace.",
  usage: "FILE --encoder PACK --out FILE.npy",
  positionals: [1, 1],
  options: {
    encoder: { type: "string", value: "PACK", help: "folder of an encoder pack, or the id of one that comes along" },
    out: { type: "string", value: "FILE", help: "the array to write; a file of that name is replaced" },
  },
  run: async (given) => {
    const file = resolve(word(given, 0));
    const out = resolve(requiredText(given, "out"));
    const pack = await readPack(await folderOf(requiredText(given, "encoder"), () => requiredPack(given, "encoder")));
    const { id, preprocessing } = parseEncoderManifest(pack.manifest, pack.manifest.id);
    const { fit, interpolation } = preprocessing;
    const { width, height, pixels } = fitted(await readRadiograph(file), preprocessing);
    await putFile(out, writeNpy({ shape: [height, width], data: pixels }));
    const sum = pixels.reduce((all, grey) => all + grey, 0);
    const document = { file, encoder: id, out, shape: [height, width], type: "|u1", fit, interpolation, sum };
    const made = `${String(height)} × ${String(width)}, ${fit}, ${interpolation}, sum of greys ${String(sum)}`;
    return { document, lines: [`${out}: ${made}`] };
  },
};

/** A folder is one; everything else is the id of a pack that comes with Lightbox. */
async function folderOf(encoder: string, id: () => string): Promise<string> {
  const facts = await stat(encoder).catch(() => undefined);
  return facts?.isDirectory() === true ? resolve(encoder) : join(productRoot(), "models", id());
}
