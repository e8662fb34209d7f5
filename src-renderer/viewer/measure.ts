import type { ImageDetail } from "../../src-preload/contract/index.ts";
import type { Place } from "./geometry.ts";

/** Millimetres from one row, and from one column, to the next. */
export interface Spacing {
  readonly row: number;
  readonly column: number;
}

export const measureKinds = ["length", "angle", "ratio"] as const;
export type MeasureKind = (typeof measureKinds)[number];

/**
 * A measurement in pixels of the film. A length has two ends; an angle has its corner in the middle of three places; a
 * cardiothoracic ratio has the two ends of the heart, then the two of the thorax.
 */
export interface Measure {
  readonly id: number;
  readonly kind: MeasureKind;
  readonly places: readonly Place[];
  /** For a ratio: the axis of the film that runs across the patient. */
  readonly across: "x" | "y";
}

/** Places that a measurement has in all. */
export const placesOf: Readonly<Record<MeasureKind, number>> = { length: 2, angle: 3, ratio: 4 };

/** Where the file says how far apart its pixels are. A picture file has no scale that could be relied on. */
export function spacingOf(film: ImageDetail | null): Spacing | null {
  if (film === null || film.format !== "DICOM" || film.pixelSpacing === null) return null;
  const [row, column] = film.pixelSpacing;
  return { row, column };
}

export interface Quantity {
  readonly value: number;
  readonly unit: "mm" | "px";
}

const pixel: Spacing = { row: 1, column: 1 };

function quantity(value: number, spacing: Spacing | null): Quantity {
  return { value, unit: spacing === null ? "px" : "mm" };
}

/** Distance of two places; in millimetres where the spacing is known, else in pixels. */
export function lengthOf(one: Place, other: Place, spacing: Spacing | null): Quantity {
  const { row, column } = spacing ?? pixel;
  return quantity(Math.hypot((other.x - one.x) * column, (other.y - one.y) * row), spacing);
}

/** Angle at `corner`, degrees, 0–180; null where a leg has no length. Pixels count as square where the spacing is unknown. */
export function angleOf(one: Place, corner: Place, other: Place, spacing: Spacing | null): number | null {
  const { row, column } = spacing ?? pixel;
  const leg = (end: Place): readonly [number, number] => [(end.x - corner.x) * column, (end.y - corner.y) * row];
  const [[a, b], [c, d]] = [leg(one), leg(other)];
  if (Math.hypot(a, b) === 0 || Math.hypot(c, d) === 0) return null;
  return (Math.atan2(Math.abs(a * d - b * c), a * c + b * d) * 180) / Math.PI;
}

/** How far apart two places are across the patient, whatever their heights. */
export function widthOf(one: Place, other: Place, across: "x" | "y", spacing: Spacing | null): Quantity {
  const { row, column } = spacing ?? pixel;
  return quantity(Math.abs(other[across] - one[across]) * (across === "x" ? column : row), spacing);
}

export interface Ratio {
  readonly heart: Quantity;
  readonly thorax: Quantity;
  /** Null where the thorax has no width. */
  readonly ratio: number | null;
}

/**
 * Cardiothoracic ratio (C. S. Danzer, Am J Med Sci 157, 1919): greatest transverse width of the heart over the greatest inner
 * width of the thorax. @param places two ends of the heart, two of the thorax
 */
export function cardiothoracicRatio(
  places: readonly [Place, Place, Place, Place],
  across: "x" | "y",
  spacing: Spacing | null,
): Ratio {
  const heart = widthOf(places[0], places[1], across, spacing);
  const thorax = widthOf(places[2], places[3], across, spacing);
  return { heart, thorax, ratio: thorax.value > 0 ? heart.value / thorax.value : null };
}
