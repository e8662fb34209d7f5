import type { Command } from "./command.ts";
import { word } from "./values.ts";
import { call, withWorkbench } from "./with-workbench.ts";

export const info: Command = {
  name: "info",
  summary: "What a workspace holds.",
  usage: "WORKSPACE",
  positionals: [1, 1],
  options: {},
  run: (given) =>
    withWorkbench(word(given, 0), async (bench) => {
      const found = await call(bench, "workspace.info", {});
      const { images, studies, patients, explained, encoder, sae, device } = found;
      const { dataSets } = await call(bench, "images.facets", {});
      const lines = [
        `${found.name} (${found.folder})`,
        `  ${String(images)} images, ${String(studies)} studies, ${String(patients)} patients`,
        ...dataSets.map(
          (set) => `  ${String(set.images)} from ${set.value}, first imported ${set.importedAt.slice(0, 10)}`,
        ),
        `  ${String(explained)} explained by ${sae ?? "no SAE yet"} on ${encoder ?? "no encoder yet"}`,
        `  last encoded on ${device === null ? "no device yet" : `${device.device} (${device.proof})`}`,
      ];
      return { document: { ...found, dataSets }, lines };
    }),
};
