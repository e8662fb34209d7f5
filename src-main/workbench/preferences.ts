import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { preferences } from "../../src-preload/contract/preferences.ts";
import type { PreferenceChange, Preferences } from "../../src-preload/contract/preferences.ts";

const fileName = "preferences.json";

/** How one person likes Lightbox. */
export interface PreferenceKeeper {
  /**
   * What is kept; a file that is missing, broken or of another version gives the usual for whatever it does not tell. One
   * that is there and cannot be read throws `store/unreadable`.
   */
  get(): Promise<Preferences>;
  /** Keeps what is given anew, the rest as it is, and answers what is kept; throws `store/unwritable` too. */
  set(change: PreferenceChange): Promise<Preferences>;
  /** Comes back when everything is kept. */
  close(): Promise<void>;
}

/** Preferences in one file of a folder; without a folder they last as long as this keeper. */
export function openPreferences(folder: string | undefined): PreferenceKeeper {
  if (folder === undefined) return keepInMemory();
  let writing: Promise<unknown> = Promise.resolve();
  const change = async (wanted: PreferenceChange): Promise<Preferences> => {
    const kept = changed(await read(folder), wanted);
    await write(folder, kept);
    return kept;
  };
  return {
    // Read anew each time: another Lightbox of the same person may have written.
    get: () => read(folder),
    set: (wanted) => {
      const mine = writing.then(() => change(wanted));
      // The next one waits for this one, and has nothing to do with its failure.
      writing = mine.catch(() => undefined);
      return mine;
    },
    close: async () => {
      await writing;
    },
  };
}

function changed(kept: Preferences, wanted: PreferenceChange): Preferences {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return v.parse(preferences, { ...kept, ...Object.fromEntries(given) });
}

function keepInMemory(): PreferenceKeeper {
  let kept = salvage(undefined);
  return {
    get: () => Promise.resolve(kept),
    set: (wanted) => {
      kept = changed(kept, wanted);
      return Promise.resolve(kept);
    },
    close: () => Promise.resolve(),
  };
}

async function read(folder: string): Promise<Preferences> {
  const file = join(folder, fileName);
  try {
    return salvage(parsed(await readFile(file, "utf8")));
  } catch (cause) {
    const reason = reasonOf(cause);
    // Nothing was kept there yet; a folder that is no folder is told when something is.
    if (reason === "ENOENT" || reason === "ENOTDIR") return salvage(undefined);
    const sentence = `The preferences in ${file} cannot be read (${reason}).`;
    throw new LightboxError("store/unreadable", sentence, "Check who may read it, or move it away.", { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}

async function write(folder: string, wanted: Preferences): Promise<void> {
  const target = join(folder, fileName);
  const passing = join(folder, `.${fileName}-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(passing, `${JSON.stringify(wanted, null, 2)}\n`, { flush: true });
    await rename(passing, target);
  } catch (cause) {
    await rm(passing, { force: true }).catch(() => undefined);
    const sentence = `The preferences cannot be kept in ${folder} (${reasonOf(cause)}).`;
    const remedy = "Make room there, or set LIGHTBOX_HOME to a folder you may write to and start again.";
    throw new LightboxError("store/unwritable", sentence, remedy, { cause });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What can be read of a file, field by field; the usual for the rest. */
function salvage(found: unknown): Preferences {
  const whole = readable(preferences.entries, found);
  const mouse = readable(preferences.entries.mouse.wrapped.entries, fieldOf(found, "mouse"));
  const keys = Object.entries(fieldsOf(fieldOf(found, "keys"))).filter(([, value]) => v.is(v.array(v.string()), value));
  return v.parse(preferences, { ...whole, mouse, keys: Object.fromEntries(keys) });
}

function readable(entries: v.ObjectEntries, found: unknown): Record<string, unknown> {
  const fields = Object.entries(entries).map(
    ([name, schema]) => [name, v.safeParse(schema, fieldOf(found, name))] as const,
  );
  return Object.fromEntries(fields.flatMap(([name, field]) => (field.success ? [[name, field.output]] : [])));
}

function fieldOf(found: unknown, name: string): unknown {
  const fields = fieldsOf(found);
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function fieldsOf(found: unknown): Record<string, unknown> {
  return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
}
