import { readdir } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";

/**
 * Name of the data set that lies in a folder: the folder's own. Of a drop (a folder of its own in `drops`, with what was
 * dropped on a browser window) it is that of the dropped folder, where there was one and no film beside it, else when the drop was.
 */
export async function dataSetName(folder: string, drops: string): Promise<string> {
  const place = relative(drops, resolve(folder));
  const [drop = ""] = place.split(sep);
  // On Windows the way to another disk is an absolute path.
  const isDrop = drop !== "" && drop !== ".." && !isAbsolute(place);
  if (isDrop) return (await onlyFolderOf(join(drops, drop))) ?? dropTitle(drop);
  // The top of a disk has no name of its own.
  return basename(resolve(folder)) || resolve(folder);
}

/** "Dropped 2026-11-21 05.32.28 1f0c9a2e", in UTC, is shown as "Added 2026-11-21 06:32", as the clock on the wall says. */
function dropTitle(drop: string): string {
  const parts = /^Dropped (\d{4}-\d\d-\d\d) (\d\d)\.(\d\d)\.\d\d [0-9a-f]{8}$/.exec(drop);
  if (parts === null) return drop;
  const [, date = "", hours = "", minutes = ""] = parts;
  const at = new Date(`${date}T${hours}:${minutes}:00Z`);
  if (Number.isNaN(at.getTime())) return drop;
  const local = new Date(at.getTime() - 60_000 * at.getTimezoneOffset()).toISOString();
  return `Added ${local.slice(0, 10)} ${local.slice(11, 16)}`;
}

/** The one folder that a drop holds; undefined where it holds several, or films outside it. Tables do not count. */
async function onlyFolderOf(drop: string): Promise<string | undefined> {
  const entries = await readdir(drop, { withFileTypes: true }).catch(() => []);
  const [first, ...others] = entries.filter(({ name }) => !name.startsWith(".") && !/\.(csv|tsv)(\.gz)?$/i.test(name));
  return first?.isDirectory() === true && others.length === 0 ? first.name : undefined;
}
