import type * as v from "valibot";
import { aboutMethods } from "./about.ts";
import { attributionMethods } from "./attribution.ts";
import type { Dtype } from "./common.ts";
import { evidenceMethods } from "./evidence.ts";
import { intakeMethods } from "./intake.ts";
import { jobsMethods } from "./jobs.ts";
import type { JobInfo } from "./jobs.ts";
import { modelsMethods } from "./models.ts";
import { preferencesMethods } from "./preferences.ts";
import { tablesMethods } from "./tables.ts";
import { viewsMethods } from "./views.ts";
import { workspaceMethods } from "./workspace.ts";

export * from "./about.ts";
export * from "./attribution.ts";
export * from "./common.ts";
export * from "./errors.ts";
export * from "./evidence.ts";
export * from "./intake.ts";
export * from "./jobs.ts";
export * from "./method.ts";
export * from "./models.ts";
export * from "./preferences.ts";
export * from "./tables.ts";
export * from "./views.ts";
export * from "./workspace.ts";

/** Every call of the Api by its name. */
export const contract = {
  ...workspaceMethods,
  ...jobsMethods,
  ...intakeMethods,
  ...tablesMethods,
  ...modelsMethods,
  ...evidenceMethods,
  ...attributionMethods,
  ...preferencesMethods,
  ...viewsMethods,
  ...aboutMethods,
};

export type MethodName = keyof typeof contract;
/** What a caller passes (defaults may be left out). */
export type MethodInput<Name extends MethodName> = v.InferInput<(typeof contract)[Name]["input"]>;
/** What the room receives, defaults filled in. */
export type MethodRequest<Name extends MethodName> = v.InferOutput<(typeof contract)[Name]["input"]>;
export type MethodOutput<Name extends MethodName> = v.InferOutput<(typeof contract)[Name]["output"]>;

/** What a room offers to the doors: one function per call. */
export type Api = { readonly [Name in MethodName]: (input: MethodRequest<Name>) => Promise<MethodOutput<Name>> };

/** What the app says without being asked. */
export type AppEvent = { readonly event: "job"; readonly job: JobInfo } | { readonly event: "workspace" };

/** Bytes served by a door beside the Api: pixels, thumbnails, maps. */
export interface DataReply {
  readonly bytes: Uint8Array;
  /** MIME type, or "application/octet-stream" for an array. */
  readonly type: string;
  readonly dtype?: Dtype;
  readonly shape?: readonly number[];
}
