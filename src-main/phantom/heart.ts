import type { Anatomy } from "./anatomy.ts";
import { blurField } from "./field.ts";
import type { Field } from "./field.ts";
import { fillPolygon, smoothCurve } from "./shapes.ts";
import type { Point } from "./shapes.ts";

/** How much larger than normal heart and upper mediastinum are; 1 is normal. */
export interface Enlargement {
  readonly heart: number;
  readonly mediastinum: number;
}

/** Outline of heart, great vessels and mediastinum. Lengths in shares of half width and lung height. */
export function heartOutline(anatomy: Anatomy, enlargement: Enlargement): Point[] {
  const { rightward, leftward, knob } = anatomy.heart;
  const turn = anatomy.turn * 0.025;
  const upper = enlargement.mediastinum;
  const right = rightward * (1 + 0.55 * (enlargement.heart - 1)) - turn;
  const left = leftward * enlargement.heart + turn;
  const lift = 0.03 * (enlargement.heart - 1);
  const across = (lateral: number, along: number): Point =>
    anatomy.place(lateral * anatomy.halfWidth, anatomy.apex + along * anatomy.height);
  return smoothCurve(
    [
      across(0.13 * upper, -0.12),
      across(0.15 * upper, 0.08),
      across(0.17 * upper + turn, 0.2),
      across(knob * upper + turn, 0.29),
      across((knob - 0.015) * upper + turn, 0.355),
      across(0.205 + turn, 0.4),
      across(0.255 * (0.6 + 0.4 * enlargement.heart) + turn, 0.46),
      across(0.52 * left + 0.02, 0.565 - lift),
      across(0.8 * left, 0.68 - lift),
      across(0.96 * left, 0.79),
      across(left, 0.87),
      across(0.93 * left, 0.945),
      across(0.5 * left, 1.02),
      across(-0.6 * right, 1.0),
      across(-0.9 * right, 0.89),
      across(-right, 0.77),
      across(-0.94 * right, 0.66),
      across(-0.72 * right, 0.56),
      across(-0.155 * upper + turn, 0.47),
      across(-0.165 * upper + turn, 0.3),
      across(-0.16 * upper, 0.12),
      across(-0.14 * upper, -0.12),
    ],
    true,
    6,
  );
}

/** Share of each pixel covered by the heart; its border is blurred by its beat. */
export function heartCover(outline: readonly Point[]): Field {
  const cover = fillPolygon(outline);
  blurField(cover, 2, 2);
  return cover;
}
