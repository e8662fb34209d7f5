import { createRandom } from "../runtime/index.ts";
import { cageWidth, sideSign } from "./anatomy.ts";
import { aeratedLung, displaceAir, maskWhere, within } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";
import { blurField, createField } from "./field.ts";
import { fillPolygon, smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";
import { addStroke, soft, solid } from "./strokes.ts";
import type { PlannedFinding } from "./types.ts";

type Mask = Uint8Array<ArrayBuffer>;

/** Fluid at the base with a meniscus that climbs the side wall; with `extra`, a rind of thickened pleura above it. */
export function addEffusion(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const side = finding.side ?? "left";
  const { inLung } = canvas.anatomy;
  const level = 0.83 - 0.4 * finding.severity * finding.severity - 0.04 * finding.severity;
  const climb = random.between(0.1, 0.17);
  const surface = smoothCurve(
    [-0.1, 0.15, 0.35, 0.55, 0.72, 0.85, 0.95, 1.1].map((lateral) =>
      inLung(side, lateral, level - climb * Math.pow(Math.max(0, (lateral - 0.2) / 0.8), 2.6)),
    ),
    false,
  );
  const fluid = fillPolygon([...surface, inLung(side, 1.1, 1.5), inLung(side, -0.1, 1.5)]);
  blurField(fluid, 4, 2);
  const cover = within(fluid, canvas.lungs[side]);
  if (finding.extra) {
    const rind = createField();
    const points = [0.3, 0.45, 0.6, 0.75, 0.9].map((along) => inLung(side, cageWidth(along) - 0.015, along));
    addStroke(rind, {
      points: smoothCurve(points, false),
      radius: (share) => 5 + 6 * share,
      amount: 0.9,
      profile: soft,
    });
    const limited = within(rind, canvas.lungs[side]);
    for (let place = 0; place < cover.length; place++) cover[place] = Math.max(cover[place] ?? 0, limited[place] ?? 0);
  }
  displaceAir(canvas, cover, 0.96);
  return maskWhere(cover, 0.3);
}

/** Air between lung and wall: no vessels, darker, a thin line where the lung now ends. */
export function addPneumothorax(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const side = finding.side ?? "right";
  const { inLung } = canvas.anatomy;
  const width = 0.1 + 0.24 * finding.severity;
  const top = 0.09 + 0.22 * finding.severity;
  const lower = random.between(0.55, 0.95);
  const edge = (along: number): number => cageWidth(along) - width * (1.15 - lower * along * along);
  const line = smoothCurve(
    [
      inLung(side, 0.13, top + 0.16),
      inLung(side, 0.2, top + 0.06),
      inLung(side, 0.31, top),
      inLung(side, 0.4 + 0.35 * (edge(top + 0.13) - 0.4), top + 0.012),
      inLung(side, 0.31 + 0.78 * (edge(top + 0.13) - 0.31), top + 0.055),
      ...[0.13, 0.28, 0.43, 0.58, 0.73].map((below) => inLung(side, edge(top + below), top + below)),
    ],
    false,
  );
  const lung = fillPolygon([
    ...line,
    inLung(side, edge(top + 0.73), 1.3),
    inLung(side, -0.2, 1.3),
    inLung(side, -0.2, top + 0.14),
  ]);
  const { air, extra, vessels } = canvas;
  const space = createField();
  for (let place = 0; place < space.length; place++) {
    const share = (1 - Math.min(1, lung[place] ?? 0)) * (canvas.lungs[side][place] ?? 0);
    if (share <= 0) continue;
    space[place] = share;
    extra[place] = (extra[place] ?? 0) - 0.95 * aeratedLung * share * (air[place] ?? 0) - 0.1 * share;
    vessels[place] = (vessels[place] ?? 0) * (1 - share);
  }
  addStroke(extra, { points: line, radius: 2, amount: 0.16, profile: solid });
  return maskWhere(space, 0.3);
}

/** Where a chest tube enters the wall and where it ends, from outside to the tip. */
export function chestTubeCourse(canvas: Canvas, finding: PlannedFinding): Point[] {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const side = finding.side ?? "right";
  const { anatomy } = canvas;
  const entry = random.between(0.58, 0.76);
  const [x, y] = anatomy.inLung(side, 1, entry);
  const outside = (anatomy.wall + 40) * sideSign(side);
  const tip = random.between(0.12, 0.3);
  return smoothCurve(
    [
      [x + outside, y + random.between(20, 70)],
      [x + outside * 0.3, y + 10],
      anatomy.inLung(side, 0.93, entry - 0.05),
      anatomy.inLung(side, random.between(0.68, 0.8), entry - 0.17),
      anatomy.inLung(side, random.between(0.55, 0.68), (entry + tip) / 2 - 0.03),
      anatomy.inLung(side, random.between(0.4, 0.58), tip),
    ],
    false,
    8,
  );
}
