import { randomUUID } from "node:crypto";
import { constants, createWriteStream } from "node:fs";
import { copyFile, link, mkdir, readdir, rm, stat } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LightboxError } from "../../src-preload/contract/errors.ts";

const passingPrefix = ".receiving-";
const deepest = 12;
/** What a disk says that cannot take a file; anything else that fails is the sender's or ours. */
const refusals = ["EACCES", "EDQUOT", "EEXIST", "EFBIG", "EIO", "ENAMETOOLONG", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"];
/** What file systems say that know no second name for a file. */
const noLinks = ["EINVAL", "EMLINK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"];

/** Removes what a stopped process left half received; what is younger than an hour may still be on its way. */
export async function sweepPassing(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(passingPrefix))) {
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts !== undefined && Date.now() - facts.mtimeMs > 3_600_000) await rm(join(folder, name), { force: true });
  }
}

/**
 * Keeps a file that comes as bytes below a folder. It is written to a passing name first, so that a broken upload leaves
 * no half film, and never takes the place of another: names that come to the same get a number. Errors: `store/unwritable`.
 */
export async function receiveFile(
  folder: string,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ path: string }> {
  const path = join(folder, ...safeParts(name));
  const passing = join(folder, `${passingPrefix}${randomUUID()}`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(Readable.from(bytes), createWriteStream(passing));
    return { path: await putBeside(passing, path) };
  } catch (error) {
    throw refusedByDisk(error) ? unwritable(folder, error) : error;
  } finally {
    await rm(passing, { force: true }).catch(() => undefined);
  }
}

/** Gives a finished file its name, or the first with a number that is free. */
async function putBeside(passing: string, path: string): Promise<string> {
  const ending = extname(path);
  const stem = path.slice(0, path.length - ending.length);
  for (let number = 1; ; number++) {
    const target = number === 1 ? path : `${stem} (${String(number)})${ending}`;
    try {
      await nameAnew(passing, target);
      return target;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

/** Unlike rename(), both ways fail with EEXIST where the name is taken. */
async function nameAnew(passing: string, target: string): Promise<void> {
  try {
    await link(passing, target);
  } catch (error) {
    if (!noLinks.includes(codeOf(error))) throw error;
    await copyFile(passing, target, constants.COPYFILE_EXCL);
  }
}

function codeOf(error: unknown): string {
  return (error as Partial<NodeJS.ErrnoException>).code ?? "";
}

function refusedByDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && refusals.includes(codeOf(error));
}

function unwritable(folder: string, cause: NodeJS.ErrnoException): LightboxError {
  return new LightboxError(
    "store/unwritable",
    `The film cannot be kept in ${folder} (${cause.code ?? cause.message}).`,
    "Make room on that disk, or put the workspace where you may write.",
    { cause },
  );
}

/**
 * The parts of a relative path as plain names: nothing leaves the folder, whatever a page sends. The first part, the drop
 * that a file belongs to, is always kept; of a path too deep the middle is left out.
 */
export function safeParts(name: string): string[] {
  const [first, ...rest] = name
    .split(/[/\\]/)
    .map((part) => part.replaceAll(/[^\p{L}\p{N}._ ()-]/gu, "_").slice(0, 120))
    // No hidden files, and no name that Windows would shorten to "..".
    .map((part) => part.replace(/^[. ]+/, "").replace(/[. ]+$/, ""))
    .filter((part) => part !== "");
  return first === undefined ? ["film"] : [first, ...rest.slice(1 - deepest)];
}
