import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import ts from "typescript";

/** One source file: its path from the product's root with "/" and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** What a file imports: a path from the root for our own files, "npm:NAME" or "node:NAME" for others. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

const sourceKinds = [".ts", ".mjs", ".js", ".svelte"];
const textKinds = [...sourceKinds, ".json", ".md", ".py", ".sql", ".css", ".html", ".csv", ".txt", ".toml", ".yml"];

/** Every source file below the folders of the product. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders.flatMap((folder) => readFolder(root, folder, sourceKinds, true));
}

/** Every file of text: those below the folders, and those that lie at the top, such as documents and configurations. */
export function readTexts(root: string, folders: readonly string[]): Source[] {
  const below = folders.flatMap((folder) => readFolder(root, folder, textKinds, true));
  // Written by npm, with the addresses of its registry and no path.
  const top = readFolder(root, ".", textKinds, false).filter(({ path }) => path !== "package-lock.json");
  return [...below, ...top, ...readFolder(root, ".ci", [""], true)];
}

function readFolder(root: string, folder: string, kinds: readonly string[], recursive: boolean): Source[] {
  return readdirSync(join(root, folder), { recursive, withFileTypes: true })
    .filter((entry) => entry.isFile() && kinds.some((kind) => entry.name.endsWith(kind)))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(root, path).split(sep).join("/"), text: readFileSync(path, "utf8") };
    });
}

/** All imports of a file, static, dynamic and in types; a Svelte file is read through its script blocks. */
export function importsOf(source: Source): Import[] {
  return scriptsOf(source).flatMap((script) => {
    const { importedFiles } = ts.preProcessFile(script, true, true);
    return importedFiles.map(({ fileName }) => ({ from: source.path, to: resolveName(source.path, fileName) }));
  });
}

/** Identifiers that a file calls or reads as globals, such as "fetch"; names it declares or imports itself do not count. */
export function globalsUsed(source: Source, names: readonly string[]): string[] {
  return scriptsOf(source).flatMap((script) => {
    const file = ts.createSourceFile("file.ts", script, ts.ScriptTarget.Latest, true);
    const found = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && names.includes(node.text) && isReference(node)) found.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return [...found];
  });
}

/** "globalThis.fetch" is the global; "cache.fetch" and "{ fetch: … }" are not. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return ts.isIdentifier(parent.expression) && ["globalThis", "window", "self"].includes(parent.expression.text);
  }
  const named = ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent);
  return !(named && parent.name === node);
}

function scriptsOf(source: Source): string[] {
  if (!source.path.endsWith(".svelte")) return [source.text];
  return [...source.text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? "");
}

function resolveName(from: string, name: string): string {
  if (name.startsWith(".")) return posix.join(posix.dirname(from), name.replace(/\?.*$/, ""));
  if (name.startsWith("node:")) return name;
  const parts = name.split("/");
  return `npm:${name.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? name)}`;
}
