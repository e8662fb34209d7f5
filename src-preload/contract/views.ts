import * as v from "valibot";
import { nothing } from "./common.ts";
import { method } from "./method.ts";

/** A place in the window with all its filters, kept under a name in the workspace. */
export const savedView = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(80)),
  /** Path and query: "/neurons?finding=Edema". */
  address: v.pipe(v.string(), v.startsWith("/"), v.maxLength(2000)),
});
export type SavedView = v.InferOutput<typeof savedView>;

export const viewsMethods = {
  "views.list": method("The saved views of this workspace, by name.", nothing, v.array(savedView)),
  "views.save": method("Keeps a view; one of the same name gives way.", savedView, v.array(savedView)),
  "views.remove": method("Forgets a view.", v.strictObject({ name: v.string() }), v.array(savedView)),
};
