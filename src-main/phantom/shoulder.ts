import { createRandom } from "../runtime/index.ts";
import type { Anatomy } from "./anatomy.ts";
import { addField } from "./canvas.ts";
import { blurField } from "./field.ts";
import type { Field } from "./field.ts";
import { fillPolygon, smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";
import { addStroke, pipe, soft, solid } from "./strokes.ts";
import type { FilmPlan } from "./types.ts";

/** Clavicles, shoulder blades, upper arm bones and the manubrium. */
export function drawShoulderGirdle(plan: FilmPlan, anatomy: Anatomy, bone: Field): void {
  const lasting = createRandom("girdle", plan.seed, plan.patient.number);
  const passing = createRandom("shoulders", plan.seed, plan.patient.number, plan.study);
  const lift = passing.between(-10, 12) + (plan.view === "AP" ? -6 : 4);
  for (const sign of [-1, 1] as const) {
    const tilt = lift + passing.between(-5, 5);
    drawClavicle(anatomy, sign, tilt, lasting.between(6, 7.6), bone);
    drawShoulderBlade(anatomy, sign, tilt, plan.view === "AP" ? 0 : 26, bone);
    drawUpperArm(anatomy, sign, tilt, bone);
  }
  const { place, apex } = anatomy;
  addStroke(bone, { points: [place(0, apex + 38), place(0, apex + 78)], radius: 26, amount: 0.1, profile: soft });
}

function drawClavicle(anatomy: Anatomy, sign: 1 | -1, tilt: number, radius: number, bone: Field): void {
  const { place, apex, halfWidth, turn } = anatomy;
  const inner = 24 + sign * turn * 9;
  const points = smoothCurve(
    [
      place(sign * inner, apex + 44),
      place(sign * halfWidth * 0.36, apex + 32 + tilt * 0.2),
      place(sign * halfWidth * 0.66, apex + 14 + tilt * 0.55),
      place(sign * halfWidth * 0.97, apex - 2 + tilt * 0.9),
      place(sign * (halfWidth * 1.12 + 8), apex + 1 + tilt),
    ],
    false,
  );
  const width = (share: number): number => radius * (1.35 - 1.1 * share + 0.85 * share * share);
  addStroke(bone, { points, radius: width, amount: 0.5, profile: pipe });
  addStroke(bone, { points, radius: width, amount: 0.2, profile: solid });
}

function drawShoulderBlade(anatomy: Anatomy, sign: 1 | -1, tilt: number, outward: number, bone: Field): void {
  const { place, apex, halfWidth } = anatomy;
  const at = (across: number, down: number): Point =>
    place(sign * (halfWidth * across + outward), apex + down + tilt * 0.5);
  const inner = smoothCurve([at(0.7, 22), at(0.72, 70), at(0.84, 128), at(0.9, 150)], false);
  const outer = smoothCurve([at(0.9, 150), at(1.02, 104), at(1.14, 52), at(1.2, 28)], false);
  const blade = fillPolygon([...inner, ...outer]);
  blurField(blade, 2, 1);
  addField(bone, blade, 0.13);
  addStroke(bone, { points: outer, radius: 4, amount: 0.26, profile: solid });
  addStroke(bone, { points: inner, radius: 2.4, amount: 0.14, profile: solid });
  const spine = smoothCurve([at(0.74, 42), at(1.0, 14), at(1.24, -4)], false);
  addStroke(bone, { points: spine, radius: (share) => 4 + 6 * share, amount: 0.34, profile: pipe });
  addStroke(bone, {
    points: smoothCurve([at(1.05, 16), at(1.12, 2), at(1.18, 10)], false),
    radius: 7,
    amount: 0.3,
    profile: soft,
  });
}

function drawUpperArm(anatomy: Anatomy, sign: 1 | -1, tilt: number, bone: Field): void {
  const { place, apex, halfWidth, wall } = anatomy;
  const out = halfWidth * 1.13 + 30 + wall * 0.3;
  const head = (across: number, down: number): Point => place(sign * (out + across), apex + down + tilt * 0.7);
  addStroke(bone, {
    points: [head(0, 22), head(3, 30)],
    radius: 24,
    amount: 0.6,
    profile: (square) => Math.pow(1 - square, 0.35),
  });
  addStroke(bone, {
    points: smoothCurve([head(6, 40), head(22, 110), head(34, 220), head(44, 420)], false),
    radius: (share) => 17 - 5 * Math.min(1, share * 3),
    amount: 0.6,
    profile: pipe,
  });
}
