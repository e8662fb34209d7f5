import { createHmac } from "node:crypto";

/** Letters and digits that cannot be taken for one another (Crockford's base 32). */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 50 bits: two of 224,000 patients meet with a chance of 1 in 45,000. */
const letters = 10;
const millisecondsPerDay = 86_400_000;

export type PseudonymKind = "patient" | "film";
const prefixes: Readonly<Record<PseudonymKind, string>> = { patient: "P-", film: "film-" };

function keyed(key: string, kind: string, value: string): Buffer {
  return createHmac("sha256", Buffer.from(key, "hex")).update(`${kind}\0${value}`).digest();
}

/** What stands for an identifier: the same for the same one under the same key, and nothing can be read from it. */
export function pseudonym(key: string, kind: PseudonymKind, value: string): string {
  const hash = keyed(key, kind, value);
  let bits = hash.readBigUInt64BE(0);
  let text = "";
  for (let letter = 0; letter < letters; letter++) {
    text += alphabet.charAt(Number(bits & 31n));
    bits >>= 5n;
  }
  return prefixes[kind] + text;
}

/** A unique identifier in the place of another (PS3.5 annex B.2: "2.25." and a number of 128 bits). */
export function replacedUid(key: string, uid: string): string {
  return `2.25.${BigInt(`0x${keyed(key, "uid", uid).toString("hex", 0, 16)}`).toString()}`;
}

/** Days by which all dates of a patient move back, 1 to 3,650: the days between two of them stay. */
export function daysBack(key: string, patient: string): number {
  return 1 + (keyed(key, "date", patient).readUInt32BE(0) % 3650);
}

/** A date YYYYMMDD as YYYY-MM-DD, so many days earlier; null where it is none. */
export function earlier(date: string | undefined, days: number): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(date ?? "");
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = new Date(Date.UTC(year, month - 1, day));
  if (year < 1000 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
  return new Date(at.getTime() - days * millisecondsPerDay).toISOString().slice(0, 10);
}
