import { resolve } from "node:path";
import { LightboxError } from "../../../src-preload/contract/index.ts";
import type { Refusal } from "../../../src-preload/contract/index.ts";
import { privacyLines } from "./privacy-lines.ts";
import type { Command } from "./command.ts";
import { frameSelection, text, word } from "./values.ts";
import { call, followJob, refusalLines, withWorkbench } from "./with-workbench.ts";

export const importCommand: Command = {
  name: "import",
  summary: "Bring films into a workspace: DICOM, PNG, JPEG; folders are walked. The files stay where they are.",
  usage: "WORKSPACE PATH…",
  positionals: [2, Infinity],
  options: {
    table: { type: "string", value: "FILE", help: "a data-set table with labels (CheXpert layout)" },
    frames: {
      type: "string",
      value: "WHICH",
      help: "of files with several frames: first (the default), all, or 1,3-5",
    },
    "keep-identity": { type: "boolean", help: "keep patient and study identifiers, dates and names of DICOM films" },
  },
  run: (given) =>
    withWorkbench(word(given, 0), async (bench) => {
      const paths = given.positionals.slice(1).map((path) => resolve(path));
      const table = text(given, "table");
      const identity = given.values["keep-identity"] === true ? ("keep" as const) : ("remove" as const);
      const frames = frameSelection(given);
      const request = {
        ...{ paths, identity },
        ...(table === undefined ? {} : { table: resolve(table) }),
        ...(frames === undefined ? {} : { frames }),
      };
      const { job } = await call(bench, "intake.import", request);
      await followJob(bench, job, given.terminal);
      const { images } = await call(bench, "workspace.info", {});
      const refused = await call(bench, "jobs.refusals", { job });
      const outcome = await call(bench, "intake.outcome", { job });
      const { added = 0, known = 0, privacy = null } = outcome ?? {};
      const line = `${String(added)} films added, ${String(known)} known already; the workspace holds ${String(images)}.`;
      if (added + known === 0 && refused.length > 0) throw nothingRead(refused);
      const told = privacy === null ? [] : privacyLines(privacy);
      return { document: { images, added, known, refused, privacy }, lines: [line, ...told, ...refusalLines(refused)] };
    }),
};

function nothingRead(refused: readonly Refusal[]): LightboxError {
  const [, ...lines] = refusalLines(refused);
  return new LightboxError("intake/not-found", `Nothing came in.\n${lines.join("\n")}`, "The workspace is as it was.");
}
