import { open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { longestRow } from "./csv-records.ts";

/** The report of a film's study, "s50414267.txt" beside the folder "s50414267" (MIMIC-CXR); null where there is none. */
export async function readReportBeside(film: string): Promise<string | null> {
  const study = dirname(film);
  if (!/^s\d+$/.test(basename(study))) return null;
  const file = await open(`${study}.txt`).catch(() => undefined);
  if (file === undefined) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestRow), 0, longestRow, 0);
    const text = buffer.toString("utf8", 0, bytesRead).trim();
    return text === "" ? null : text;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
