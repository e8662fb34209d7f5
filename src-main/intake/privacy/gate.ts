import { basename } from "node:path";
import type { FilmFacts } from "../types.ts";
import { tellsWho, withoutGreatAge } from "./identity.ts";
import type { DicomIdentity } from "./identity.ts";
import { daysBack, earlier, pseudonym, replacedUid } from "./pseudonym.ts";

/** Whether films lose who is on them as they come in; "keep" is the user's own wish. */
export type IdentityWish = "remove" | "keep";

/** The gate that DICOM films pass on their way into a workspace. */
export interface Gate {
  readonly wish: IdentityWish;
  /** The workspace's own key, 64 hexadecimal digits. */
  readonly key: string;
  /** The folder of films that Lightbox keeps itself: copies in it lose their headers too. */
  readonly copies: string;
}

/** What a film's record says of who is on it, after the gate. */
export type Gated = Pick<FilmFacts, "patient" | "study" | "studyDate" | "age" | "identity"> & {
  readonly name: string;
};

/** What the gate did to one film, for the report of an import. */
export interface GateDeed {
  /** Keywords of the attributes that the file holds and the workspace does not. */
  readonly left: readonly string[];
  readonly nameReplaced: boolean;
  readonly dateShifted: boolean;
  readonly ageCapped: boolean;
}

const own = /^P-[0-9A-HJKMNP-TV-Z]{10}$/;

/**
 * What of a DICOM film's record enters the workspace. Removed: the patient's identifier becomes a keyed hash, the study's
 * another unique identifier, its date moves back with all dates of the patient, ages from 90 on are one, and a file name
 * that tells who is on the film gives way to a neutral one. Nothing else of the header that identifies is ever stored.
 */
export function passGate(
  facts: Pick<FilmFacts, "age">,
  identity: DicomIdentity,
  path: string,
  gate: Gate,
): { readonly gated: Gated; readonly deed: GateDeed } {
  const { patient, study, studyDate } = identity;
  const name = basename(path);
  // A copy in the workspace that has passed once: its identifiers stand for others already.
  const passed = patient !== undefined && own.test(patient);
  if (gate.wish === "keep" || passed) {
    const gated = {
      ...{ patient: patient ?? null, study: study ?? null, studyDate: earlier(studyDate, 0), age: facts.age, name },
      identity: passed ? ("removed" as const) : ("kept" as const),
    };
    return { gated, deed: { left: [], nameReplaced: false, dateShifted: false, ageCapped: false } };
  }
  const days = daysBack(gate.key, patient ?? study ?? "");
  const age = withoutGreatAge(facts.age);
  const nameReplaced = tellsWho(name, identity);
  const gated = {
    patient: patient === undefined ? null : pseudonym(gate.key, "patient", patient),
    study: study === undefined ? null : replacedUid(gate.key, study),
    studyDate: earlier(studyDate, days),
    age,
    name: nameReplaced ? pseudonym(gate.key, "film", path) : name,
    identity: "removed" as const,
  };
  const dateShifted = gated.studyDate !== null;
  return { gated, deed: { left: identity.present, nameReplaced, dateShifted, ageCapped: age !== facts.age } };
}
