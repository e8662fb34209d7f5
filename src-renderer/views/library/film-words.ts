import type { ImageRow } from "../../../src-preload/contract/index.ts";
import { labelsOf } from "../../drawing/index.ts";
import { findingsLine, takenLine } from "../../messages/film-name.ts";
import { words } from "../../messages/index.ts";

/** What stands below a film. */
export interface Caption {
  /** Null where it is not known, or not to be shown. */
  readonly patient: string | null;
  /** File name where no patient is known; null where there is one, or where it is not to be shown. */
  readonly name: string | null;
  /** How it was taken, and of whom: "PA · F · 49 y". */
  readonly facts: string;
  /** Findings that are present, then uncertain ones with a question mark. */
  readonly findings: string;
}

/** @param hidden neither patient nor file is named */
export function captionOf(film: ImageRow, hidden: boolean): Caption {
  const name = film.patient === null && !hidden ? film.name : null;
  return { patient: hidden ? null : film.patient, name, facts: takenLine(film), findings: findingsLine(film) };
}

/** All of it in one sentence, for those who hear it; what is seen is in it as it stands there. */
export function spokenFilm(film: ImageRow, place: number, hidden: boolean): string {
  const { patient, name, facts, findings } = captionOf(film, hidden);
  const who = patient === null ? name : words.library.patient(patient);
  const doubtful = labelsOf(film).filter(({ state }) => state === "uncertain");
  const uncertain = words.library.uncertainOnes(doubtful.map(({ finding }) => finding));
  return [words.library.filmNumber(place + 1), who, facts.replaceAll(" · ", ", "), findings, uncertain]
    .filter((part) => part !== null && part !== "")
    .join(", ");
}
