import type { LabelValue } from "../../store/index.ts";
import { mostRows } from "./layout.ts";
import type { ReaderRule } from "./layout.ts";
import { createPool } from "./text-pool.ts";

/** Readers (each is a bit) and findings that one table may have. */
const [mostReaders, mostFindings] = [32, 64];

/** What several readers said of many images. */
export interface ReaderVotes {
  /** A reader has looked at an image. False where there are more readers, findings or images than are kept. */
  vote(image: string, reader: string, finding: string, present: boolean, line: number): boolean;
  /** Every image in the order in which it came, with the line that named it first. */
  images(rule: ReaderRule): Iterable<VotedImage>;
}

export interface VotedImage {
  readonly image: string;
  readonly line: number;
  readonly readers: number;
  readonly labels: ReadonlyMap<string, LabelValue>;
}

interface Ballot {
  readonly line: number;
  /** Readers (bits) that have looked at the image. */
  seen: number;
  /** Readers (bits) that call each finding present. */
  readonly present: Map<number, number>;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/**
 * Whether so many of all readers make a finding present. That nothing is found is what all say under "any" and "all":
 * one reader who finds something speaks against it.
 */
function decides(rule: ReaderRule, finding: string, votes: number, readers: number): boolean {
  if (rule === "majority") return 2 * votes > readers;
  if (rule === "any" && finding !== "No Finding") return votes > 0;
  return votes === readers;
}

/** Counts votes. `findings` are what every reader was asked for: what is not present of them is absent. */
export function createReaderVotes(findings: readonly string[]): ReaderVotes {
  const [names, readers] = [createPool(), createPool()];
  for (const finding of findings) names.add(finding);
  const ballots = new Map<string, Ballot>();
  return {
    vote: (image, reader, finding, present, line) => {
      const [place, number] = [readers.add(reader), names.add(finding)];
      if (place >= mostReaders || number >= mostFindings || ballots.size >= mostRows) return false;
      const ballot = ballots.get(image) ?? { line, seen: 0, present: new Map<number, number>() };
      ballots.set(image, ballot);
      ballot.seen |= 1 << place;
      if (present) ballot.present.set(number, (ballot.present.get(number) ?? 0) | (1 << place));
      return true;
    },
    *images(rule) {
      for (const [image, { line, seen, present }] of ballots) {
        const asked = bits(seen);
        const labels = new Map<string, LabelValue>();
        for (let number = 0; number < names.size; number++) {
          const finding = names.at(number);
          labels.set(finding, decides(rule, finding, bits(present.get(number) ?? 0), asked) ? 1 : 0);
        }
        yield { image, line, readers: asked, labels };
      }
    },
  };
}
