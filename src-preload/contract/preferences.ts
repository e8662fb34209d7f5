import * as v from "valibot";
import { deviceRequest, nothing } from "./common.ts";
import { method } from "./method.ts";

export const themes = ["system", "dark", "light"] as const;
export const contrasts = ["system", "more"] as const;
/** Per cent of the usual size. */
export const textSizes = [90, 100, 115, 130] as const;
export const dragTools = ["window", "pan", "zoom", "magnify", "length", "angle", "ratio", "probe"] as const;
export type DragTool = (typeof dragTools)[number];
/** What draws films: the graphics card where there is a real one, or always, or the processor. */
export const filmDrawings = ["auto", "card", "processor"] as const;
export type FilmDrawing = (typeof filmDrawings)[number];
export const wheelTools = ["zoom", "leaf"] as const;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const fields = {
  theme: v.picklist(themes),
  contrast: v.picklist(contrasts),
  textSize: v.picklist(textSizes),
  /** For the next encoding. */
  device: deviceRequest,
  drawing: v.picklist(filmDrawings),
  /** Patient, study and file name stay off the screen. */
  hideIdentity: v.boolean(),
  /** Patient, technique, marks and numbers on the film. */
  showCorners: v.boolean(),
  mapCentred: v.boolean(),
  mapOpacity: share,
  /** Cells below this share of the largest stay clear. */
  mapThreshold: share,
  /** Keys by command, where they differ from the usual ones: "i", "shift+arrowleft", "g l". */
  keys: v.record(v.string(), v.array(v.string())),
  /** What a drag with each button does, and the wheel. */
  mouse: v.strictObject({
    left: v.optional(v.picklist(dragTools), "window"),
    middle: v.optional(v.picklist(dragTools), "pan"),
    right: v.optional(v.picklist(dragTools), "zoom"),
    wheel: v.optional(v.picklist(wheelTools), "zoom"),
  }),
};

/** How one person likes Lightbox, in every workspace; kept in their own folder, never in a workspace. */
export const preferences = v.strictObject({
  theme: v.optional(fields.theme, "system"),
  contrast: v.optional(fields.contrast, "system"),
  textSize: v.optional(fields.textSize, 100),
  device: v.optional(fields.device, "auto"),
  drawing: v.optional(fields.drawing, "auto"),
  hideIdentity: v.optional(fields.hideIdentity, false),
  showCorners: v.optional(fields.showCorners, true),
  mapCentred: v.optional(fields.mapCentred, true),
  mapOpacity: v.optional(fields.mapOpacity, 0.7),
  mapThreshold: v.optional(fields.mapThreshold, 0),
  keys: v.optional(fields.keys, {}),
  mouse: v.optional(fields.mouse, {}),
});
export type Preferences = v.InferOutput<typeof preferences>;

/** What of it is to become different. */
export const preferenceChange = v.partial(v.strictObject(fields));
export type PreferenceChange = v.InferOutput<typeof preferenceChange>;

export const preferencesMethods = {
  "preferences.get": method("How this person likes Lightbox.", nothing, preferences),
  "preferences.set": method(
    "Keeps what is given anew and the rest as it is, also where another window has changed it; answers what is kept.",
    preferenceChange,
    preferences,
  ),
};
