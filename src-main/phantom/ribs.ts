import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import { cageWidth, sideSign } from "./anatomy.ts";
import type { Anatomy } from "./anatomy.ts";
import { smoothStep } from "./field.ts";
import type { Field } from "./field.ts";
import type { Point } from "./shapes.ts";
import { addStroke, pipe, soft } from "./strokes.ts";
import type { FilmPlan, Side } from "./types.ts";

/** One rib as it runs around the chest: from the spine (0) by the side (about 0.55) to its front end (1). */
export interface Rib {
  readonly side: Side;
  /** 1 for the uppermost. */
  readonly number: number;
  readonly points: readonly Point[];
  /** Pixels of rib in the beam per pixel on the film: large where the rib turns edge on. */
  readonly overlap: readonly number[];
  readonly radius: number;
  readonly strength: number;
  /** Height of each point in shares of the lung; below the dome the abdomen drowns the ribs. */
  readonly heights: readonly number[];
}

const pieces = 44;

/** All ribs of a chest; `droop` is how far the front end hangs below the head. */
export function measureRibs(plan: FilmPlan, anatomy: Anatomy): readonly Rib[] {
  const random = createRandom("ribs", plan.seed, plan.patient.number);
  const droop = random.between(0.85, 1.25) * (plan.view === "AP" ? 0.94 : 1);
  const density = random.between(0.9, 1.5) * (plan.patient.age > 65 ? 0.88 : 1);
  const thick = (plan.patient.sex === "M" ? 6.3 : 5.6) * random.between(0.92, 1.08);
  const ribs: Rib[] = [];
  for (const side of ["left", "right"] as const) {
    for (let number = 1; number <= 11; number++) {
      ribs.push(measureRib(anatomy, side, number, { droop, density, thick, jitter: random.between(-1.5, 1.5) }));
    }
  }
  return ribs;
}

interface RibBuild {
  readonly droop: number;
  readonly density: number;
  readonly thick: number;
  readonly jitter: number;
}

/** A rib on an elliptic cylinder: angle from the back to the front, falling as it goes (seen from the front). */
function measureRib(anatomy: Anatomy, side: Side, number: number, build: RibBuild): Rib {
  const { apex, spacing, halfWidth, height, place } = anatomy;
  const head = apex + (number - 1.02) * spacing + build.jitter;
  const fall = build.droop * (number === 1 ? 34 : Math.min(150, 52 + 15 * number));
  const reach = number > 9 ? 0.62 - 0.08 * (number - 10) : 0.93;
  const widest = cageWidth((head + fall * 0.42 - apex) / height) * halfWidth + 3;
  const points: Point[] = [];
  const overlap: number[] = [];
  const heights: number[] = [];
  let before: readonly number[] = [];
  for (let step = 0; step <= pieces; step++) {
    const angle = (step / pieces) * reach * Math.PI;
    const behind = (1 - Math.cos(angle)) / 2;
    // Near the spine a rib first rises a little over the transverse process, then falls, steepest in front.
    const down = head + fall * (0.72 * behind + 0.3 * behind * behind) - 7 * Math.sin(Math.min(Math.PI, angle * 2.4));
    const across =
      12 +
      (widest - 12) *
        Math.pow(Math.sin(Math.min(angle, Math.PI / 2)), 0.9) *
        (angle < Math.PI / 2 ? 1 : frontWidth(angle));
    const deep = halfWidth * 0.62 * Math.cos(angle);
    points.push(place(sideSign(side) * across, down));
    heights.push((down - apex) / height);
    if (before.length > 0) {
      const flat = Math.hypot(across - (before[0] ?? 0), down - (before[1] ?? 0));
      const long = Math.hypot(flat, deep - (before[2] ?? 0));
      overlap.push(Math.min(2.1, Math.max(0.85, long / Math.max(0.5, flat))));
    }
    before = [across, down, deep];
  }
  overlap.push(overlap[overlap.length - 1] ?? 1);
  const radius = build.thick * (number === 1 ? 1.25 : number > 9 ? 0.85 : 1);
  return { side, number, points, overlap, radius, strength: 0.33 * build.density, heights };
}

function frontWidth(angle: number): number {
  return Math.pow(Math.max(0, Math.sin(angle)), 0.75);
}

