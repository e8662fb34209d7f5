import type { FilmFacts } from "../types.ts";
import { decimals, holderOf, string } from "./header.ts";
import type { Header } from "./header.ts";
import { areSquare, pixelAspect } from "./square-pixels.ts";
import type { StoredPixels } from "./stored.ts";

const yearsPerUnit: Readonly<Record<string, number>> = { Y: 1, M: 1 / 12, W: 7 / 365.25, D: 1 / 365.25 };

/** An age string such as 045Y or 006M (PS3.5 6.2, VR AS) → years, two decimals. */
export function parseAge(text: string | undefined): number | null {
  const match = /^(\d{1,3})([DWMY])$/.exec(text ?? "");
  if (match === null) return null;
  const years = Number(match[1]) * (yearsPerUnit[match[2] ?? ""] ?? 1);
  return Math.round(years * 100) / 100;
}

/** Whole years between two dates written YYYYMMDD. */
export function yearsBetween(birth: string | undefined, study: string | undefined): number | null {
  const pattern = /^(\d{4})(\d{2})(\d{2})$/;
  const from = pattern.exec(birth ?? "");
  const to = pattern.exec(study ?? "");
  if (from === null || to === null) return null;
  const hadBirthday = `${to[2] ?? ""}${to[3] ?? ""}` >= `${from[2] ?? ""}${from[3] ?? ""}`;
  const years = Number(to[1]) - Number(from[1]) - (hadBirthday ? 0 : 1);
  return years >= 0 && years <= 130 ? years : null;
}

const frontal = new Set(["PA", "AP"]);
const lateral = new Set(["LL", "RL", "LATERAL", "LAT", "LLAT", "RLAT"]);

function viewOf(projection: string | null): string | null {
  if (projection === null) return null;
  if (frontal.has(projection)) return "Frontal";
  return lateral.has(projection) ? "Lateral" : null;
}

/**
 * Pixel Spacing, else Imager Pixel Spacing (at the detector, so a little too large for the patient), of pixels that were
 * made square: the shorter side of each.
 */
function spacingOf(header: Header): FilmFacts["pixelSpacing"] {
  for (const tag of ["x00280030", "x00181164"]) {
    const holder = holderOf(header, tag, "x00289110");
    const [row, column] = holder === undefined ? [] : decimals(holder, tag);
    if (row === undefined || column === undefined || row <= 0 || column <= 0) continue;
    const shorter = Math.min(row, column);
    return areSquare(pixelAspect(header)) ? [row, column] : [shorter, shorter];
  }
  return null;
}

/** What passes the gate of src-main/intake/privacy before it is stored, and what the pixel format tells. */
type IdentityFacts = "patient" | "study" | "studyDate" | "identity" | "burnedIn" | "frames";

/** What the header of a DICOM film tells about it, but whose film it is. */
export function readFacts(header: Header, stored: StoredPixels): Omit<FilmFacts, IdentityFacts> {
  const projection = string(header, "x00185101")?.toUpperCase() ?? null;
  const sex = string(header, "x00100040")?.toUpperCase();
  const age = parseAge(string(header, "x00101010"));
  return {
    format: "DICOM",
    bitsStored: stored.bits,
    photometric: stored.photometric,
    pixelSpacing: spacingOf(header),
    view: viewOf(projection),
    projection,
    sex: sex === "F" || sex === "M" || sex === "O" ? sex : null,
    age: age ?? yearsBetween(string(header, "x00100030"), string(header, "x00080020")),
  };
}
