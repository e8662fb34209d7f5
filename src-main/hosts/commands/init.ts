import { resolve } from "node:path";
import { LightboxError } from "../../../src-preload/contract/index.ts";
import { openWorkbench } from "../../workbench.ts";
import { workspaceExists } from "../workspaces.ts";
import type { Command } from "./command.ts";
import { word } from "./values.ts";

export const init: Command = {
  name: "init",
  summary: "Make a new, empty workspace in a folder (usually NAME.lightbox).",
  usage: "DIR",
  positionals: [1, 1],
  options: {},
  run: async (given) => {
    const folder = resolve(word(given, 0));
    if (workspaceExists(folder)) {
      const remedy = "Use it as it is, or choose another folder.";
      throw new LightboxError("workspace/exists", `${folder} is a workspace already.`, remedy);
    }
    const bench = await openWorkbench(folder, { create: true });
    await bench.close();
    return { document: { workspace: bench.folder }, lines: [`Made the workspace ${bench.folder}`] };
  },
};
