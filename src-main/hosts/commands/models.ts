import { resolve } from "node:path";
import type { ModelInfo } from "../../../src-preload/contract/index.ts";
import { usageError } from "./command.ts";
import type { Command } from "./command.ts";
import { word } from "./values.ts";
import { call, withWorkbench } from "./with-workbench.ts";

export const models: Command = {
  name: "models",
  summary: "List the encoders and SAEs that a workspace knows, or copy a model pack into it.",
  usage: "list WORKSPACE | add WORKSPACE PACK",
  positionals: [2, 3],
  options: {},
  run: (given) => {
    const action = word(given, 0);
    const pack = given.positionals[2];
    if (action === "list" && pack === undefined) {
      return withWorkbench(word(given, 1), async (bench) => {
        const known = await call(bench, "models.list", {});
        return { document: known, lines: known.map(modelLine) };
      });
    }
    if (action === "add" && pack !== undefined) {
      return withWorkbench(word(given, 1), async (bench) => {
        const added = await call(bench, "models.add", { path: resolve(pack) });
        return { document: added, lines: [`Added ${modelLine(added)}`] };
      });
    }
    throw usageError(models, "models takes `list WORKSPACE` or `add WORKSPACE PACK`.");
  },
};

function modelLine(model: ModelInfo): string {
  const size = model.neurons === null ? `embedding ${String(model.embedding)}` : `${String(model.neurons)} neurons`;
  const base = model.encoder === null ? "" : ` on ${model.encoder}`;
  return `${model.id}  ${model.kind} ${model.version}, ${size}${base}, ${model.source}, ${model.licence}`;
}
