import { words } from "../messages/index.ts";
import { apply } from "./geometry.ts";
import type { Place, Transform } from "./geometry.ts";
import { angleOf, cardiothoracicRatio, lengthOf, widthOf } from "./measure.ts";
import type { Measure, Quantity, Spacing } from "./measure.ts";

/** A measurement while it is drawn may have fewer places than in the end. */
export type Drawn = Omit<Measure, "id">;

export interface Mark {
  readonly text: string;
  /** On the screen, beside what it is about. */
  readonly place: Place;
  /** Which end of the text stands there: where the pane ends soon, the text stands to the left. */
  readonly anchor: "start" | "end";
}

/** How a measurement looks on the screen. */
export interface MeasureMarks {
  readonly ends: readonly Place[];
  readonly lines: readonly (readonly [Place, Place])[];
  readonly labels: readonly Mark[];
}

/** "34.2 mm", "118 px". */
export function quantityText({ value, unit }: Quantity): string {
  return unit === "mm" ? words.viewer.millimetres(value.toFixed(1)) : words.viewer.pixels(value.toFixed(0));
}

/** The value of a whole measurement in words, as on the film. */
export function valueText(measure: Drawn, spacing: Spacing | null): string {
  return parts(measure, spacing).join(", ");
}

function parts({ kind, places, across }: Drawn, spacing: Spacing | null): string[] {
  const [one, two, three, four] = places;
  if (one === undefined || two === undefined) return [];
  if (kind === "length") return [quantityText(lengthOf(one, two, spacing))];
  if (kind === "angle") {
    if (three === undefined) return [];
    const degrees = angleOf(one, two, three, spacing);
    return [degrees === null ? words.viewer.undetermined : words.viewer.degrees(degrees.toFixed(1))];
  }
  const heart = words.viewer.heart(quantityText(widthOf(one, two, across, spacing)));
  if (three === undefined || four === undefined) return [heart];
  const { thorax, ratio } = cardiothoracicRatio([one, two, three, four], across, spacing);
  const text = words.viewer.ratioText(ratio === null ? words.viewer.undetermined : ratio.toFixed(2));
  return [heart, words.viewer.thorax(quantityText(thorax)), text];
}

/** A width across the patient: a line at the middle of the two heights, and from it a line to each end. */
function caliper(one: Place, other: Place, across: "x" | "y"): (readonly [Place, Place])[] {
  const middle = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  const level = (end: Place): Place => (across === "x" ? { x: end.x, y: middle.y } : { x: middle.x, y: end.y });
  return [
    [level(one), level(other)],
    [one, level(one)],
    [other, level(other)],
  ];
}

function lines({ kind, places, across }: Drawn): (readonly [Place, Place])[] {
  const pair = (first: number): readonly [Place, Place] | null => {
    const [one, other] = [places[first], places[first + 1]];
    return one === undefined || other === undefined ? null : [one, other];
  };
  const pairs = (kind === "angle" ? [pair(0), pair(1)] : [pair(0), pair(2)]).filter((found) => found !== null);
  return kind === "ratio" ? pairs.flatMap(([one, other]) => caliper(one, other, across)) : pairs;
}

/** Room that a text needs to its right. */
const textRoom = 120;

/** Pixels below its end for the width of the heart, of the thorax, and their ratio: both widths may lie at one height. */
const ratioDown = [-8, 16, 32];

/** What is drawn for a measurement. @param transform from pixels of the film to the screen; @param width of the pane */
export function marksOf(measure: Drawn, spacing: Spacing | null, transform: Transform, width: number): MeasureMarks {
  const ends = measure.places.map((place) => apply(transform, place));
  const texts = parts(measure, spacing);
  // One text beside each width, the ratio under the thorax; else beside the last end or the corner.
  const anchors =
    measure.kind === "ratio" ? [ends[1], ends[3], ends[3]] : [measure.kind === "angle" ? ends[1] : ends.at(-1)];
  const labels = texts.flatMap((text, index): Mark[] => {
    const at = anchors[index];
    if (at === undefined) return [];
    const anchor = at.x > width - textRoom ? "end" : "start";
    const down = measure.kind === "ratio" ? (ratioDown[index] ?? 4) : 4;
    return [{ text, anchor, place: { x: at.x + (anchor === "end" ? -8 : 8), y: at.y + down } }];
  });
  const onScreen = lines(measure).map(([one, other]) => [apply(transform, one), apply(transform, other)] as const);
  return { ends, lines: onScreen, labels };
}
