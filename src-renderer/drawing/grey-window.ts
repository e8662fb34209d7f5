/** A window over greys 0–255. */
export interface GreyWindow {
  readonly centre: number;
  /** At least 1. */
  readonly width: number;
}

/** Shows every grey as it is. */
export const wholeWindow: GreyWindow = { centre: 127.5, width: 255 };

const least = 8;
const clip = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * The window as a line, both axes 0–1: grey' = slope · grey + intercept. The lower edge of the window becomes 0, its upper
 * edge 1. What an SVG feFuncR of type "linear" takes.
 */
export function windowLine({ centre, width }: GreyWindow): { readonly slope: number; readonly intercept: number } {
  return { slope: 255 / width, intercept: (width / 2 - centre) / width };
}

/** The window after a drag of so many pixels: across changes the width, down raises the centre, as readers are used to. */
export function draggedWindow({ centre, width }: GreyWindow, across: number, down: number): GreyWindow {
  return { centre: clip(centre + down, 0, 255), width: clip(width + across, least, 510) };
}

/** Smallest and largest width that a control offers. */
export const windowWidths = [least, 510] as const;
