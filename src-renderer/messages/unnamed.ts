import type { ErrorReport, ImageDetail } from "../../src-preload/contract/index.ts";
import { words } from "./index.ts";

/** Endings of files that are often called after a patient. */
const endings = String.raw`\.(?:dcm|dicom|png|jpe?g|csv)\b`;
/** From the first slash of a path to the last ending, else to the end of its last part: names may hold blanks. */
const path = String.raw`(?<![^\s"'“(])(?:[A-Za-z]:)?[\\/](?:.*${endings}|.*[\\/]\S+|\S+)`;
const fileName = new RegExp(String.raw`${path}|[^\s"“(]+${endings}`, "gi");
/** What intake puts before its reasons: the name of the file. */
const before = /^.*?(?=: )/;

/** A text without these names, and without what looks like a path or a file of films. */
export function unnamedText(text: string, names: readonly string[] = []): string {
  const { hiddenName } = words.shell;
  const rest = names.filter((name) => name !== "").reduce((left, name) => left.replaceAll(name, hiddenName), text);
  return rest.replace(fileName, hiddenName);
}

/** A report that names no file; the film it is about, where that is known, is not named by its patient either. */
export function unnamed(report: ErrorReport, film: ImageDetail | null = null): ErrorReport {
  const names = film === null ? [] : [film.path, film.name, film.patient ?? ""];
  const { code, message, remedy } = report;
  const blank = code.startsWith("intake/") ? message.replace(before, words.shell.hiddenName) : message;
  return { code, message: unnamedText(blank, names), remedy: unnamedText(remedy, names) };
}
