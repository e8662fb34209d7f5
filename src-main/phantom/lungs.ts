import { createRandom } from "../runtime/index.ts";
import type { Anatomy } from "./anatomy.ts";
import { softTissue } from "./canvas.ts";
import { blurField, createField, enlargeField, noiseField, shrinkField } from "./field.ts";
import type { Field } from "./field.ts";
import { ellipse, fillPolygon, smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";
import { addStroke, solid } from "./strokes.ts";
import type { FilmPlan, Side } from "./types.ts";
import { addField } from "./canvas.ts";

/** Share of each pixel covered by a lung, with the unsharpness of breath and focal spot. */
export function lungCover(anatomy: Anatomy, side: Side): Field {
  const cover = fillPolygon(anatomy.lungs[side]);
  blurField(cover, 1, 1);
  return cover;
}

/** Centimetres of air along each ray through both lungs, with the lung behind the dome of the diaphragm. */
export function drawAir(plan: FilmPlan, anatomy: Anatomy, lungs: Readonly<Record<Side, Field>>): Field {
  const random = createRandom("air", plan.seed, plan.patient.number, plan.study);
  const air = createField();
  const texture = noiseField(random, 128, 3);
  const fine = noiseField(random, 256, 1);
  const deepest = anatomy.depth * 0.74;
  for (const side of ["left", "right"] as const) {
    const cover = lungs[side];
    const small = shrinkField(cover, 4);
    blurField(small, 7, 2);
    const inner = enlargeField(small);
    for (let place = 0; place < air.length; place++) {
      const share = cover[place] ?? 0;
      if (share <= 0) continue;
      const limb = Math.sqrt(Math.max(0, 2 * (inner[place] ?? 0) - 0.75) / 1.25);
      air[place] =
        (air[place] ?? 0) +
        share * deepest * (0.36 + 0.64 * limb) * (1 + 0.035 * (texture[place] ?? 0) + 0.022 * (fine[place] ?? 0));
    }
  }
  addField(air, recesses(anatomy, lungs), deepest * 0.13);
  return air;
}

/** The lung reaches down behind the dome: faint air under the diaphragm. */
function recesses(anatomy: Anatomy, lungs: Readonly<Record<Side, Field>>): Field {
  const behind = createField();
  for (const side of ["left", "right"] as const) {
    const outline: readonly (readonly [number, number])[] = [
      [0.12, 0.7],
      [0.97, 0.7],
      [0.97, 0.98],
      [0.7, 1.03],
      [0.3, 1.0],
      [0.12, 0.95],
    ];
    const points = outline.map(([lateral, along]) => anatomy.inLung(side, lateral, along));
    addField(behind, fillPolygon(smoothCurve(points, true)), 1);
  }
  for (let place = 0; place < behind.length; place++) {
    const covered = (lungs.left[place] ?? 0) + (lungs.right[place] ?? 0);
    behind[place] = (behind[place] ?? 0) * (1 - Math.min(1, covered));
  }
  const small = shrinkField(behind, 4);
  blurField(small, 3, 2);
  return enlargeField(small);
}

/** Windpipe and main bronchi: air in soft tissue, nepers taken away. */
export function drawAirways(plan: FilmPlan, anatomy: Anatomy, extra: Field): void {
  const random = createRandom("airways", plan.seed, plan.patient.number);
  const { place, carina, apex, hila } = anatomy;
  const radius = random.between(7.5, 9.5) * (plan.patient.sex === "M" ? 1.08 : 0.95);
  const sway = random.between(-3, 6);
  const windpipe: Point[] = [place(0, -30), place(-sway * 0.4, apex - 40), place(-sway, apex + 30), carina];
  const darkness = -softTissue * 1.9;
  addStroke(extra, { points: smoothCurve(windpipe, false), radius, amount: darkness, profile: solid });
  for (const side of ["left", "right"] as const) {
    const hilum = hila[side];
    const middle: Point = [(carina[0] + hilum[0]) / 2, carina[1] * 0.62 + hilum[1] * 0.38];
    addStroke(extra, {
      points: smoothCurve([carina, middle, hilum], false),
      radius: (share) => radius * (0.72 - 0.25 * share),
      amount: (share) => darkness * 0.62 * (1 - share),
      profile: solid,
    });
  }
}

/** Gas under the left dome and in the bowel. */
export function drawGas(plan: FilmPlan, anatomy: Anatomy, extra: Field): void {
  const random = createRandom("gas", plan.seed, plan.patient.number, plan.study);
  const gas = createField();
  if (random.chance(0.7)) addStomach(anatomy, random, gas);
  for (let loop = random.integer(0, 5); loop > 0; loop--) {
    const centre = anatomy.place(
      random.between(-0.75, 0.95) * anatomy.halfWidth,
      anatomy.apex + anatomy.height * random.between(1.2, 1.42),
    );
    const size = random.between(9, 24);
    addField(
      gas,
      fillPolygon(ellipse(centre, size * 1.4, size * 0.8, random.between(-0.7, 0.7))),
      random.between(0.15, 0.4),
    );
  }
  blurField(gas, 3, 2);
  addField(extra, gas, -1);
}

function addStomach(anatomy: Anatomy, random: ReturnType<typeof createRandom>, gas: Field): void {
  const [x, y] = anatomy.inLung("left", random.between(0.36, 0.52), 1.0);
  const [across, down] = [random.between(22, 42), random.between(12, 24)];
  const bubble = ellipse([x, y + down * 0.6], across, down, random.between(-0.2, 0.2));
  // Upright, the fluid in the stomach draws a level.
  const level = y + down * random.between(0.7, 1.1);
  const shape = anatomy.upright ? bubble.map(([px, py]): Point => [px, Math.min(py, level)]) : bubble;
  addField(gas, fillPolygon(shape), random.between(0.4, 0.85));
}
