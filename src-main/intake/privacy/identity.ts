import { string, strings, valueBytes } from "../dicom/header.ts";
import type { Header } from "../dicom/header.ts";
import { identifyingKeyword } from "./profile.ts";

/** What of a DICOM header says whose film it is; it is read to be replaced, and goes nowhere else. */
export interface DicomIdentity {
  readonly patient: string | undefined;
  readonly study: string | undefined;
  /** YYYYMMDD. */
  readonly studyDate: string | undefined;
  /** Words that a file name may have taken from the header: names, numbers, dates. */
  readonly words: readonly string[];
  /** Keywords of the identifying attributes that hold something. */
  readonly present: readonly string[];
  /** Burned In Annotation (0028,0301): there is writing in the picture, or none; undefined where the file does not say. */
  readonly burnedIn: boolean | undefined;
}

/** Elements whose value may stand in a file name: patient's names and numbers, accession number, birth date. */
const named = ["x00100010", "x00100020", "x00101000", "x00101001", "x00080050", "x00100030", "x00200010"];
/** Shorter pieces of them stand in any name by chance. */
const shortest = 3;

/** Reads who is on a film. */
export function readIdentity(header: Header): DicomIdentity {
  const burned = string(header, "x00280301")?.toUpperCase();
  const present = new Set<string>();
  for (const tag of Object.keys(header.elements)) {
    const keyword = identifyingKeyword(tag);
    // The age is kept, as a number.
    if (keyword !== undefined && keyword !== "PatientAge" && holdsSomething(header, tag)) present.add(keyword);
  }
  return {
    patient: string(header, "x00100020"),
    study: string(header, "x0020000d"),
    studyDate: string(header, "x00080020"),
    words: named.flatMap((tag) => strings(header, tag).flatMap(wordsOf)),
    present: [...present],
    burnedIn: burned === "YES" ? true : burned === "NO" ? false : undefined,
  };
}

function holdsSomething(header: Header, tag: string): boolean {
  if ((header.elements[tag]?.items?.length ?? 0) > 0) return true;
  return valueBytes(header, tag)?.some((byte) => byte !== 0 && byte !== 0x20) ?? false;
}

/** Parts of a value: "Doe^Jane" gives Doe and Jane. */
function wordsOf(value: string): string[] {
  return value
    .split(/[\s^=,;.()/\\_-]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= shortest);
}

/** A file name, without its ending, that tells who is on the film: it holds a word of the header, or is written as a name. */
export function tellsWho(name: string, { words }: Pick<DicomIdentity, "words">): boolean {
  const plain = name.toLowerCase().replace(/\.[a-z0-9]{1,5}$/, "");
  return plain.includes("^") || words.some((word) => plain.includes(word));
}

/** Years; nobody of 90 or more is told from another (PS3.15 E.3.6 and HIPAA 164.514: ages over 89 are one group). */
export function withoutGreatAge(age: number | null): number | null {
  return age === null ? null : Math.min(age, 90);
}
