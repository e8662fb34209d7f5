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

/** How one person likes Lightbox, in every workspace; kept in their own folder, never in a workspace. */
export const preferences = v.strictObject({
  theme: v.optional(v.picklist(themes), "system"),
  contrast: v.optional(v.picklist(contrasts), "system"),
  textSize: v.optional(v.picklist(textSizes), 100),
  /** For the next encoding. */
  device: v.optional(deviceRequest, "auto"),
  drawing: v.optional(v.picklist(filmDrawings), "auto"),
  /** Patient, study and file name stay off the screen. */
  hideIdentity: v.optional(v.boolean(), false),
  /** Patient, technique, marks and numbers on the film. */
  showCorners: v.optional(v.boolean(), true),
  mapCentred: v.optional(v.boolean(), true),
  mapOpacity: v.optional(share, 0.7),
  /** Cells below this share of the largest stay clear. */
  mapThreshold: v.optional(share, 0),
  /** Keys by command, where they differ from the usual ones: "i", "shift+arrowleft", "g l". */
  keys: v.optional(v.record(v.string(), v.array(v.string())), {}),
  /** What a drag with each button does, and the wheel. */
  mouse: v.optional(
    v.strictObject({
      left: v.optional(v.picklist(dragTools), "window"),
      middle: v.optional(v.picklist(dragTools), "pan"),
      right: v.optional(v.picklist(dragTools), "zoom"),
      wheel: v.optional(v.picklist(wheelTools), "zoom"),
    }),
    {},
  ),
});
export type Preferences = v.InferOutput<typeof preferences>;

export const preferencesMethods = {
  "preferences.get": method("How this person likes Lightbox.", nothing, preferences),
  "preferences.set": method("Keeps all of it anew; answers what is kept.", preferences, preferences),
};
