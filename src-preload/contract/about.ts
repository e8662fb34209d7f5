import * as v from "valibot";
import { count, nothing } from "./common.ts";
import { method } from "./method.ts";

/** What keeps a window offline: what one door or all of them do about it. */
export const guardNames = ["policy", "ownCode", "loopback", "requests", "silence"] as const;
export type GuardName = (typeof guardNames)[number];

export const aboutInfo = v.strictObject({
  version: v.string(),
  /** Lightbox's own licence. */
  licence: v.string(),
  /** Node, Electron, SQLite, ONNX Runtime, … */
  runtimes: v.array(v.strictObject({ name: v.string(), version: v.string() })),
  /** Other people's packages that this Lightbox is built with, by name. */
  packages: v.array(v.strictObject({ name: v.string(), version: v.string(), licence: v.string() })),
  network: v.strictObject({
    /** Connections to other machines that something in here tried to open since the start; all were refused. */
    refused: count,
    /** Where the last of them wanted to go; null before the first. */
    last: v.nullable(v.string()),
    /** What stands in the way. */
    guards: v.array(v.picklist(guardNames)),
  }),
});
export type AboutInfo = v.InferOutput<typeof aboutInfo>;

export const aboutMethods = {
  "about.info": method("Versions, licences and what keeps this Lightbox offline.", nothing, aboutInfo),
};
