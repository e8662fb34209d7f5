import type { DisplayWindow } from "./intake.ts";

/** Value after the modality LUT → display value 0…1. */
export type WindowCurve = (value: number) => number;

/** LINEAR (PS3.3 C.11.2.1.2.1); width ≥ 1, of which 1 is a threshold. */
function linear(centre: number, width: number): WindowCurve {
  const middle = centre - 0.5;
  const half = (width - 1) / 2;
  return (value) => {
    if (value <= middle - half) return 0;
    if (value > middle + half) return 1;
    return (value - middle) / (width - 1) + 0.5;
  };
}

/** LINEAR_EXACT (PS3.3 C.11.2.1.3.2); width > 0, and 0 is a step at the centre. */
function linearExact(centre: number, width: number): WindowCurve {
  return (value) => {
    if (value <= centre - width / 2) return 0;
    if (value > centre + width / 2) return 1;
    return (value - centre) / width + 0.5;
  };
}

/** SIGMOID (PS3.3 C.11.2.1.3.1); width > 0. */
function sigmoid(centre: number, width: number): WindowCurve {
  return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
}

const curves = { LINEAR: linear, LINEAR_EXACT: linearExact, SIGMOID: sigmoid } as const;

/** The curve of a window, before polarity; centre and width in values after the modality LUT. */
export function windowCurve({ centre, width, shape }: Omit<DisplayWindow, "name">): WindowCurve {
  return curves[shape](centre, width);
}

/** Display value → grey 0…255: ⌊255·y + ½⌋ with y held to 0…1; `turned`: high values are dark. */
export function greyOf(display: number, turned: boolean): number {
  const y = Math.min(Math.max(display, 0), 1);
  return Math.floor(255 * (turned ? 1 - y : y) + 0.5);
}

/** Whether a level is padding, which is black whatever the polarity; both ends of `padding` are. */
export function isPaddingLevel(level: number, padding: readonly [number, number] | null): boolean {
  return padding !== null && level >= padding[0] && level <= padding[1];
}
