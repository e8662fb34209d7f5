import type { ImageDetail } from "../../src-preload/contract/index.ts";

/**
 * Whether two films show the chest from the same side, so that zoom and window go together by default: both frontal or both
 * lateral, or of the same projection where the view is not known. What is not known is taken as alike.
 */
export function seenAlike(one: ImageDetail | null, other: ImageDetail | null): boolean {
  if (one === null || other === null) return true;
  if (one.view !== null && other.view !== null) return one.view === other.view;
  return one.projection === null || other.projection === null || one.projection === other.projection;
}
