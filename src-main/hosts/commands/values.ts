import { basename } from "node:path";
import * as v from "valibot";
import { LightboxError } from "../../../src-preload/contract/index.ts";
import { packId, frameSelection as frames } from "../../../src-preload/contract/common.ts";
import { readStartAddress } from "../start-address.ts";
import type { Arguments, OptionHelp } from "./command.ts";

/** The positional at a place that the command declared as required. */
export function word(given: Arguments, place: number): string {
  const text = given.positionals[place];
  if (text === undefined) throw usage(`Argument ${String(place + 1)} is missing.`);
  return text;
}

export function text(given: Arguments, name: string): string | undefined {
  const value = given.values[name];
  return typeof value === "string" ? value : undefined;
}

export function requiredText(given: Arguments, name: string): string {
  const value = text(given, name);
  if (value === undefined || value === "") throw usage(`--${name} is missing.`);
  return value;
}

/** The option --at, of commands that show a window. */
export const startAddressHelp: OptionHelp = {
  ...{ type: "string", value: "ADDRESS" },
  help: "place inside the window to open, such as /neurons",
};

/** Where the window opens: its start where --at was left out. */
export function startAddress(given: Arguments): string {
  return readStartAddress(text(given, "at") ?? "/");
}

/** The id of a model pack. */
export function requiredPack(given: Arguments, name: string): string {
  const value = requiredText(given, name);
  if (v.safeParse(packId, value).success) return value;
  throw usage(`--${name} is the id of a model pack, not "${value}".`);
}

/** The id that a pack gets from the name of its folder. */
export function packOfFolder(folder: string, option: string): string {
  const name = basename(folder);
  if (v.safeParse(packId, name).success) return name;
  const rule = "letters, digits, dots, dashes and underscores, a letter or digit first";
  throw usage(`The folder of --${option} names the pack and takes ${rule}; "${name}" is no such name.`);
}

/** The id of a model pack, or undefined where the option was left out. */
export function optionalPack(given: Arguments, name: string): string | undefined {
  return text(given, name) === undefined ? undefined : requiredPack(given, name);
}

/** Which frames of a file: "first", "all" or a list; undefined where the option was left out. */
export function frameSelection(given: Arguments): string | undefined {
  const value = text(given, "frames");
  if (value === undefined || v.safeParse(frames, value).success) return value;
  throw usage(`--frames is first, all, or a list such as 1,3-5, not "${value}".`);
}

/** A whole number from `least` to `most`; `otherwise` where the option was left out. */
export function wholeNumber(given: Arguments, name: string, otherwise: number, least = 0, most?: number): number {
  const value = text(given, name);
  return value === undefined ? otherwise : readWhole(value, `--${name}`, least, most);
}

export function readWhole(value: string, what: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    const limits = most === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${String(most)}`;
    throw usage(`${what} is a whole number of at least ${String(least)}${limits}, not "${value}".`);
  }
  return number;
}

export function oneOf<const Choice extends string>(
  given: Arguments,
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  const value = text(given, name) ?? otherwise;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw usage(`--${name} is ${choices.join(", ")}, not "${value}".`);
  return choice;
}

/** The error of a command that was called wrongly. */
export function usage(message: string): LightboxError {
  return new LightboxError("cli/usage", message, "Add --help to the command to see what it takes.");
}
