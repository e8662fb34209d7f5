import type { ImageDetail, ImageRow } from "../../src-preload/contract/index.ts";

const present = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null && part !== "").join(" · ");

/** Who is on the film, as corner text: patient, then study, then projection with sex and age; unknown parts are left out. */
export function identityLines(film: ImageRow): string[] {
  const patient = film.patient === null ? film.name : `Patient ${film.patient}`;
  const study = film.study === null || isUniqueIdentifier(film.study) ? "" : `Study ${film.study}`;
  const age = film.age === null ? null : `${String(film.age)} y`;
  const person = present([film.projection ?? film.view, film.sex, age]);
  return [patient, study, person].filter((line) => line !== "");
}

/** DICOM's study UID, up to 64 digits: nobody reads it. */
function isUniqueIdentifier(study: string): boolean {
  return /^[\d.]{20,}$/.test(study);
}

/** What the pixels are; an 8-bit picture file says that it is no diagnostic original. */
export function pixelLines(film: ImageDetail): string[] {
  const spacing = film.pixelSpacing === null ? null : `${film.pixelSpacing[0].toFixed(3)} mm`;
  const size = present([`${String(film.width)} × ${String(film.height)} px`, spacing]);
  const bits = `${String(film.bitsStored)}-bit ${film.format}`;
  const diagnostic = film.format === "DICOM" || film.bitsStored > 8;
  return [size, diagnostic ? bits : `${bits}, not diagnostic`];
}

/** One line for screen readers and tooltips. */
export function filmLabel(film: ImageRow): string {
  return present([film.patient === null ? film.name : `patient ${film.patient}`, film.projection ?? film.view]);
}

export interface Label {
  readonly finding: string;
  readonly state: "present" | "uncertain" | "absent";
}

const states = { 1: "present", [-1]: "uncertain", 0: "absent" } as const;
const order = { present: 0, uncertain: 1, absent: 2 };

/** The labels of a film, present first; findings that are not mentioned have none. */
export function labelsOf(film: ImageRow): Label[] {
  const labels = Object.entries(film.findings).map(([finding, value]) => ({ finding, state: states[value] }));
  return labels.sort((one, other) => order[one.state] - order[other.state]);
}
