import { stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { LightboxError } from "../../../src-preload/contract/index.ts";
import type { Refusal } from "../../../src-preload/contract/index.ts";
import { privacyLines } from "./privacy-lines.ts";
import type { Command } from "./command.ts";
import { text, word } from "./values.ts";
import { call, followJob, refusalLines, withWorkbench } from "./with-workbench.ts";

export const importCommand: Command = {
  name: "import",
  summary: "Bring films into a workspace: DICOM, PNG, JPEG; folders are walked. The files stay where they are.",
  usage: "WORKSPACE PATH…",
  positionals: [2, Infinity],
  options: {
    table: { type: "string", value: "FILE", help: "a data-set table with labels (CheXpert layout)" },
    "keep-identity": { type: "boolean", help: "keep patient and study identifiers, dates and names of DICOM films" },
  },
  run: (given) =>
    withWorkbench(word(given, 0), async (bench) => {
      const paths = given.positionals.slice(1).map((path) => resolve(path));
      const table = text(given, "table");
      const before = (await call(bench, "workspace.info", {})).images;
      const identity = given.values["keep-identity"] === true ? ("keep" as const) : ("remove" as const);
      const request = { paths, identity, ...(table === undefined ? {} : { table: resolve(table) }) };
      const { job } = await call(bench, "intake.import", request);
      const ended = await followJob(bench, job, given.terminal);
      const { images } = await call(bench, "workspace.info", {});
      const refused = await call(bench, "jobs.refusals", { job });
      const added = images - before;
      const known = Math.max(0, ended.done - added - (await refusedFiles(refused, request.table)));
      const line = `${String(added)} films added, ${String(known)} known already; the workspace holds ${String(images)}.`;
      if (added + known === 0 && refused.length > 0) throw nothingRead(refused);
      const privacy = (await call(bench, "intake.outcome", { job }))?.privacy ?? null;
      const told = privacy === null ? [] : privacyLines(privacy);
      return { document: { images, added, known, refused, privacy }, lines: [line, ...told, ...refusalLines(refused)] };
    }),
};

function nothingRead(refused: readonly Refusal[]): LightboxError {
  const [, ...lines] = refusalLines(refused);
  return new LightboxError("intake/not-found", `Nothing came in.\n${lines.join("\n")}`, "The workspace is as it was.");
}

/** How many of the refusals are files that were there: rows of the table whose film is missing were never worked on. */
async function refusedFiles(refused: readonly Refusal[], table: string | undefined): Promise<number> {
  let files = 0;
  for (const { item } of refused) {
    if (item === table || !isAbsolute(item)) continue;
    const found = await stat(item).catch(() => undefined);
    if (found?.isFile() === true) files += 1;
  }
  return files;
}
