import type { ImageRow } from "../../src-preload/contract/index.ts";
import { labelsOf } from "../drawing/index.ts";
import { words } from "./index.ts";

/** A DICOM UID, up to 64 digits: nobody reads it. */
const uniqueIdentifier = /^[\d.]{20,}$/;

/** Parts of a line; what is not known is left out. */
export function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}

/** What tells a film from others, in a line: patient or file, then how it was taken. `hidden`: only the latter, or nothing. */
export function filmInLine(film: ImageRow, hidden: boolean): string {
  const who = film.patient === null ? film.name : words.lightbox.patient(film.patient);
  return joined([hidden ? null : who, film.projection ?? film.view]);
}

/** The study of a film where somebody can read its name, else null. */
export function readableStudy({ study }: ImageRow): string | null {
  return study === null || uniqueIdentifier.test(study) ? null : study;
}

/** How a film was taken, and of whom: "PA · F · 49 y". */
export function takenLine(film: ImageRow): string {
  const age = film.age === null ? null : words.viewer.years(film.age);
  return joined([film.projection ?? film.view, film.sex, age]);
}

/** Findings that are present, then uncertain ones with a question mark. */
export function findingsLine(film: ImageRow): string {
  const shown = labelsOf(film).filter(({ state }) => state !== "absent");
  return shown.map(({ finding, state }) => finding + words.lightbox.labelAfter[state]).join(", ");
}
