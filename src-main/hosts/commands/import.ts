import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as v from "valibot";
import type { MethodInput, Refusal, TableMapping } from "../../../src-preload/contract/index.ts";
import { LightboxError, readerRules, tableMapping } from "../../../src-preload/contract/index.ts";
import type { Workbench } from "../../workbench.ts";
import type { Terminal } from "../terminal.ts";
import type { Arguments, Command, Result } from "./command.ts";
import { planLines } from "./plan-lines.ts";
import { privacyLines } from "./privacy-lines.ts";
import { frameSelection, oneOf, text, usage, word } from "./values.ts";
import { call, followJob, refusalLines, withWorkbench } from "./with-workbench.ts";

export const importCommand: Command = {
  name: "import",
  summary: "Bring films into a workspace: DICOM, PNG, JPEG; folders are walked. The files stay where they are.",
  usage: "WORKSPACE PATH…",
  positionals: [2, Infinity],
  options: {
    table: {
      type: "string",
      value: "FILE",
      help: "a data set's table with labels: CheXpert, MIMIC, NIH, … or any other",
    },
    mapping: { type: "string", value: "FILE", help: "JSON that says what the columns of an unknown table are" },
    readers: { type: "string", value: "RULE", help: "how labels of several readers become one: majority, any or all" },
    frames: {
      type: "string",
      value: "WHICH",
      help: "of files with several frames: first (the default), all, or 1,3-5",
    },
    "keep-identity": { type: "boolean", help: "keep patient and study identifiers, dates and names of DICOM films" },
    "dry-run": { type: "boolean", help: "say what would be imported, and write nothing" },
  },
  run: async (given) => {
    // A wrong call is told before a workspace is opened.
    const paths = given.positionals.slice(1).map((path) => resolve(path));
    const identity = given.values["keep-identity"] === true ? ("keep" as const) : ("remove" as const);
    const frames = frameSelection(given);
    const request = { paths, identity, ...(frames === undefined ? {} : { frames }), ...(await tableOptions(given)) };
    const isPlan = given.values["dry-run"] === true;
    return withWorkbench(word(given, 0), (bench) =>
      isPlan ? plan(bench, request) : importFilms(bench, request, given.terminal),
    );
  },
};

type Request = MethodInput<"intake.import">;

async function plan(bench: Workbench, request: Request): Promise<Result> {
  const planned = await call(bench, "intake.plan", request);
  return { document: planned, lines: planLines(planned) };
}

async function importFilms(bench: Workbench, request: Request, terminal: Terminal): Promise<Result> {
  const { job } = await call(bench, "intake.import", request);
  await followJob(bench, job, terminal);
  const { images } = await call(bench, "workspace.info", {});
  const refused = await call(bench, "jobs.refusals", { job });
  const outcome = await call(bench, "intake.outcome", { job });
  const { added = 0, known = 0, privacy = null } = outcome ?? {};
  if (added + known === 0 && refused.length > 0) throw nothingRead(refused);
  const line = `${String(added)} films added, ${String(known)} known already; the workspace holds ${String(images)}.`;
  const told = privacy === null ? [] : privacyLines(privacy);
  return { document: { images, added, known, refused, privacy }, lines: [line, ...told, ...refusalLines(refused)] };
}

function nothingRead(refused: readonly Refusal[]): LightboxError {
  const [, ...lines] = refusalLines(refused);
  return new LightboxError("intake/not-found", `Nothing came in.\n${lines.join("\n")}`, "The workspace is as it was.");
}

/** What is said of the table: its path, its mapping, and the rule for several readers. */
async function tableOptions(given: Arguments): Promise<Omit<Request, "paths">> {
  const [table, mapping] = [text(given, "table"), text(given, "mapping")];
  if (table === undefined) {
    for (const name of ["mapping", "readers"])
      if (text(given, name) !== undefined) throw usage(`--${name} needs --table.`);
    return {};
  }
  const readers = oneOf(given, "readers", readerRules, "majority");
  return { table: resolve(table), readers, ...(mapping === undefined ? {} : { mapping: await readMapping(mapping) }) };
}

/** A mapping from its file. Throws `cli/usage`. */
async function readMapping(path: string): Promise<TableMapping> {
  const written = await readFile(resolve(path), "utf8").catch(() => {
    throw usage(`The file of --mapping, ${path}, cannot be read.`);
  });
  const mapping = v.safeParse(v.pipe(v.string(), v.parseJson(), tableMapping), written);
  if (mapping.success) return mapping.output;
  const [issue] = mapping.issues;
  const place = v.getDotPath(issue);
  throw usage(`${path} is no mapping: ${place === null ? "" : `${place}: `}${issue.message}.`);
}
