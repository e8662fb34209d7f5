import type { FilmDisplay, ImageDetail } from "../../src-preload/contract/index.ts";
import { filmInLine, joined, readableStudy, takenLine } from "../messages/film-name.ts";
import { words } from "../messages/index.ts";
import { apply } from "./geometry.ts";
import type { Orientation } from "./geometry.ts";
import type { Spacing } from "./measure.ts";
import type { Window } from "./windows.ts";

/** Who is on the film: patient or file, study, then projection, sex and age. `hidden`: the last line only. */
export function identityLines(film: ImageDetail, hidden: boolean): string[] {
  const person = takenLine(film);
  if (hidden) return person === "" ? [] : [person];
  const who = film.patient === null ? film.name : words.viewer.patient(film.patient);
  const study = readableStudy(film);
  return [who, study === null ? "" : words.viewer.study(study), person].filter((line) => line !== "");
}

/** What the pixels are; an 8-bit picture file says that it is no diagnostic original. */
export function techniqueLines(film: ImageDetail, spacing: Spacing | null): string[] {
  const distance = spacing === null ? null : words.viewer.spacing(spacing.row.toFixed(3), spacing.column.toFixed(3));
  const bits = words.viewer.bits(film.bitsStored, film.format);
  const original = film.format === "DICOM" || film.bitsStored > 8;
  return [
    joined([words.viewer.size(film.width, film.height), distance]),
    original ? bits : words.viewer.notDiagnostic(bits),
    ...(film.burnedIn === null ? [] : [words.viewer.burnedIn[film.burnedIn]]),
  ];
}

/** What the picture of a film is called for those who hear it. `hidden`: without who is on it. */
export function spokenPicture(film: ImageDetail | null, hidden: boolean): string {
  return words.viewer.film(film === null ? "" : filmInLine(film, hidden));
}

type Edges = NonNullable<FilmDisplay["orientation"]>;

/** Which side of the patient each edge of the screen shows, the film being turned and mirrored as it is. */
export function edgeLetters(film: Edges, orientation: Orientation): Edges {
  // Film direction under each direction of the screen: an orientation is its own inverse transposed.
  const { a, b, c, d } = orientation;
  const back = { a, b: c, c: b, d, e: 0, f: 0 };
  const letter = (x: number, y: number): string => {
    const along = apply(back, { x, y });
    if (along.x !== 0) return along.x > 0 ? film.right : film.left;
    return along.y > 0 ? film.bottom : film.top;
  };
  return { left: letter(-1, 0), right: letter(1, 0), top: letter(0, -1), bottom: letter(0, 1) };
}

/** A number of a window with as many digits as its width is worth. */
function digits(value: number, width: number): string {
  const places = width >= 100 ? 0 : width >= 10 ? 1 : width >= 1 ? 2 : 4;
  return value.toFixed(places).replace("-", "\u2212");
}

/** "W 2400  L 1100 HU"; null: the file's own table. */
export function windowText(window: Window | null, unit: string | null): string {
  if (window === null) return words.viewer.windowTable;
  const { width, centre } = window;
  return words.viewer.windowNumbers(digits(width, width), digits(centre, width), unit ?? "");
}

/** Per cent of one pixel of the screen for one of the film. */
export function zoomPercent(scale: number): string {
  return (100 * scale).toFixed(scale < 0.1 ? 1 : 0);
}

export interface ScaleBar {
  /** Millimetres: 1, 2 or 5 times a power of ten. */
  readonly length: number;
  /** Pixels of the screen. */
  readonly width: number;
}

/**
 * The longest round length that is no wider than `most` pixels of the screen; null where there is none.
 * @param perPixel millimetres along one pixel of the screen
 */
export function scaleBar(perPixel: number, most: number): ScaleBar | null {
  const longest = perPixel * most;
  if (!(longest > 0) || !Number.isFinite(longest)) return null;
  const power = 10 ** Math.floor(Math.log10(longest));
  const step = [5, 2, 1].find((times) => times * power <= longest) ?? 1;
  const length = step * power;
  return { length, width: length / perPixel };
}