/** Where a rib is broken. */
export interface RibBreak {
  readonly side: Side;
  readonly number: number;
  /** Share of the way from spine to front. */
  readonly at: number;
  /** Pixels by which the outer end is out of line (negative: up). */
  readonly step: number;
  /** Pixels between the ends. */
  readonly gap: number;
  /** Brightness of new bone around the ends. */
  readonly callus: number;
}

/** Points of a rib with the outer end moved out of line; the move fades over a fifth of the rib. */
export function displacedPoints(rib: Rib, broken: RibBreak): Point[] {
  return rib.points.map(([x, y], place): Point => {
    const beyond = place / pieces - broken.at;
    return beyond < 0 ? [x, y] : [x, y + broken.step * Math.exp(-((beyond / 0.2) ** 2))];
  });
}

export function drawRibs(ribs: readonly Rib[], breaks: readonly RibBreak[], bone: Field): void {
  for (const rib of ribs) {
    const broken = breaks.find((candidate) => candidate.side === rib.side && candidate.number === rib.number);
    if (broken === undefined) drawPart(rib, rib.points, 0, 1, bone);
    else drawBrokenRib(rib, broken, bone);
  }
}

function drawBrokenRib(rib: Rib, broken: RibBreak, bone: Field): void {
  const half = broken.gap / 2 / ribLength(rib);
  drawPart(rib, rib.points, 0, broken.at - half, bone);
  drawPart(rib, displacedPoints(rib, broken), broken.at + half, 1, bone);
  const [inner, outer] = [pointAt(rib.points, broken.at), pointAt(displacedPoints(rib, broken), broken.at + half)];
  addStroke(bone, { points: [inner, outer], radius: rib.radius * 1.9, amount: broken.callus, profile: soft });
}

/** Length of a rib on the film in pixels. */
export function ribLength(rib: Rib): number {
  let total = 0;
  let before = rib.points[0] ?? [0, 0];
  for (const point of rib.points) {
    total += Math.hypot(point[0] - before[0], point[1] - before[1]);
    before = point;
  }
  return total;
}

/** The place on a rib at a share of its points. */
export function pointAt(points: readonly Point[], share: number): Point {
  const position = Math.min(points.length - 1.001, Math.max(0, share * (points.length - 1)));
  const from = points[Math.floor(position)] ?? [0, 0];
  const to = points[Math.floor(position) + 1] ?? from;
  const rest = position - Math.floor(position);
  return [from[0] + rest * (to[0] - from[0]), from[1] + rest * (to[1] - from[1])];
}

function drawPart(rib: Rib, points: readonly Point[], from: number, to: number, bone: Field): void {
  const depthOf = (along: number): number => rib.heights[Math.round(along * pieces)] ?? 1;
  const count = Math.max(2, Math.round((to - from) * pieces));
  const part = Array.from({ length: count + 1 }, (_, step) => pointAt(points, from + ((to - from) * step) / count));
  addStroke(bone, {
    points: part,
    radius: (share) => rib.radius * (0.86 + 0.22 * Math.sin(Math.PI * (from + (to - from) * share))),
    amount: (share) => {
      const along = from + (to - from) * share;
      const front = along > 0.58 ? 0.8 : 1;
      const below = 1 - 0.6 * smoothStep(0.86, 1.02, depthOf(along));
      return rib.strength * front * below * (rib.overlap[Math.round(along * pieces)] ?? 1);
    },
    profile: pipe,
  });
}

/** Calcified cartilage of the front ends in the old. */
export function drawCartilage(ribs: readonly Rib[], random: Random, age: number, bone: Field): void {
  if (age < 55) return;
  for (const rib of ribs) {
    if (rib.number > 7 || !random.chance(0.55)) continue;
    const end = pointAt(rib.points, 1);
    for (let speck = 0; speck < 5; speck++) {
      const [x, y] = [end[0] - sideSign(rib.side) * random.between(-4, 16), end[1] + random.between(-6, 6)];
      addStroke(bone, {
        points: [
          [x, y],
          [x + 3, y],
        ],
        radius: random.between(1.5, 3.2),
        amount: 0.09,
        profile: soft,
      });
    }
  }
}
