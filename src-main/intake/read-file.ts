import { open } from "node:fs/promises";
import { refusal, wordsOf } from "./refusal.ts";

/** Bytes one film file may have; a chest film is below 50 MB even uncompressed. */
export const largestFile = 512 * 1024 * 1024;

export interface FileBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Called with the size of a file, in bytes, once it has been read and before it is decoded. */
export type OnRead = (size: number) => void;

/**
 * Reads a whole film file.
 * @throws LightboxError `intake/not-found`, `intake/unreadable` or `intake/too-large`
 */
export async function readFilmFile(path: string): Promise<FileBytes> {
  try {
    const file = await open(path, "r");
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw refusal("intake/not-an-image", "this is not a file.");
      if (stat.size > largestFile) throw tooLarge(stat.size);
      const bytes = new Uint8Array(stat.size);
      let filled = 0;
      while (filled < stat.size) {
        const { bytesRead } = await file.read(bytes, filled, stat.size - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return { bytes: bytes.subarray(0, filled), size: stat.size, modified: Math.round(stat.mtimeMs) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(error);
  }
}

function tooLarge(size: number): Error {
  const megabytes = Math.round(size / 1024 / 1024);
  return refusal("intake/too-large", `the file has ${String(megabytes)} MB; films of up to 512 MB are read.`);
}

function unreadable(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return refusal("intake/not-found", "there is no such file.", "Check the path, or connect the disk it lies on.");
  }
  if (typeof code !== "string" || code.startsWith("intake/")) return error;
  const remedy = "Check the permissions of the file and the disk it lies on.";
  return refusal("intake/unreadable", `the file cannot be opened (${wordsOf(error)}).`, remedy);
}
