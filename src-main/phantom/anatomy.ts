import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import type { FilmPlan, Side } from "./types.ts";
import { smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";

/** The measures of one chest on one film; lengths in film pixels before magnification. */
export interface Anatomy {
  /** Puts a place of the upright chest (pixels right of the midline, pixels down) on the film. */
  readonly place: (across: number, down: number) => Point;
  /** The same in shares of the lung: 0 the midline to 1 the widest place; 0 the apex to 1 the costophrenic angle. */
  readonly inLung: (side: Side, lateral: number, along: number) => Point;
  readonly halfWidth: number;
  readonly apex: number;
  readonly height: number;
  /** Soft tissue outside the ribs. */
  readonly wall: number;
  /** Thickness of the trunk in centimetres. */
  readonly depth: number;
  readonly spacing: number;
  readonly scale: number;
  /** How far the heart reaches to each side, in shares of the half width. */
  readonly heart: { readonly rightward: number; readonly leftward: number; readonly knob: number };
  readonly lungs: Readonly<Record<Side, readonly Point[]>>;
  readonly hila: Readonly<Record<Side, Point>>;
  readonly carina: Point;
  /** +1 when the patient has turned to his left, -1 to his right. */
  readonly turn: number;
  readonly upright: boolean;
}

/** Which way a side lies on the film: the patient's left is on the right. */
export function sideSign(side: Side): 1 | -1 {
  return side === "left" ? 1 : -1;
}

/** Half width of the rib cage at a share of the lung's height, in shares of its widest place. */
export function cageWidth(along: number): number {
  const outline: readonly (readonly [number, number])[] = [
    [-0.05, 0.3],
    [0.02, 0.48],
    [0.1, 0.645],
    [0.25, 0.835],
    [0.45, 0.945],
    [0.7, 0.99],
    [0.85, 1],
    [1.1, 0.985],
    [1.5, 0.9],
  ];
  let before = outline[0] ?? [0, 0];
  for (const after of outline) {
    if (along < after[0]) {
      const share = Math.max(0, (along - before[0]) / Math.max(1e-6, after[0] - before[0]));
      return before[1] + (after[1] - before[1]) * share;
    }
    before = after;
  }
  return before[1];
}

interface Build {
  readonly width: number;
  readonly height: number;
  readonly wall: number;
  readonly depth: number;
}

function measureBuild(random: Random, plan: FilmPlan): Build {
  const male = plan.patient.sex === "M" ? 1 : 0.93;
  const broad = { slender: 0, medium: 1, broad: 2 }[plan.patient.habitus];
  return {
    width: (158 + 5 * broad + random.between(-9, 9)) * male,
    height: (302 - 13 * broad + random.between(-14, 14)) * (0.5 + 0.5 * male),
    wall: 15 + 17 * broad + random.between(-4, 8),
    depth: 18.5 + 2.6 * broad + random.between(-1, 1),
  };
}

/** Measures the chest of a plan: build and spine belong to the patient, posture and breath to the study. */
export function measureAnatomy(plan: FilmPlan): Anatomy {
  const lasting = createRandom("anatomy", plan.seed, plan.patient.number);
  const passing = createRandom("posture", plan.seed, plan.patient.number, plan.study);
  const build = measureBuild(lasting, plan);
  const supine = plan.view === "AP";
  const halfWidth = build.width * (supine ? 1.03 : 1);
  const breath = supine ? passing.between(0.8, 0.99) : passing.between(0.93, 1.08);
  const height = build.height * breath;
  const apex = 88 + passing.between(-14, 16) + (supine ? 6 : 0);
  const scale = passing.between(1.1, 1.27);
  const place = createPlacement(lasting, passing, plan.patient.age, scale);
  const inLung = (side: Side, lateral: number, along: number): Point =>
    place(sideSign(side) * lateral * halfWidth, apex + along * height);
  const bulk = (supine ? 1.1 : 1) * (0.93 + (plan.patient.age - 20) * 0.0022);
  return {
    place,
    inLung,
    halfWidth,
    apex,
    height,
    wall: build.wall,
    depth: build.depth,
    spacing: (height / 8.9) * lasting.between(0.95, 1.05),
    scale,
    heart: {
      rightward: (0.25 + lasting.between(-0.03, 0.04)) * bulk,
      leftward: (0.56 + lasting.between(-0.06, 0.05)) * bulk,
      knob: 0.22 + lasting.between(0, 0.05) + Math.max(0, plan.patient.age - 50) * 0.0016,
    },
    lungs: { right: lungOutline("right", inLung, lasting), left: lungOutline("left", inLung, lasting) },
    hila: { right: inLung("right", 0.29, 0.47), left: inLung("left", 0.3, 0.43) },
    carina: place(3, apex + 0.36 * height),
    turn: passing.between(-1, 1),
    upright: !supine,
  };
}

function createPlacement(lasting: Random, passing: Random, age: number, scale: number): Anatomy["place"] {
  const lean = passing.normal() * 0.022;
  const [cosine, sine] = [Math.cos(lean) * scale, Math.sin(lean) * scale];
  const [shiftX, shiftY] = [256 + passing.between(-16, 16), 262 + passing.between(-12, 12)];
  // A gentle S-curve of the spine takes the whole trunk with it; the old bend more.
  const bend = lasting.normal() * (2.2 + age * 0.03);
  const phase = lasting.between(0, 6.28);
  return (across, down) => {
    const x = across + bend * Math.sin(phase + down * 0.011);
    const y = down - 252;
    return [shiftX + x * cosine - y * sine, shiftY + x * sine + y * cosine];
  };
}

function lungOutline(side: Side, inLung: Anatomy["inLung"], random: Random): Point[] {
  const dome = (side === "right" ? 0.845 : 0.885) + random.between(-0.025, 0.02);
  const flatness = random.between(0.7, 1.2);
  const low = (drop: number): number => dome + drop * flatness;
  const outline: readonly (readonly [number, number])[] = [
    [0.14, 0.15],
    [0.2, 0.055],
    [0.31, 0.0],
    [0.45, 0.025],
    [cageWidth(0.1) - 0.04, 0.095],
    [cageWidth(0.25) - 0.01, 0.25],
    [cageWidth(0.45), 0.45],
    [cageWidth(0.7), 0.7],
    [1.0, 0.86],
    [0.992, 0.955],
    [0.965, Math.max(1, low(0.11))],
    [0.86, low(0.065)],
    [0.68, low(0.012)],
    [0.48, low(0)],
    [0.3, low(0.025)],
    [0.1, low(0.06)],
    [0.085, 0.6],
    [0.1, 0.35],
  ];
  return smoothCurve(
    outline.map(([lateral, along]) => inLung(side, lateral, along)),
    true,
    6,
  );
}
