import type { ErrorReport, ImageDetail, ImageRow } from "../../../src-preload/contract/index.ts";
import { words } from "../../messages/index.ts";

/** A DICOM UID, up to 64 digits: nobody reads it. */
const uniqueIdentifier = /^[\d.]{20,}$/;

const joined = (parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== "").join(" · ");

/** One line that tells a film from others: patient or file, then how it was taken. `hidden`: only the latter. */
export function filmName(film: ImageRow, hidden: boolean): string {
  const who = film.patient === null ? film.name : words.lightbox.patient(film.patient);
  const name = joined([hidden ? null : who, film.projection ?? film.view]);
  return name === "" ? words.lightbox.someFilm : name;
}

/**
 * A film among others of the same patient: its study, then how it was taken. A study whose name nobody reads, or nobody
 * should, is known by its place among them.
 *
 * @param all the patient's films, study by study
 */
export function studyName(film: ImageRow, all: readonly ImageRow[], hidden: boolean): string {
  const known = hidden || film.study === null || uniqueIdentifier.test(film.study) ? null : film.study;
  const studies = [...new Set(all.map(({ study }) => study))];
  const study = known === null ? words.lightbox.nthStudy(studies.indexOf(film.study) + 1) : words.lightbox.study(known);
  return joined([study, film.projection ?? film.view]);
}

/** Why a film cannot be shown, in sentences that name it only where that is wanted. */
export function troubleOf(film: ImageDetail | null, trouble: ErrorReport | null, hidden: boolean): ErrorReport | null {
  if (film?.missing === true)
    return { code: "intake/not-found", message: words.lightbox.missing, remedy: words.lightbox.missingRemedy };
  return trouble === null ? null : hidden ? unnamed(trouble, film) : trouble;
}

/** A report without the path, the name and the patient of a film. */
export function unnamed(report: ErrorReport, film: ImageDetail | null): ErrorReport {
  const names = film === null ? [] : [film.path, film.name, film.patient ?? ""].filter((name) => name !== "");
  const blank = (text: string): string =>
    names.reduce((rest, name) => rest.replaceAll(name, words.lightbox.hiddenName), text);
  return { code: report.code, message: blank(report.message), remedy: blank(report.remedy) };
}
