import { numbered } from "./numbered.ts";
import type { MeasureKind } from "../../viewer/measure.ts";
import type { PresetName } from "../../viewer/presets.ts";

const measures: Readonly<Record<MeasureKind, string>> = {
  length: "length",
  angle: "angle",
  ratio: "cardiothoracic ratio",
};

const presets: Readonly<Record<PresetName, string>> = {
  range: "Whole range",
  lungs: "Lungs",
  mediastinum: "Mediastinum",
  bones: "Bones",
  lines: "Lines and tubes",
  automatic: "Automatic, 1st to 99th percentile",
};

/** Words of the stage on which films are read. */
export const viewer = {
  filmBeside: (place: number): string => `Film ${String(place)} of 2`,
  film: (name: string): string => (name === "" ? "Chest film" : `Chest film, ${name}`),
  map: (neuron: string, from: string, to: string): string => `Map of neuron ${neuron}, cells from ${from} to ${to}`,

  patient: (patient: string): string => numbered("Patient", patient),
  study: (study: string): string => numbered("Study", study),
  years: (age: number): string => `${String(age)} y`,
  size: (width: number, height: number): string => `${String(width)} × ${String(height)} px`,
  spacing: (row: string, column: string): string => (row === column ? `${row} mm` : `${row} × ${column} mm`),
  bits: (bits: number, format: string): string => `${String(bits)}-bit ${format}`,
  measureHint: {
    length: "Length: drag, or click both ends. Esc ends.",
    angle: "Angle: click three places, the corner second. Esc ends.",
    ratio: "Cardiothoracic ratio: draw the widest heart first, then the widest thorax. Esc ends.",
  },
  burnedIn: { declared: "Writing in the picture", likely: "Perhaps writing in the picture" },
  notDiagnostic: (what: string): string => `${what}, not diagnostic`,
  orientationUnknown: "Sides not recorded",
  windowNumbers: (width: string, level: string, unit: string): string =>
    `W ${width}  L ${level}${unit === "" ? "" : ` ${unit}`}`,
  windowTable: "Window: the file's own table",
  inverted: "inverted",
  zoom: (percent: string): string => `Zoom ${percent} %`,
  oneToOne: "1:1",
  millimetres: (length: string): string => `${length} mm`,
  pixels: (length: string): string => `${length} px`,
  researchUse: "Lightbox. Research use only. Not for clinical use.",

  colours: "Colours of the map",
  centred: "centred",
  plain: "plain",
  perCell: "per cell",
  parts: "parts of the pre-activation",
  lowest: (value: string): string => `lowest ${value}`,
  thresholdAt: (value: string): string => `clear below ${value}`,

  tools: "Tools of the film",
  window: "Window",
  windowTip: "Window and level, presets",
  invert: "Invert",
  turn: "Flip and rotate",
  flipHorizontal: "Flip left and right",
  flipVertical: "Flip top and bottom",
  rotateRight: "Rotate to the right",
  rotateLeft: "Rotate to the left",
  fit: "Fit",
  fitTip: "Fit to the window",
  actual: "One to one",
  actualTip: "One pixel of the film on one of the screen",
  measure: "Measure",
  measureTip: "Measure and look closer",
  tool: {
    window: "Drag for window and level",
    pan: "Drag to move the film",
    zoom: "Drag to zoom",
    magnify: "Magnifying glass",
    length: "Length",
    angle: "Angle",
    ratio: "Cardiothoracic ratio",
    probe: "Ask a place",
  },
  removeLast: "Remove the last measurement",
  reset: "Reset the view",
  save: "Save as a picture",
  mapShown: "Map",
  mapTip: "How the map lies over the film",
  mapCentred: "Centred",
  mapCentredTip: "Each cell less its mean over the data set: what every film shares falls away.",
  mapCentredLater: "Comes when enough films have been encoded.",
  opacity: "Opacity of the map",
  opacityShort: "Opacity",
  threshold: "Cells below this share of the largest stay clear",
  thresholdShort: "Clear below",
  percent: (value: number): string => `${String(value)} %`,
  percentSpoken: (value: number): string => `${String(value)} per cent`,
  link: "Zoom, move and window both films together",

  presets: {
    file: "As the file wants it",
    fileTable: "As the file wants it: a table",
    brought: (name: string, place: number): string => (name === "" ? `Window ${String(place)} of the file` : name),
    own: "Set by hand",
    ...presets,
  },
  presetSpoken: (name: string, numbers: string): string => `Window: ${name}. ${numbers}`,
  invertedSpoken: (inverted: boolean): string => (inverted ? "Greys inverted" : "Greys as they were"),
  zoomSpoken: (percent: string): string => `Zoom ${percent} per cent`,
  resetSpoken: "The view is reset",
  toolSpoken: (tool: string): string => `${tool}. Escape puts the tool away.`,

  surface: (tool: string): string => `Surface of the film, ${tool}`,
  surfaceProbe: "Surface of the film: arrow keys ask a place",
  surfaceMeasure: (kind: MeasureKind): string =>
    `Surface of the film: arrow keys move, Enter puts an end of the ${measures[kind]}`,
  cell: (row: number, rows: number, column: number, columns: number): string =>
    `row ${String(row)} of ${String(rows)}, column ${String(column)} of ${String(columns)}`,
  outsideGrid: "outside of what the encoder saw",
  placeInPixels: (x: number, y: number): string => `${String(x)} pixels from the left, ${String(y)} from the top`,

  measurements: "Measurements",
  measureName: measures,
  end: (place: number, kind: MeasureKind, value: string): string =>
    `Place ${String(place)} of the ${measures[kind]}, ${value}`,
  degrees: (value: string): string => `${value}°`,
  ratioText: (ratio: string): string => `CTR ${ratio}`,
  heart: (width: string): string => `heart ${width}`,
  thorax: (width: string): string => `thorax ${width}`,
  undetermined: "N/A",
  undo: {
    added: (kind: MeasureKind): string => `Draw the ${measures[kind]}`,
    removed: (kind: MeasureKind): string => `Remove the ${measures[kind]}`,
    moved: (kind: MeasureKind): string => `Move an end of the ${measures[kind]}`,
  },

  saved: (name: string): string => `Saving ${name}.`,
  saveTrouble: "The picture could not be made.",
  saveRemedy: "Make the window smaller and try again.",
};
