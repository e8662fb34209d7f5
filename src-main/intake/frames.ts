import { createHash } from "node:crypto";

/** Which frames of a file are imported: the first, all, or those of a list such as "1,3-5". */
export type FrameSelection = "first" | "all" | (string & {});

/** Frames one file may bring; a longer file is a film of another kind. */
export const mostFrames = 10_000;

/**
 * The identity of one frame of a file: the file's own SHA-256 for the first, for another the SHA-256 of
 * "<that SHA-256>#frame=<n>", in hexadecimal.
 */
export function frameIdentity(fileSha256: string, frame: number): string {
  if (frame === 1) return fileSha256;
  return createHash("sha256")
    .update(`${fileSha256}#frame=${String(frame)}`)
    .digest("hex");
}

/** What a frame is called in lists. */
export function frameName(name: string, frame: number): string {
  return frame === 1 ? name : `${name} (frame ${String(frame)})`;
}

/** The frames of a selection that a file of `frames` frames has, in ascending order, each once. */
export function selectFrames(selection: FrameSelection, frames: number): number[] {
  const last = Math.min(frames, mostFrames);
  if (selection === "first") return [1];
  const chosen = new Set<number>();
  for (const part of selection === "all" ? [`1-${String(mostFrames)}`] : selection.split(",")) {
    const [from, to] = part.split("-").map(Number);
    for (let frame = Math.max(from ?? 0, 1); frame <= Math.min(to ?? from ?? 0, last); frame++) chosen.add(frame);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Frames as a sentence names them: "2", "2 and 4", "2–10". */
export function frameWords(frames: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const frame of frames) {
    const last = runs.at(-1);
    if (last?.[1] === frame - 1) last[1] = frame;
    else runs.push([frame, frame]);
  }
  const words = runs.map(([from, to]) => (from === to ? String(from) : `${String(from)}–${String(to)}`));
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
