import type { FilmDisplay } from "../../src-preload/contract/index.ts";
import type { ShownFilm } from "../state/index.ts";
import { spreadOf } from "./histogram.ts";
import type { Spread } from "./histogram.ts";
import { greyTable, ownTable, valueOf } from "./windows.ts";
import type { Window } from "./windows.ts";

export const presetNames = ["range", "lungs", "mediastinum", "bones", "lines", "automatic"] as const;
export type PresetName = (typeof presetNames)[number];

/**
 * Which window a film is seen through: what its file asks for, another window that the file brings, a preset that each film
 * fills in, or numbers of one's own.
 */
export type WindowChoice =
  | { readonly kind: "file" }
  | { readonly kind: "brought"; readonly index: number }
  | { readonly kind: "preset"; readonly name: PresetName }
  | { readonly kind: "own"; readonly window: Window };

export const asTheFileWants: WindowChoice = { kind: "file" };

/**
 * Parts of a film's own spread, from its darkest (0) to its brightest (1): air-filled lung lies in the dark half, the heart
 * and what shines through it in the bright half, bone at the bright end; lines and tubes need contrast in between.
 */
const parts: Readonly<Record<Exclude<PresetName, "range">, readonly [number, number]>> = {
  automatic: [0, 1],
  lungs: [0, 0.85],
  mediastinum: [0.32, 1.02],
  bones: [0.18, 1.1],
  lines: [0.22, 0.9],
};

/** From the smallest to the largest value that occurs. */
export function wholeRange(display: FilmDisplay): Window {
  const [one, other] = [valueOf(display.range[0], display), valueOf(display.range[1], display)];
  return between(Math.min(one, other), Math.max(one, other));
}

function between(low: number, high: number): Window {
  return { centre: (low + high) / 2, width: high - low, shape: "LINEAR_EXACT" };
}

/** The window of a preset. @param spread the middle of the film's values, the lower end first */
export function presetWindow(name: PresetName, display: FilmDisplay, spread: Spread): Window {
  if (name === "range") return wholeRange(display);
  const [from, to] = parts[name];
  const [low, high] = spread;
  const at = (share: number) => low + (display.inverted ? 1 - share : share) * (high - low);
  return between(Math.min(at(from), at(to)), Math.max(at(from), at(to)));
}

/** The numbers of a choice on one film; null where the film's file brings a table instead. */
export function windowOf(choice: WindowChoice, film: ShownFilm): Window | null {
  const { display } = film;
  if (choice.kind === "own") return choice.window;
  if (choice.kind === "preset") return presetWindow(choice.name, display, spreadOf(film));
  if (choice.kind === "file" && display.table) return null;
  return display.windows[choice.kind === "brought" ? choice.index : 0] ?? wholeRange(display);
}

/** Grey of every level of a film as it is to be seen. */
export function tableOf(choice: WindowChoice, film: ShownFilm, inverted: boolean): Uint8Array<ArrayBuffer> {
  const window = windowOf(choice, film);
  if (window === null || choice.kind === "file") return ownTable(film.display, film.greys, inverted);
  return greyTable(film.display, window, inverted, film.greys.length);
}

/** Whether two films' values mean the same, so that one window fits both. */
export function sameKind(one: ShownFilm, other: ShownFilm): boolean {
  const [a, b] = [one.display, other.display];
  return (
    one.greys.length === other.greys.length && a.slope === b.slope && a.intercept === b.intercept && a.unit === b.unit
  );
}

/** How much a drag over one pixel of the screen changes a window: a few hundred pixels are the whole film. */
export function dragStep(film: ShownFilm): number {
  const [low, high] = spreadOf(film);
  return Math.max(high - low, 1) / 400;
}

/** A window after a drag: to the right wider, down to higher values. */
export function dragged(window: Window, across: number, down: number, step: number): Window {
  const narrowest = window.shape === "LINEAR" ? 1 : step / 8;
  return {
    ...window,
    width: Math.max(narrowest, window.width + across * step),
    centre: window.centre + down * step,
  };
}
