import type { ErrorReport, ImageDetail, ImageRow } from "../../../src-preload/contract/index.ts";
import { filmInLine, joined, readableStudy } from "../../messages/film-name.ts";
import { words } from "../../messages/index.ts";
import { unnamed } from "../../messages/unnamed.ts";

/** One line that tells a film from others. `hidden`: it names neither patient nor file. */
export function filmName(film: ImageRow, hidden: boolean): string {
  const name = filmInLine(film, hidden);
  return name === "" ? words.lightbox.someFilm : name;
}

/**
 * A film among others of the same patient: its study, then how it was taken. A study whose name nobody reads, or nobody
 * should, is known by its place among them.
 *
 * @param all the patient's films, study by study
 */
export function studyName(film: ImageRow, all: readonly ImageRow[], hidden: boolean): string {
  const known = hidden ? null : readableStudy(film);
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
