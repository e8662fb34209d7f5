import { createRandom } from "../runtime/index.ts";
import { sideSign } from "./anatomy.ts";
import { addField } from "./canvas.ts";
import { blurField, createField, filmSize } from "./field.ts";
import type { Field } from "./field.ts";
import { writeText } from "./glyphs.ts";
import { fillPolygon } from "./shapes.ts";
import type { Point } from "./shapes.ts";
import type { FilmPlan } from "./types.ts";

/** The lead letter that lay on the plate: it blocks the beam, so it is part of the optical depth. */
export function addSideMarker(plan: FilmPlan, extra: Field): void {
  const random = createRandom("marker", plan.seed, plan.patient.number, plan.study);
  const sign = sideSign(plan.visible.sideMarker);
  const x = 256 + sign * random.between(168, 206) - 8;
  const y = random.between(26, 74);
  const lead = writeText(plan.visible.sideMarker === "left" ? "L" : "R", x, y, 4);
  if (plan.visible.initials !== "") addField(lead, writeText(plan.visible.initials, x, y + 34, 2), 1);
  blurField(lead, 1, 1);
  addField(extra, lead, 5);
}

/** Ink of the portable stamp (1, with a darkened rim below 1), burned into the picture after exposure; empty where there is no stamp. */
export function portableStamp(plan: FilmPlan): Field {
  if (!plan.visible.portableStamp) return createField();
  const random = createRandom("stamp", plan.seed, plan.patient.number, plan.study);
  // Opposite to the side marker, above the shoulder or below the chest.
  const left = plan.visible.sideMarker === "left" ? random.between(16, 50) : random.between(360, 390);
  const top = random.chance(0.6) ? random.between(20, 60) : random.between(420, 450);
  const ink = writeText("AP", left + random.between(0, 30), top, 2);
  addField(ink, writeText("PORTABLE", left, top + 20, 2), 1);
  // Between 0 and 1: a dark rim, as viewers draw around text so that it can be read on white.
  const rim = Float32Array.from(ink);
  blurField(rim, 2, 1);
  for (let place = 0; place < ink.length; place++) {
    if (ink[place] === 0) ink[place] = Math.min(0.95, 4 * (rim[place] ?? 0));
  }
  return ink;
}

/** Share of each pixel that the collimator left open: all of it where the plan has no collimation edge. */
export function openBeam(plan: FilmPlan): Field {
  if (!plan.visible.collimationEdge) return createField().fill(1);
  const random = createRandom("collimator", plan.seed, plan.patient.number, plan.study);
  const sides = [random.next(), random.next(), random.next(), random.next()].map((draw) =>
    draw < 0.45 ? 8 + 50 * draw : -30,
  );
  if (Math.max(...sides) < 0) sides[random.integer(0, 3)] = random.between(10, 28);
  const [left = -30, top = -30, right = -30, bottom = -30] = sides;
  const lean = random.between(-0.03, 0.03);
  const far = filmSize;
  const turn = ([x, y]: Point): Point => [x + lean * (y - 256), y - lean * (x - 256)];
  const corners: Point[] = [
    [left, top],
    [far - right, top],
    [far - right, far - bottom],
    [left, far - bottom],
  ];
  return fillPolygon(corners.map(turn));
}

/** Puts stamp and collimation on developed film values and rounds them; 0 is kept for what the collimator closed. */
export function finishPixels(film: Float32Array, ink: Field, open: Field): Uint16Array<ArrayBuffer> {
  const pixels = new Uint16Array(film.length);
  for (let place = 0; place < pixels.length; place++) {
    const share = open[place] ?? 1;
    const written = ink[place] ?? 0;
    if (share < 0.02 && written === 0) continue;
    const value = written >= 1 ? 4040 : (film[place] ?? 0) * share * (1 - 0.75 * written);
    pixels[place] = Math.min(4094, Math.max(1, Math.round(value)));
  }
  return pixels;
}
