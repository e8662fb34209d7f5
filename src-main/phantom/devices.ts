import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import { sideSign } from "./anatomy.ts";
import { addField, maskWhere } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";
import { createField } from "./field.ts";
import type { Field } from "./field.ts";
import { chestTubeCourse } from "./findings-pleura.ts";
import { fillPolygon, smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";
import { addStroke, flat, hose, solid } from "./strokes.ts";
import type { PlannedFinding } from "./types.ts";

type Mask = Uint8Array<ArrayBuffer>;

/** Adds metal or plastic to the beam; the mask is what it covers and one pixel around. */
function insert(canvas: Canvas, material: Field, outline: Field): Mask {
  addField(canvas.extra, material, 1);
  return maskWhere(outline, 0.1);
}

/** A generator below a clavicle with one or two leads through the upper great vein into the right heart. */
export function addPacemaker(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const { anatomy } = canvas;
  const side = finding.side ?? "left";
  const sign = sideSign(side);
  const material = createField();
  const outline = createField();
  const box = anatomy.inLung(side, random.between(0.72, 0.84), random.between(0.15, 0.22));
  addGenerator(box, sign, random, material, outline);
  const leads: Point[][] = [];
  const vein: Point[] = [
    [box[0] - sign * 8, box[1] - 26],
    anatomy.inLung(side, 0.5, 0.0),
    anatomy.inLung(side, 0.22, 0.1),
    anatomy.inLung("right", 0.1, 0.24),
    anatomy.inLung("right", 0.13, 0.42),
  ];
  leads.push([
    ...vein,
    anatomy.inLung("right", 0.13, 0.68),
    anatomy.inLung("left", 0.12, 0.86),
    anatomy.inLung("left", 0.38, 0.89),
  ]);
  if (random.chance(0.65)) {
    const beside = vein.map(([x, y]): Point => [x + sign * 3, y - 2.5]);
    leads.push([
      ...beside,
      anatomy.inLung("right", 0.16, 0.66),
      anatomy.inLung("right", 0.1, 0.74),
      anatomy.inLung("right", 0.04, 0.66),
    ]);
  }
  for (const lead of leads) {
    const points = smoothCurve(lead, false);
    addStroke(material, { points, radius: 1.7, amount: 0.75, profile: solid });
    addStroke(material, { points: points.slice(-5), radius: 2.4, amount: 0.9, profile: solid });
    addStroke(outline, { points, radius: 3.4, amount: 1, profile: flat });
  }
  return insert(canvas, material, outline);
}

function addGenerator(box: Point, sign: 1 | -1, random: Random, material: Field, outline: Field): void {
  const [wide, tall] = [random.between(20, 25), random.between(17, 22)];
  const lean = random.between(-0.3, 0.3);
  const corner = (x: number, y: number): Point => [
    box[0] + sign * (x * wide * Math.cos(lean) - y * tall * Math.sin(lean)),
    box[1] + x * wide * Math.sin(lean) + y * tall * Math.cos(lean),
  ];
  const shape = (grow: number): Point[] =>
    smoothCurve(
      [
        corner(-grow, -0.55 * grow),
        corner(-0.5 * grow, -grow),
        corner(0.5 * grow, -grow),
        corner(grow, -0.4 * grow),
        corner(0.95 * grow, 0.55 * grow),
        corner(0.3 * grow, grow),
        corner(-0.6 * grow, 0.95 * grow),
        corner(-grow, 0.3 * grow),
      ],
      true,
    );
  addField(material, fillPolygon(shape(1)), 1.3);
  addField(
    material,
    fillPolygon([corner(-0.55, -0.15), corner(0.65, -0.2), corner(0.6, 0.65), corner(-0.5, 0.6)]),
    0.9,
  );
  addField(
    material,
    fillPolygon([corner(-0.5, -0.8), corner(0.5, -0.8), corner(0.5, -0.45), corner(-0.5, -0.45)]),
    -0.55,
  );
  addField(outline, fillPolygon(shape(1.1)), 1);
}

/** A tube in the windpipe with a bright stripe; its tip lies above the carina. */
export function addEndotrachealTube(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const { carina } = canvas.anatomy;
  const tip: Point = [carina[0] + random.between(-3, 3), carina[1] - random.between(18, 48)];
  const top = canvas.anatomy.place(random.between(-6, 6), -60);
  const middle: Point = [(tip[0] + top[0]) / 2 + random.between(-3, 3), (tip[1] + top[1]) / 2];
  const points = smoothCurve([top, middle, tip], false, 10);
  const material = createField();
  const outline = createField();
  addStroke(material, { points, radius: 6.6, amount: 0.42, profile: hose });
  addStroke(material, {
    points: points.map(([x, y]): Point => [x + 3.6, y]),
    radius: 1.8,
    amount: 0.62,
    profile: solid,
  });
  addStroke(outline, { points, radius: 8, amount: 1, profile: flat });
  return insert(canvas, material, outline);
}

/** A thin line from neck or clavicle down the upper great vein to the right atrium. */
export function addCentralLine(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const { anatomy } = canvas;
  const side = finding.side ?? "right";
  const sign = sideSign(side);
  const neck = random.chance(0.55);
  const start: Point[] = neck
    ? [
        anatomy.place(sign * random.between(54, 74), anatomy.apex - 78),
        anatomy.place(sign * random.between(30, 38), anatomy.apex - 24),
      ]
    : [anatomy.inLung(side, 0.98, -0.02), anatomy.inLung(side, 0.62, 0.0), anatomy.inLung(side, 0.35, 0.03)];
  const points = smoothCurve(
    [
      ...start,
      anatomy.inLung(side, side === "left" ? 0.13 : 0.15, 0.13),
      ...(side === "left" ? [anatomy.inLung("right", 0.06, 0.21)] : []),
      anatomy.inLung("right", 0.135, 0.32),
      anatomy.inLung("right", 0.15, random.between(0.45, 0.56)),
    ],
    false,
  );
  const material = createField();
  const outline = createField();
  const lumen = random.between(1.9, 2.4);
  addStroke(material, { points, radius: lumen, amount: 0.62, profile: solid });
  addStroke(outline, { points, radius: 4, amount: 1, profile: flat });
  return insert(canvas, material, outline);
}

/** A thick tube through the side wall towards the apex, with a bright stripe that is broken at the last hole. */
export function addChestTube(canvas: Canvas, finding: PlannedFinding): Mask {
  const points = chestTubeCourse(canvas, finding);
  const material = createField();
  const outline = createField();
  addStroke(material, { points, radius: 5.6, amount: 0.5, profile: hose });
  const hole = 0.78;
  const stripe = (share: number): number => (Math.abs(share - hole) < 0.022 ? 0 : 1);
  addStroke(material, { points, radius: 1.9, amount: stripe, profile: solid });
  addStroke(outline, { points, radius: 7, amount: 1, profile: flat });
  return insert(canvas, material, outline);
}
