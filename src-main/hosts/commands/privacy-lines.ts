import type { PrivacyReport } from "../../../src-preload/contract/intake.ts";

/** Attributes named one by one; the rest are counted. */
const named = 6;

/** What the privacy gate did, for people; nothing where no DICOM film came in and no writing was seen. */
export function privacyLines({ identity, films, left, burnedIn, ...counts }: PrivacyReport): string[] {
  const lines: string[] = [];
  if (films > 0 && identity === "keep") lines.push("Who is on the films was kept, as asked.");
  if (films > 0 && identity === "remove") {
    const some = left.slice(0, named).map(({ attribute, films: count }) => `${attribute} (${String(count)})`);
    const more = left.length > named ? ` and ${String(left.length - named)} more` : "";
    lines.push(
      `Who is on ${String(films)} DICOM films stayed out: patient and study have pseudonyms, ` +
        `${String(counts.datesShifted)} dates were shifted, ${String(counts.agesCapped)} ages of 90 and more made one, ` +
        `${String(counts.namesReplaced)} file names replaced.`,
    );
    if (some.length > 0) lines.push(`Not kept: ${some.join(", ")}${more}.`);
  }
  const { declared, likely } = burnedIn;
  if (declared + likely > 0)
    lines.push(
      `Look at ${String(declared + likely)} films for writing in the picture: ` +
        `${String(declared)} say that they have some, ${String(likely)} look like it. Pictures are never changed.`,
    );
  return lines;
}
