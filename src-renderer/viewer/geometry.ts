import type { Rectangle, Size } from "../drawing/index.ts";

/** A place in pixels, x to the right and y down; pixel i reaches from i to i + 1. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** x' = a·x + c·y + e and y' = b·x + d·y + f, as in a canvas. */
export interface Transform {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** How the film is turned and mirrored: the linear part of a transform, of 0, 1 and −1 only. */
export type Orientation = Pick<Transform, "a" | "b" | "c" | "d">;

/** Magnification: times the scale at which the film fits, or screen pixels for one pixel of the film. */
export interface Zoom {
  readonly of: "fit" | "pixel";
  readonly factor: number;
}

/** What is seen of a film, in terms that another film of another size can share. */
export interface View {
  readonly zoom: Zoom;
  /** The place in the middle of the pane, as shares of the film's width and height. */
  readonly centre: Place;
  readonly orientation: Orientation;
}

/** A film in its pane. */
export interface Frame {
  /** In its own pixels. */
  readonly film: Size;
  /** In pixels of the screen, as the margin. */
  readonly pane: Size;
  readonly margin: number;
}

export const upright: Orientation = { a: 1, b: 0, c: 0, d: 1 };
export const wholeFilm: View = { zoom: { of: "fit", factor: 1 }, centre: { x: 0.5, y: 0.5 }, orientation: upright };

/** Left and right change places, as seen on the screen. */
export function mirrored({ a, b, c, d }: Orientation): Orientation {
  return { a: 0 - a, b, c: 0 - c, d };
}

/** Top and bottom change places, as seen on the screen. */
export function upsideDown({ a, b, c, d }: Orientation): Orientation {
  return { a, b: 0 - b, c, d: 0 - d };
}

/** A quarter turn on the screen, clockwise: what was at the right is at the bottom. */
export function turnedRight({ a, b, c, d }: Orientation): Orientation {
  return { a: 0 - b, b: a, c: 0 - d, d: c };
}

export function turnedLeft(orientation: Orientation): Orientation {
  return turnedRight(turnedRight(turnedRight(orientation)));
}

export function apply(transform: Transform, { x, y }: Place): Place {
  const { a, b, c, d, e, f } = transform;
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

/** @throws RangeError where the transform has no inverse */
export function inverse({ a, b, c, d, e, f }: Transform): Transform {
  const determinant = a * d - b * c;
  if (determinant === 0) throw new RangeError("a transform onto a line has no inverse");
  const [p, q, r, s] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return { a: p, b: q, c: r, d: s, e: -(p * e + r * f), f: -(q * e + s * f) };
}

/** Scale at which the turned film just fits into its pane less the margin; 0 where there is no room. */
export function fitScale({ film, pane, margin }: Frame, { a }: Orientation): number {
  const [width, height] = a === 0 ? [film.height, film.width] : [film.width, film.height];
  const [across, down] = [pane.width - 2 * margin, pane.height - 2 * margin];
  return across <= 0 || down <= 0 ? 0 : Math.min(across / width, down / height);
}

/** Screen pixels for one pixel of the film. */
export function scaleOf(view: View, frame: Frame): number {
  return view.zoom.of === "pixel" ? view.zoom.factor : view.zoom.factor * fitScale(frame, view.orientation);
}

/**
 * From pixels of the film to pixels of the pane. At whole scales the film lies on whole pixels of the screen, so that at 1:1
 * each pixel of the screen is one of the film.
 */
export function transformOf(view: View, frame: Frame): Transform {
  const exact = exactTransform(view, frame);
  if (!Number.isInteger(scaleOf(view, frame))) return exact;
  return { ...exact, e: Math.round(exact.e), f: Math.round(exact.f) };
}

function exactTransform(view: View, frame: Frame): Transform {
  const scale = scaleOf(view, frame);
  const { a, b, c, d } = view.orientation;
  const x = view.centre.x * frame.film.width;
  const y = view.centre.y * frame.film.height;
  const e = frame.pane.width / 2 - scale * (a * x + c * y);
  const f = frame.pane.height / 2 - scale * (b * x + d * y);
  return { a: scale * a, b: scale * b, c: scale * c, d: scale * d, e, f };
}

/** Scales that a film is ever shown at: from a fifth of what fits to pixels as large as a thumbnail. */
function within(scale: number, fit: number): number {
  return Math.min(Math.max(scale, 0.2 * Math.min(fit, 1)), Math.max(32, 4 * fit));
}

/** Magnified by `by`; the place of the film that is at `place` of the pane stays there. */
export function zoomedAbout(view: View, frame: Frame, place: Place, by: number): View {
  const fit = fitScale(frame, view.orientation);
  const before = scaleOf(view, frame);
  if (fit === 0 || before === 0) return view;
  const after = within(before * by, fit);
  const at = shareOf(frame, apply(inverse(exactTransform(view, frame)), place));
  const keep = before / after;
  const centre = { x: at.x + (view.centre.x - at.x) * keep, y: at.y + (view.centre.y - at.y) * keep };
  return { ...view, zoom: { of: "fit", factor: after / fit }, centre };
}

/** Moved by so many pixels of the screen; the middle of the pane stays on the film. */
export function panned(view: View, frame: Frame, by: Place): View {
  const scale = scaleOf(view, frame);
  if (scale === 0) return view;
  const { a, b, c, d } = view.orientation;
  // An orientation is its own inverse transposed.
  const x = view.centre.x - (a * by.x + b * by.y) / scale / frame.film.width;
  const y = view.centre.y - (c * by.x + d * by.y) / scale / frame.film.height;
  return { ...view, centre: { x: clip(x), y: clip(y) } };
}

function clip(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function shareOf({ film }: Frame, { x, y }: Place): Place {
  return { x: x / film.width, y: y / film.height };
}

/** Where a rectangle of the film lies in the pane. */
export function rectangleOnScreen(transform: Transform, { x, y, width, height }: Rectangle): Rectangle {
  const one = apply(transform, { x, y });
  const other = apply(transform, { x: x + width, y: y + height });
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(other.x - one.x),
    height: Math.abs(other.y - one.y),
  };
}

/** Magnified about a place of the screen: what a lens there shows. */
export function magnified({ a, b, c, d, e, f }: Transform, { x, y }: Place, by: number): Transform {
  return { a: a * by, b: b * by, c: c * by, d: d * by, e: x + (e - x) * by, f: y + (f - y) * by };
}

/** The same transform in pixels `by` times as large, such as from the screen's pixels to CSS pixels. */
export function scaled({ a, b, c, d, e, f }: Transform, by: number): Transform {
  return { a: a * by, b: b * by, c: c * by, d: d * by, e: e * by, f: f * by };
}
