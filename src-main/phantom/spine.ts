import type { Random } from "../runtime/index.ts";
import type { Anatomy } from "./anatomy.ts";
import type { Field } from "./field.ts";
import { smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";
import { addStroke, pipe, soft, solid } from "./strokes.ts";

/** Vertebrae with end plates, pedicles, spinous and transverse processes, from the neck to below the film. */
export function drawSpine(anatomy: Anatomy, random: Random, bone: Field): void {
  const { apex, spacing, place } = anatomy;
  const density = random.between(0.8, 1.15);
  for (let level = -5; level < 16; level++) {
    const middle = apex + (level - 0.35) * spacing * (level < 0 ? 0.75 : 1);
    if (middle > 600) break;
    drawVertebra(anatomy, middle, level, density, bone);
  }
  const axis: Point[] = Array.from({ length: 12 }, (_, step): Point => place(0, -20 + step * 55));
  addStroke(bone, { points: axis, radius: 26, amount: 0.2 * density, profile: soft });
}

function drawVertebra(anatomy: Anatomy, middle: number, level: number, density: number, bone: Field): void {
  const { place, turn } = anatomy;
  const tall = anatomy.spacing * (level < 0 ? 0.75 : 1) * 0.4;
  const wide = 15.5 + Math.min(8, Math.max(-2, level * 0.55));
  const body = (lateral: number, down: number): Point => place(lateral * wide, middle + down * tall);
  addStroke(bone, {
    points: [body(-0.42, 0), body(0.42, 0)],
    radius: tall * 0.95,
    amount: 0.3 * density,
    profile: (square) => Math.sqrt(Math.sqrt(1 - square)),
  });
  for (const edge of [-0.92, 0.92]) {
    const plate = smoothCurve([body(-1, edge * 1.05), body(0, edge * 0.86), body(1, edge * 1.05)], false, 4);
    addStroke(bone, { points: plate, radius: 2.4, amount: 0.2 * density, profile: solid });
  }
  for (const side of [-1, 1]) {
    const waist = smoothCurve([body(side, -0.95), body(side * 0.9, 0), body(side, 0.95)], false, 4);
    addStroke(bone, { points: waist, radius: 2, amount: 0.13 * density, profile: solid });
    const [x, y] = body(side * 0.66 + turn * 0.1, -0.25);
    addStroke(bone, {
      points: [
        [x, y - 2],
        [x, y + 3],
      ],
      radius: 4.4,
      amount: 0.22 * density,
      profile: pipe,
    });
    if (level >= 0) {
      const process: Point[] = [body(side * 0.9, -0.35), body(side * 1.75, -0.6)];
      addStroke(bone, { points: process, radius: 4.6, amount: 0.16 * density, profile: solid });
    }
  }
  const tip = turn * 0.22;
  addStroke(bone, { points: [body(tip, 0.15), body(tip, 1.0)], radius: 3.4, amount: 0.24 * density, profile: pipe });
}
