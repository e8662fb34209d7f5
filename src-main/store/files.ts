import { LightboxError } from "../../src-preload/contract/errors.ts";

export const databaseName = "lightbox.db";

const unwritableCodes = ["EACCES", "EPERM", "EROFS", "ENOSPC", "ENOTDIR"];

/** Turns a refusal of the file system into `store/unwritable`; anything else comes back as it is. */
export function unwritable(place: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || !unwritableCodes.includes(code)) return error;
  return new LightboxError(
    "store/unwritable",
    `Lightbox cannot write to ${place} (${code}).`,
    "Give it write permission and free space, or copy the folder.",
  );
}

/** Node's code of a failure ("ENOENT"), where it has one. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** A path as it is written on a command line, so that a remedy can be copied. */
export function asArgument(path: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return /^[\w.:\\/~-]+$/.test(path) ? path : `"${path}"`;
  return /^[\w./~@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
