import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { refusal, wordsOf } from "../refusal.ts";

/** A table that cannot be used as a whole. `reason` has no full stop; `line` counts from 1. */
export function badTable(reason: string, line?: number, remedy?: string): LightboxError {
  const where = line === undefined ? "" : `line ${String(line)}: `;
  const usual = "Give a table with a header, one row per film, cells parted by commas, semicolons or tabs.";
  return refusal("intake/bad-table", `${where}${reason}.`, remedy ?? usual);
}

/** The refusal of a table from whatever was thrown while it was read. */
export function tableError(error: unknown): unknown {
  if (error instanceof LightboxError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return refusal("intake/not-found", "there is no such table.", "Check the path of the table.");
  if (code.startsWith("Z_")) return badTable(`it is named .gz but cannot be unpacked (${wordsOf(error)})`);
  if (!/^E[A-Z]+$/.test(code)) return error;
  const remedy = "Check its path and permissions.";
  return refusal("intake/unreadable", `the table cannot be read (${wordsOf(error)}).`, remedy);
}
