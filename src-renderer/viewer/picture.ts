import { neuronNumber, rampColour, signed } from "../drawing/index.ts";
import type { Rectangle, Size } from "../drawing/index.ts";
import { words } from "../messages/index.ts";
import { barMarks } from "./bar-marks.ts";
import type { Place } from "./geometry.ts";
import { marksOf } from "./measure-marks.ts";
import type { Drawn } from "./measure-marks.ts";
import type { OnStage } from "./on-stage.ts";
import type { PaneMap } from "./pane.ts";

/** One film of a picture that is saved. */
export interface PicturePane {
  readonly shown: OnStage;
  /** The pane's place in the picture, CSS pixels. */
  readonly area: Rectangle;
  readonly film: CanvasImageSource;
  readonly map: CanvasImageSource | null;
  readonly opacity: number;
  readonly threshold: number;
  readonly measures: readonly Drawn[];
}

type Context = OffscreenCanvasRenderingContext2D;

const light = "#e9ebee";
const halo = "rgb(0 0 0 / 0.8)";
const lineHeight = 17;
const footer = 28;

function write(context: Context, text: string, { x, y }: Place, align: CanvasTextAlign = "left"): void {
  context.textAlign = align;
  context.strokeStyle = halo;
  context.lineWidth = 3;
  context.strokeText(text, x, y);
  context.fillStyle = light;
  context.fillText(text, x, y);
}

function rule(context: Context, path: Path2D): void {
  for (const [style, width] of [
    [halo, 3],
    [light, 1.25],
  ] as const) {
    [context.strokeStyle, context.lineWidth] = [style, width];
    context.stroke(path);
  }
}

function drawMeasure(context: Context, measure: Drawn, { spacing, transform, frame, ratio }: OnStage): void {
  const { lines, labels, ends } = marksOf(measure, spacing, transform, frame.pane.width / ratio);
  const path = new Path2D();
  for (const [one, other] of lines) {
    path.moveTo(one.x, one.y);
    path.lineTo(other.x, other.y);
  }
  for (const { x, y } of ends) {
    path.moveTo(x + 3, y);
    path.arc(x, y, 3, 0, 2 * Math.PI);
  }
  rule(context, path);
  for (const { text, place, anchor } of labels) write(context, text, place, anchor);
}

function drawWritten(context: Context, written: NonNullable<OnStage["written"]>, { width, height }: Size): void {
  const { text, letters, bar } = written;
  text.upper.forEach((line, index) => {
    write(context, line, { x: 16, y: 24 + index * lineHeight });
  });
  text.lower.forEach((line, index) => {
    write(context, line, { x: 16, y: height - 16 - (text.lower.length - 1 - index) * lineHeight });
  });
  if (letters !== null) {
    write(context, letters.left, { x: 16, y: height / 2 });
    write(context, letters.right, { x: width - 16, y: height / 2 }, "right");
    write(context, letters.top, { x: width / 2, y: 24 }, "center");
    write(context, letters.bottom, { x: width / 2, y: height - 16 }, "center");
  }
  if (bar === null) return;
  const [right, low] = [width - 16, height - 12];
  const path = new Path2D();
  path.moveTo(right - bar.width, low - 12);
  path.lineTo(right - bar.width, low);
  path.lineTo(right, low);
  path.lineTo(right, low - 12);
  rule(context, path);
  write(context, words.viewer.millimetres(String(bar.length)), { x: right - bar.width / 2, y: low - 5 }, "center");
}

function drawColours(context: Context, map: PaneMap, threshold: number, width: number): void {
  const { top, digits, ticks } = barMarks(map.range);
  const [length, right, upper] = [144, width - 16, 44];
  for (let row = 0; row < length; row += 1) {
    const share = (length - row - 0.5) / length;
    const [red, green, blue] = share < threshold ? [0, 0, 0] : rampColour(share);
    context.fillStyle = `rgb(${String(red)} ${String(green)} ${String(blue)})`;
    context.fillRect(right - 8, upper + row, 8, 1);
  }
  [context.strokeStyle, context.lineWidth] = [light, 0.5];
  context.strokeRect(right - 8, upper, 8, length);
  for (const { share, text } of ticks) {
    write(context, text, { x: right - 16, y: upper + (1 - share) * length + 4 }, "right");
  }
  const head = `${neuronNumber(map.neuron)}, ${map.centred ? words.viewer.centred : words.viewer.plain}`;
  write(context, head, { x: right, y: 24 }, "right");
  const lines = [
    ...(threshold > 0 ? [words.viewer.thresholdAt(signed(threshold * top, digits))] : []),
    ...(map.range.minimum < 0 ? [words.viewer.lowest(signed(map.range.minimum, digits))] : []),
    `${words.viewer.perCell},`,
    words.viewer.parts,
  ];
  lines.forEach((line, index) => {
    write(context, line, { x: right, y: upper + length + 20 + index * lineHeight }, "right");
  });
}

function drawAsked(context: Context, { place, cell }: NonNullable<OnStage["asked"]>): void {
  const path = new Path2D();
  if (cell !== null) path.rect(cell.x, cell.y, cell.width, cell.height);
  path.moveTo(place.x - 9, place.y);
  path.lineTo(place.x + 9, place.y);
  path.moveTo(place.x, place.y - 9);
  path.lineTo(place.x, place.y + 9);
  rule(context, path);
}

function drawPane(context: Context, pane: PicturePane, ratio: number): void {
  const { shown, area, film, map, opacity, threshold, measures } = pane;
  context.save();
  // The film's own pixels stay as they are: they are drawn before the page's scale applies.
  context.setTransform(1, 0, 0, 1, Math.round(area.x * ratio), Math.round(area.y * ratio));
  context.beginPath();
  context.rect(0, 0, shown.frame.pane.width, shown.frame.pane.height);
  context.clip();
  context.drawImage(film, 0, 0);
  if (map !== null) {
    context.globalAlpha = opacity;
    context.drawImage(map, 0, 0);
    context.globalAlpha = 1;
  }
  context.scale(ratio, ratio);
  if (shown.asked !== null) drawAsked(context, shown.asked);
  for (const measure of measures) drawMeasure(context, measure, shown);
  if (shown.written !== null) drawWritten(context, shown.written, area);
  if (shown.map !== null) drawColours(context, shown.map, threshold, area.width);
  context.restore();
}

/**
 * Draws what is seen: the films through their windows, their maps, measurements and what is written on them, with a line
 * underneath that says what it is for. @param size of the stage, CSS pixels; @param ratio pixels of the screen in one of them
 */
export function drawPicture(panes: readonly PicturePane[], size: Size, ratio: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(Math.round(size.width * ratio), Math.round((size.height + footer) * ratio));
  // An opaque canvas would draw its letters in colours.
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = '500 11.5px "Inter Variable", sans-serif';
  for (const pane of panes) drawPane(context, pane, ratio);
  context.scale(ratio, ratio);
  write(context, words.viewer.researchUse, { x: 16, y: size.height + footer / 2 + 4 });
  return canvas;
}
