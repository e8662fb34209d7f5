import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import type { Anatomy } from "./anatomy.ts";
import { addField } from "./canvas.ts";
import { blurField, createField, enlargeField, filmSize, noiseField, shrinkField, smoothStep } from "./field.ts";
import type { Field } from "./field.ts";
import { ellipse, fillPolygon, smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";
import type { FilmPlan } from "./types.ts";

/** Outline of neck, shoulders and trunk, from the top of the film to below it. */
function trunkOutline(anatomy: Anatomy, neck: number): Point[] {
  const { place, halfWidth, wall, apex, height } = anatomy;
  const side = halfWidth + wall;
  const right: readonly (readonly [number, number])[] = [
    [neck, -40],
    [neck, apex - 70],
    [neck + 12, apex - 46],
    [neck + 62, apex - 26],
    [side * 0.98 + 26, apex - 2],
    [side + 46, apex + 40],
    [side + 22, apex + 0.4 * height],
    [side + 4, apex + 0.6 * height],
    [side, apex + 0.9 * height],
    [side + 3, apex + 1.3 * height],
    [side + 8, 640],
  ];
  const mirrored = right.map(([across, down]) => place(-across, down)).reverse();
  return smoothCurve([...right.map(([across, down]) => place(across, down)), ...mirrored], true, 5);
}

/** An elliptic cross-section for a covered region: steep at the skin, flat in the middle. */
function roundedThickness(cover: Field, radius: number, depth: number): Field {
  const small = shrinkField(cover, 4);
  const inside = Float32Array.from(small);
  blurField(small, Math.round(radius / 4), 2);
  for (let place = 0; place < small.length; place++) {
    const limb = Math.max(0, 2 * (small[place] ?? 0) - 0.9) / 1.1;
    small[place] = (inside[place] ?? 0) > 0 ? depth * (0.1 + 0.9 * Math.sqrt(limb)) : depth * 0.1;
  }
  blurField(small, 1, 1);
  const thick = enlargeField(small);
  for (let place = 0; place < thick.length; place++) thick[place] = (thick[place] ?? 0) * (cover[place] ?? 0);
  return thick;
}

/** Centimetres of soft tissue along each ray: trunk, arms, breasts, chest muscle, and fat that comes and goes. */
export function drawTrunk(plan: FilmPlan, anatomy: Anatomy): Field {
  const random = createRandom("trunk", plan.seed, plan.patient.number);
  const passing = createRandom("arms", plan.seed, plan.patient.number, plan.study);
  const neck = random.between(44, 52) + anatomy.wall * 0.22;
  const trunk = fillPolygon(trunkOutline(anatomy, neck));
  const body = roundedThickness(trunk, 68, anatomy.depth);
  narrowUpwards(body, anatomy);
  addField(body, drawArms(anatomy, passing, plan.view === "AP"), 1);
  addTexture(body, noiseField(passing, 64, 2));
  addField(body, plan.patient.sex === "F" ? drawBreasts(plan, anatomy) : drawChestMuscle(anatomy), 1);
  return body;
}

/** Muscle and fat are uneven: a few hundredths of what is there. */
function addTexture(body: Field, noise: Field): void {
  for (let place = 0; place < body.length; place++)
    body[place] = (body[place] ?? 0) * (1 + 0.009 * (noise[place] ?? 0));
}

/** Neck and shoulders are thinner than the chest. */
function narrowUpwards(body: Field, anatomy: Anatomy): void {
  const { place, apex } = anatomy;
  const shoulder = place(0, apex - 30)[1];
  const chest = place(0, apex + 130)[1];
  for (let y = 0; y < filmSize; y++) {
    const share = 0.68 + 0.32 * smoothStep(shoulder, chest, y) + 0.1 * smoothStep(chest + 50, chest + 260, y);
    for (let x = 0; x < filmSize; x++) body[y * filmSize + x] = (body[y * filmSize + x] ?? 0) * share;
  }
}

function drawArms(anatomy: Anatomy, random: Random, supine: boolean): Field {
  const arms = createField();
  const { place, halfWidth, wall, apex, height } = anatomy;
  const girth = 34 + wall * 0.45;
  for (const sign of [-1, 1]) {
    const away = supine ? random.between(0, 26) : random.between(18, 60);
    const from = halfWidth + wall + 30;
    const outline = smoothCurve(
      [
        place(sign * (from - 26), apex + 4),
        place(sign * (from + girth), apex + 12),
        place(sign * (from + girth + 14 + away * 0.5), apex + 0.4 * height),
        place(sign * (from + girth + 16 + away), apex + height),
        place(sign * (from + girth + 10 + away), 640),
        place(sign * (from - girth + 6 + away), 640),
        place(sign * (from - girth + 4 + away), apex + height),
        place(sign * (from - girth + away * 0.6), apex + 0.5 * height),
      ],
      true,
      5,
    );
    addField(arms, fillPolygon(outline), 1);
  }
  // The arm lies above the plate and moves: its skin is less sharp than that of the trunk.
  blurField(arms, 3, 1);
  return roundedThickness(arms, 26, 8.5);
}

function drawBreasts(plan: FilmPlan, anatomy: Anatomy): Field {
  const random = createRandom("breasts", plan.seed, plan.patient.number);
  const broad = { slender: 0, medium: 0.5, broad: 1 }[plan.patient.habitus];
  const size = random.between(0.75, 1.1) + 0.3 * broad;
  const drop = random.between(0, 0.12) + (plan.patient.age - 40) * 0.0015 + (plan.view === "AP" ? -0.03 : 0.03);
  const cover = createField();
  let middle = 0;
  for (const side of ["left", "right"] as const) {
    const centre = anatomy.inLung(side, 0.62 + 0.06 * broad, 0.74 + drop);
    const across = 82 * size * random.between(0.95, 1.05);
    addField(cover, fillPolygon(ellipse(centre, across, 88 * size, side === "left" ? -0.25 : 0.25)), 1);
    middle += centre[1] / 2;
  }
  const soft = shrinkField(cover, 4);
  blurField(soft, 6, 2);
  const hill = enlargeField(soft);
  blurField(cover, 2, 2);
  for (let y = 0; y < filmSize; y++) {
    // The upper slope fades into the chest; only the lower fold has an edge.
    const hang = smoothStep(middle - 90 * size, middle + 34 * size, y) * 2.7 * size;
    for (let place = y * filmSize; place < (y + 1) * filmSize; place++) {
      const rise = Math.sqrt(Math.max(0, (hill[place] ?? 0) - 0.3) / 0.7);
      cover[place] = (cover[place] ?? 0) * hang * (0.2 + 0.8 * rise);
    }
  }
  return cover;
}

function drawChestMuscle(anatomy: Anatomy): Field {
  const muscle = createField(filmSize / 4);
  for (const side of ["left", "right"] as const) {
    const outline = smoothCurve(
      [
        anatomy.inLung(side, 0.2, 0.12),
        anatomy.inLung(side, 1.15, 0.08),
        anatomy.inLung(side, 1.12, 0.35),
        anatomy.inLung(side, 0.85, 0.52),
        anatomy.inLung(side, 0.35, 0.5),
      ],
      true,
    );
    addField(muscle, shrinkField(fillPolygon(outline), 4), 1.5);
  }
  blurField(muscle, 4, 2);
  return enlargeField(muscle);
}
