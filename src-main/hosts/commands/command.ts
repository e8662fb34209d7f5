import { parseArgs } from "node:util";
import type { ParseArgsOptionsConfig } from "node:util";
import { LightboxError } from "../../../src-preload/contract/index.ts";
import type { Terminal } from "../terminal.ts";

/** What a command was given, checked for names and number but not yet for meaning. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
  /** The result is asked for as JSON. */
  readonly json: boolean;
  /** Gives the document of a command that stays open and so never returns its result. */
  readonly publish: (document: unknown) => void;
}

/** What a command found: one JSON document, and the same for people. */
export interface Result {
  readonly document: unknown;
  readonly lines: readonly string[];
}

export interface OptionHelp {
  readonly type: "string" | "boolean";
  /** Name of the value in the help: "N", "FILE". */
  readonly value?: string;
  readonly help: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments as the help shows them: "WORKSPACE PATH…". */
  readonly usage: string;
  readonly positionals: readonly [least: number, most: number];
  readonly options: Readonly<Record<string, OptionHelp>>;
  /** Undefined where the command stayed open and published its document before. */
  run(given: Arguments): Promise<Result | undefined>;
}

const everywhere: Readonly<Record<string, OptionHelp>> = {
  json: { type: "boolean", help: "one JSON document on stdout, everything else on stderr" },
  help: { type: "boolean", help: "this text" },
};

/** Reads the arguments after the command's name. Throws `cli/usage`. */
export function readArguments(command: Command, words: readonly string[]): Pick<Arguments, "positionals" | "values"> {
  const options: ParseArgsOptionsConfig = {};
  for (const [name, { type }] of Object.entries({ ...everywhere, ...command.options })) options[name] = { type };
  let parsed;
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(command, error instanceof Error ? firstSentence(error.message) : String(error));
  }
  const { positionals, values } = parsed;
  const [least, most] = command.positionals;
  if (values["help"] !== true && (positionals.length < least || positionals.length > most)) {
    const complaint = positionals.length < least ? "Something is missing" : "There is a word too many";
    throw usageError(
      command,
      `${complaint}: ${command.name} takes ${command.usage === "" ? "no names" : command.usage}.`,
    );
  }
  return { positionals, values };
}

export function usageError(command: Command, message: string): LightboxError {
  return new LightboxError("cli/usage", message, `See: lightbox ${command.name} --help`);
}

/** The help of one command. */
export function helpText(command: Command): string {
  const rows = Object.entries({ ...command.options, ...everywhere }).map(([name, { value, help }]) => {
    const flag = value === undefined ? `--${name}` : `--${name} ${value}`;
    return `  ${flag.padEnd(24)} ${help}`;
  });
  return [`lightbox ${command.name} ${command.usage}`.trimEnd(), "", command.summary, "", ...rows].join("\n");
}

/** node:util adds advice about "--" that does not help here. */
function firstSentence(message: string): string {
  const cut = message.indexOf(". ");
  return cut < 0 ? message : message.slice(0, cut + 1);
}
