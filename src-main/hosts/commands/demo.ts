import { resolve } from "node:path";
import type { DemoSummary } from "../../workbench.ts";
import { followDemo, openOrCreate } from "../demo-workspace.ts";
import { duration } from "../progress-line.ts";
import { demoWorkspace } from "../workspaces.ts";
import type { Arguments, Command } from "./command.ts";
import { findingLines } from "./score.ts";
import { wholeNumber } from "./values.ts";
import { withWorkbench } from "./with-workbench.ts";

export const demo: Command = {
  name: "demo",
  summary:
    "The whole path on synthetic films, without a window: made, imported, encoded, coded, scored; says what it found.",
  usage: "[WORKSPACE]",
  positionals: [0, 1],
  options: {
    films: { type: "string", value: "N", help: "films to make (default 256); a demo that is there stays as it is" },
  },
  run: async (given) => {
    const folder = resolve(given.positionals[0] ?? demoWorkspace());
    const films = filmsWanted(given);
    const document = await withWorkbench(
      folder,
      async (bench) => {
        given.terminal.say(`Workspace ${bench.folder}`);
        await followDemo(bench, given.terminal, films);
        return bench.demoSummary();
      },
      (place) => openOrCreate(place),
    );
    return { document, lines: summaryLines(document) };
  },
};

/** --films N; undefined where the demo may have its usual number. */
export function filmsWanted(given: Arguments): number | undefined {
  return given.values["films"] === undefined ? undefined : wholeNumber(given, "films", 0, 1);
}

/** What the demo found, for people. */
export function summaryLines(found: DemoSummary): string[] {
  const strongest = found.strongest.length === 0 ? ["  none"] : findingLines(found.strongest);
  return [
    `${String(found.films)} films; ${String(found.firing)} of ${String(found.neurons)} neurons fire.`,
    "Strongest neuron per finding, 95 % intervals over films in brackets:",
    ...strongest,
    "Seconds per step:",
    ...found.seconds.map(({ step, seconds }) => `  ${step.padEnd(14)} ${duration(seconds)}`),
  ];
}
