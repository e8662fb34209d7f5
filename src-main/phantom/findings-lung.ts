import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import { cageWidth, sideSign } from "./anatomy.ts";
import { addField, displaceAir, maskWhere, within } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";
import { blurField, createField, filmSize, noiseField, smoothStep } from "./field.ts";
import type { Field } from "./field.ts";
import { fillPolygon, smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";
import { addStroke, soft, solid } from "./strokes.ts";
import type { PlannedFinding, Side, Zone } from "./types.ts";

type Mask = Uint8Array<ArrayBuffer>;

const zoneHeight: Readonly<Record<Zone, number>> = { upper: 0.24, middle: 0.5, lower: 0.72 };

/** A cloud around a centre whose rim is frayed by noise: 1 inside, 0 outside. */
function cloud(centre: Point, across: number, down: number, noise: Field, fray: number): Field {
  const cover = createField();
  const top = Math.max(0, Math.floor(centre[1] - down * 1.8));
  const bottom = Math.min(filmSize - 1, Math.ceil(centre[1] + down * 1.8));
  for (let y = top; y <= bottom; y++) {
    for (let x = 0; x < filmSize; x++) {
      const square = ((x - centre[0]) / across) ** 2 + ((y - centre[1]) / down) ** 2;
      if (square > 3.2) continue;
      cover[y * filmSize + x] = smoothStep(1.5, 0.15, square + fray * (noise[y * filmSize + x] ?? 0));
    }
  }
  return cover;
}

/** Airspace filled with fluid: a patchy cloud in one zone, crossed by bronchi that still hold air. */
export function addConsolidation(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const side = finding.side ?? "right";
  const { anatomy } = canvas;
  const height = zoneHeight[finding.zone ?? "lower"] + random.between(-0.04, 0.04);
  const centre = anatomy.inLung(side, random.between(0.5, 0.68), height);
  const size = 36 + 26 * finding.severity;
  const noise = noiseField(random, 128, 4);
  const cover = within(cloud(centre, size * random.between(0.95, 1.25), size, noise, 0.3), canvas.lungs[side]);
  const patches = noiseField(random, 128, 2);
  const density = createField();
  for (let place = 0; place < density.length; place++) {
    const share = cover[place] ?? 0;
    if (share > 0) density[place] = share * Math.min(1, Math.max(0.45, 0.8 + 0.14 * (patches[place] ?? 0)));
  }
  const bronchi = createField();
  for (let tube = 0; tube < 4; tube++) {
    const from = anatomy.hila[side];
    const to: Point = [centre[0] + random.between(-0.7, 0.7) * size, centre[1] + random.between(-0.7, 0.7) * size];
    const middle: Point = [
      (from[0] + to[0]) / 2 + random.between(-8, 8),
      (from[1] + to[1]) / 2 + random.between(-8, 8),
    ];
    const points = smoothCurve([from, middle, to], false, 5);
    addStroke(bronchi, { points, radius: (share) => 3.6 - 1.8 * share, amount: 0.24, profile: solid });
  }
  for (let place = 0; place < density.length; place++) {
    density[place] = (density[place] ?? 0) * (1 - Math.min(0.5, bronchi[place] ?? 0));
  }
  displaceAir(canvas, density, 0.5 + 0.25 * finding.severity);
  return maskWhere(cover, 0.3);
}

/** A bat's wing of haze around both hila, full vessels, a net of fine lines, and short lines at the lower rims. */
export function addEdema(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const { anatomy, vessels } = canvas;
  const haze = createField();
  const noise = noiseField(random, 64, 2);
  const net = noiseField(random, 256, 1);
  for (const side of ["left", "right"] as const) {
    const centre = anatomy.inLung(side, random.between(0.4, 0.47), random.between(0.52, 0.6));
    const across = anatomy.halfWidth * (0.5 + 0.14 * finding.severity);
    const down = anatomy.height * (0.38 + 0.08 * finding.severity);
    addField(haze, within(cloud(centre, across, down, noise, 0.22), canvas.lungs[side]), 1);
    addRimLines(canvas, side, random);
  }
  const density = createField();
  for (let place = 0; place < haze.length; place++) {
    const share = haze[place] ?? 0;
    if (share <= 0) continue;
    density[place] = share * Math.max(0.3, 0.8 + 0.17 * (noise[place] ?? 0) + 0.16 * (net[place] ?? 0));
    vessels[place] = (vessels[place] ?? 0) * (1 + 0.5 * share);
  }
  displaceAir(canvas, density, 0.42 + 0.2 * finding.severity);
  return maskWhere(haze, 0.22);
}

function addRimLines(canvas: Canvas, side: Side, random: Random): void {
  for (let line = 0; line < 9; line++) {
    const along = random.between(0.62, 0.86);
    const [x, y] = canvas.anatomy.inLung(side, 0.96, along);
    const length = random.between(9, 18);
    const points: Point[] = [
      [x, y],
      [x - sideSign(side) * length, y + random.between(-2, 3)],
    ];
    addStroke(canvas.extra, { points, radius: 1.3, amount: 0.07, profile: soft });
  }
}

/** Lung that has lost its air: plates across the base, or a wedge between hilum and diaphragm. */
export function addAtelectasis(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const side = finding.side ?? "left";
  const cover = random.chance(0.5)
    ? wedge(canvas, side, finding.severity, random)
    : plates(canvas, side, finding.severity, random);
  displaceAir(canvas, cover, 0.9);
  // Collapsed lung is denser than the little air that shows through the heart.
  addField(canvas.extra, cover, 0.2);
  return maskWhere(cover, 0.25);
}

function plates(canvas: Canvas, side: Side, severity: number, random: Random): Field {
  const bands = createField();
  const count = severity > 0.6 ? 3 : 2;
  for (let band = 0; band < count; band++) {
    const [x, y] = canvas.anatomy.inLung(
      side,
      side === "left" ? random.between(0.62, 0.72) : random.between(0.48, 0.62),
      0.66 + 0.065 * band + random.between(-0.02, 0.02),
    );
    const half = random.between(34, 50) + 14 * severity;
    const slope = random.between(-0.35, 0.15) * sideSign(side);
    const points = smoothCurve(
      [
        [x - half, y - slope * half],
        [x, y + random.between(-4, 4)],
        [x + half, y + slope * half],
      ],
      false,
    );
    const thick = random.between(4.5, 6.5) + 3 * severity;
    addStroke(bands, {
      points,
      radius: (share) => thick * (0.6 + 0.8 * Math.sin(Math.PI * share)),
      amount: 0.95,
      profile: soft,
    });
  }
  return within(bands, canvas.lungs[side]);
}

function wedge(canvas: Canvas, side: Side, severity: number, random: Random): Field {
  const { inLung } = canvas.anatomy;
  const free = side === "left" ? heartReach(canvas) + 0.16 : 0.5;
  const reach = Math.min(0.92, free + 0.2 * severity + random.between(0, 0.06));
  const outline: Point[] = [
    inLung(side, 0.1, 0.52),
    inLung(side, 0.3, 0.58),
    inLung(side, reach * 0.72, 0.72),
    inLung(side, reach, 0.98),
    inLung(side, 0.1, 1),
  ];
  const cover = fillPolygon(outline);
  blurField(cover, 3, 2);
  return within(cover, canvas.lungs[side]);
}

/** How far the heart reaches to the left at its widest, in shares of the half width. */
function heartReach(canvas: Canvas): number {
  for (let lateral = 0.98; lateral > 0.3; lateral -= 0.02) {
    const [x, y] = canvas.anatomy.inLung("left", lateral, 0.84);
    if ((canvas.heart[Math.round(y) * filmSize + Math.round(x)] ?? 0) > 0.5) return lateral;
  }
  return 0.5;
}

/** A rounded spot in free lung, 14–40 pixels across. */
export function addNodule(canvas: Canvas, finding: PlannedFinding): Mask {
  const random = createRandom(finding.shapeKey, canvas.plan.seed);
  const side = finding.side ?? "right";
  const radius = 8 + 11.5 * finding.severity;
  const centre = freePlace(canvas, side, zoneHeight[finding.zone ?? "middle"], random);
  const bumps = [
    random.between(0, 6.28),
    random.between(0, 6.28),
    random.between(0.03, 0.12),
    random.between(0.02, 0.07),
  ] as const;
  const outline = Array.from({ length: 48 }, (_, corner): Point => {
    const turn = (corner / 48) * 2 * Math.PI;
    const reach = radius * (1 + bumps[2] * Math.sin(2 * turn + bumps[0]) + bumps[3] * Math.sin(3 * turn + bumps[1]));
    return [centre[0] + reach * Math.cos(turn), centre[1] + reach * Math.sin(turn)];
  });
  const edge = fillPolygon(outline);
  blurField(edge, 2, 2);
  const ball = createField();
  addStroke(ball, { points: [centre, [centre[0] + 0.5, centre[1]]], radius: radius * 1.2, amount: 1, profile: solid });
  const strength = 0.52 + 0.2 * finding.severity + random.between(0, 0.1);
  for (let place = 0; place < ball.length; place++) {
    const inside = edge[place] ?? 0;
    if (inside > 0)
      canvas.extra[place] = (canvas.extra[place] ?? 0) + strength * inside * (0.35 + 0.65 * (ball[place] ?? 0));
  }
  return maskWhere(edge, 0.3);
}

/** A place in the zone with air behind it: not under the heart and not at the rim. */
function freePlace(canvas: Canvas, side: Side, height: number, random: Random): Point {
  let best: Point = canvas.anatomy.inLung(side, 0.6, height);
  let most = -1;
  for (let attempt = 0; attempt < 14; attempt++) {
    const point = canvas.anatomy.inLung(
      side,
      random.between(0.45, 0.78) * cageWidth(height),
      height + random.between(-0.1, 0.08),
    );
    const place = Math.round(point[1]) * filmSize + Math.round(point[0]);
    const free = (canvas.lungs[side][place] ?? 0) * (1 - (canvas.heart[place] ?? 0)) * random.between(0.9, 1);
    if (free > most) [best, most] = [point, free];
  }
  return best;
}
