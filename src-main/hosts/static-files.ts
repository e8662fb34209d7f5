import { readFile, realpath } from "node:fs/promises";
import { extname, isAbsolute, relative, resolve, sep } from "node:path";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

export interface StaticFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** The name holds a hash of the contents, so a browser may keep it for ever. */
  readonly immutable: boolean;
}

/**
 * The file of the user interface that a URL path names, "/" being index.html; undefined where there is none.
 * Nothing outside `root` is ever read: not by "..", encoded or not, nor by a symbolic link that leads out.
 */
export async function readStaticFile(root: string, urlPath: string): Promise<StaticFile | undefined> {
  const path = pathWithin(root, urlPath === "/" ? "/index.html" : urlPath);
  if (path === undefined) return undefined;
  const type = mediaTypes[extname(path)];
  if (type === undefined) return undefined;
  try {
    const real = await realpath(path);
    if (!isInside(await realpath(root), real)) return undefined;
    return { bytes: await readFile(real), type, immutable: urlPath.startsWith("/assets/") };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Whether a URL path is a place inside the window, such as "/film/SHA-256", and no file: it ends in no file's extension
 * (a pack's version, as in "/neuron/sae-1.2", is none) and lies outside /assets.
 */
export function isWindowPlace(root: string, urlPath: string): boolean {
  const path = pathWithin(root, urlPath);
  if (path === undefined) return urlPath === "/";
  return (
    !/\.[a-z][a-z0-9]*$/i.test(path) && !isInside(resolve(root, "assets"), path) && path !== resolve(root, "assets")
  );
}

/** Absolute path for a URL path, or undefined where it would leave `root` or is not a plain path at all. */
export function pathWithin(root: string, urlPath: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  // A backslash is a separator on Windows only; refusing it everywhere keeps one rule. NUL ends a path in C.
  if (!decoded.startsWith("/") || decoded.includes("\\") || decoded.includes("\0")) return undefined;
  const path = resolve(root, `.${decoded}`);
  return isInside(resolve(root), path) ? path : undefined;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
}
