import type { ImageDetail } from "../../src-preload/contract/index.ts";
import { words } from "../messages/index.ts";
import type { ShownFilm } from "../state/index.ts";
import { identityLines, techniqueLines, windowText, zoomPercent } from "./annotations.ts";
import { spacingOf } from "./measure.ts";
import { windowOf } from "./presets.ts";
import type { WindowChoice } from "./presets.ts";

/** What is written in two corners of a film, line by line. */
export interface CornerText {
  readonly upper: readonly string[];
  readonly lower: readonly string[];
  /** The first upper line says who it is. */
  readonly named: boolean;
}

/** How a film is seen at the moment. */
export interface Seen {
  readonly choice: WindowChoice;
  readonly inverted: boolean;
  /** Pixels of the screen for one of the film. */
  readonly scale: number;
}

/** The name of a choice as menus and corners show it. */
export function choiceName(choice: WindowChoice, film: ShownFilm): string {
  const { presets } = words.viewer;
  switch (choice.kind) {
    case "file":
      return film.display.table ? presets.fileTable : presets.file;
    case "brought":
      return presets.brought(film.display.windows[choice.index]?.name ?? "", choice.index + 1);
    case "preset":
      return presets[choice.name];
    case "own":
      return presets.own;
  }
}

/** Numbers of the window on one film: "W 2400  L 1100". */
export function windowNumbers(choice: WindowChoice, film: ShownFilm): string {
  return windowText(windowOf(choice, film), film.display.unit);
}

export function cornerText(
  detail: ImageDetail | null,
  film: ShownFilm | null,
  seen: Seen,
  hidden: boolean,
): CornerText {
  const identity = detail === null ? [] : identityLines(detail, hidden);
  const technique = detail === null ? [] : techniqueLines(detail, spacingOf(detail));
  const lower: string[] = [];
  if (film !== null) {
    if (film.display.orientation === null) lower.push(words.viewer.orientationUnknown);
    const inverted = seen.inverted ? `, ${words.viewer.inverted}` : "";
    lower.push(windowNumbers(seen.choice, film) + inverted);
    lower.push(words.viewer.zoom(zoomPercent(seen.scale)) + (seen.scale === 1 ? `, ${words.viewer.oneToOne}` : ""));
  }
  return { upper: [...identity, ...technique], lower, named: identity.length > 0 && !hidden };
}
