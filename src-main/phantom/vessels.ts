import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import { sideSign } from "./anatomy.ts";
import type { Anatomy } from "./anatomy.ts";
import { centimetresPerPixel, createField } from "./field.ts";
import type { Field } from "./field.ts";
import { softTissue } from "./canvas.ts";
import type { Point } from "./shapes.ts";
import { addStroke, soft, solid } from "./strokes.ts";
import type { FilmPlan, Side } from "./types.ts";

interface Branch {
  readonly from: Point;
  readonly angle: number;
  readonly radius: number;
  readonly length: number;
}

/** Arteries and veins that branch and taper outward from the hila; nepers. */
export function drawVessels(plan: FilmPlan, anatomy: Anatomy): Field {
  const vessels = createField();
  for (const side of ["left", "right"] as const) {
    const random = createRandom("vessels", plan.seed, plan.patient.number, side);
    drawHilum(anatomy, side, random, vessels);
    // 0 points away from the spine, positive downwards; the lower lobes have the larger vessels.
    const trunks = [-1.25, -0.85, -0.45, -0.1, 0.25, 0.6, 0.9, 1.2, 1.42];
    for (const trunk of trunks) {
      const angle = trunk + random.between(-0.14, 0.14);
      const radius = (trunk > 0.4 ? 5.6 : trunk < -0.6 ? 3.9 : 4.5) * random.between(0.85, 1.15);
      const [x, y] = anatomy.hila[side];
      const from: Point = [x + random.between(-7, 7), y + 15 * trunk + random.between(-9, 9)];
      growBranch({ from, angle, radius, length: random.between(30, 44) }, sideSign(side), random, vessels);
    }
  }
  return vessels;
}

/** Draws a branch and grows two from its end until they are too thin to see (Murray 1926: r³ = r₁³ + r₂³). */
function growBranch(branch: Branch, sign: 1 | -1, random: Random, vessels: Field): void {
  const { from, angle, radius, length } = branch;
  const points: Point[] = [from];
  let [heading, x, y] = [angle, from[0], from[1]];
  const bend = random.between(-0.16, 0.16);
  for (let step = 0; step < 4; step++) {
    heading += bend * 0.5 + random.between(-0.05, 0.05);
    x += (sign * Math.cos(heading) * length) / 4;
    y += (Math.sin(heading) * length) / 4;
    points.push([x, y]);
  }
  const share = random.between(0.32, 0.5);
  const [larger, smaller] = [radius * Math.cbrt(1 - share), radius * Math.cbrt(share)];
  const drawn = Math.max(1.15, radius * 0.9);
  const chord = 2 * radius * centimetresPerPixel * softTissue * 1.35;
  addStroke(vessels, { points, radius: drawn, amount: chord * Math.min(1, radius / drawn), profile: solid });
  if (radius < 1) return;
  const spread = random.between(0.45, 0.8);
  const way = random.chance(0.5) ? 1 : -1;
  const shorter = length * random.between(0.78, 0.92);
  growBranch(
    { from: [x, y], angle: heading + way * spread * 0.4, radius: larger * 0.84, length: shorter },
    sign,
    random,
    vessels,
  );
  growBranch(
    { from: [x, y], angle: heading - way * spread * 0.6, radius: smaller * 0.84, length: shorter * 0.85 },
    sign,
    random,
    vessels,
  );
}

function drawHilum(anatomy: Anatomy, side: Side, random: Random, vessels: Field): void {
  const [x, y] = anatomy.hila[side];
  const sign = sideSign(side);
  const trunk: Point[] = [
    [x - sign * 8, y - 24],
    [x + sign * 1, y - 5],
    [x + sign * 4, y + 18],
    [x + sign * 3, y + 46],
  ];
  addStroke(vessels, { points: trunk, radius: (share) => 10.5 - 4.5 * share, amount: 0.24, profile: solid });
  addStroke(vessels, {
    points: [
      [x - sign * 14, y - 14],
      [x - sign * 8, y + 22],
    ],
    radius: 36,
    amount: 0.22,
    profile: soft,
  });
  for (let node = 0; node < 9; node++) {
    const [nx, ny] = [x + sign * random.between(-8, 22), y + random.between(-30, 40)];
    addStroke(vessels, {
      points: [
        [nx, ny],
        [nx + 1, ny + 1],
      ],
      radius: random.between(3, 5.5),
      amount: random.between(0.05, 0.14),
      profile: solid,
    });
  }
}
