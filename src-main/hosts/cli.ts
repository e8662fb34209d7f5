import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LightboxError, toErrorReport } from "../../src-preload/contract/index.ts";
import { productRoot } from "../jobs/index.ts";
import { helpText, readArguments } from "./commands/command.ts";
import type { Command } from "./commands/command.ts";
import { commands } from "./commands/index.ts";
import { createTerminal } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

/** 0 done, 1 failed, 2 called wrongly; 128 + signal number when stopped. */
export type ExitCode = 0 | 1 | 2;

/** Where the result goes and where people are spoken to. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly terminal: Terminal;
}

/** Runs `lightbox WORDS…`; never throws. With --json stdout carries exactly one JSON document, also after a failure. */
export async function runCli(words: readonly string[], streams: Streams): Promise<ExitCode> {
  const json = words.includes("--json");
  try {
    const text = await runWords(words, streams, json);
    if (text !== "") streams.out(`${text}\n`);
    return 0;
  } catch (error) {
    const report = toErrorReport(error);
    streams.terminal.say(report.message);
    streams.terminal.say(report.remedy);
    if (json) streams.out(`${JSON.stringify({ error: report })}\n`);
    return report.code === "cli/usage" ? 2 : 1;
  }
}

async function runWords(words: readonly string[], streams: Streams, json: boolean): Promise<string> {
  const [name, ...rest] = words[0] === "--json" ? [...words.slice(1), "--json"] : words;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    const [topic] = rest.filter((word) => !word.startsWith("-"));
    return present(topic === undefined ? overview() : helpText(find(topic)), json, "help");
  }
  if (name === "--version" || name === "version") return present(await productVersion(), json, "version");
  const command = find(name);
  const given = readArguments(command, rest);
  if (given.values["help"] === true) return present(helpText(command), json, "help");
  const publish = (document: unknown): void => {
    if (json) streams.out(`${JSON.stringify(document)}\n`);
  };
  const result = await command.run({ ...given, terminal: streams.terminal, json, publish });
  if (result === undefined) return "";
  return json ? JSON.stringify(result.document) : result.lines.join("\n");
}

function present(text: string, json: boolean, key: string): string {
  return json ? JSON.stringify({ [key]: text }) : text;
}

function find(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  throw new LightboxError("cli/usage", `There is no command "${name}".`, "See: lightbox --help");
}

function overview(): string {
  const rows = commands.map((command) => `  ${command.name.padEnd(9)} ${command.summary}`);
  const ends = ["", "lightbox COMMAND --help says more. --json works with every command."];
  const codes = "Exit codes: 0 done, 1 failed, 2 called wrongly, 130 stopped by Ctrl-C.";
  return ["lightbox COMMAND …", "", ...rows, ...ends, codes].join("\n");
}

async function productVersion(): Promise<string> {
  const text = await readFile(join(productRoot(), "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Speaks to people on stderr, so that stdout stays clean for results. */
export function standardStreams(): Streams {
  return {
    out: (text) => {
      process.stdout.write(text);
    },
    terminal: createTerminal(process.stderr),
  };
}
