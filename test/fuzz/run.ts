import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bad, Batch, BatchBroken, BatchDone, LaneSettings } from "./outcome.ts";
import { makeMutant } from "./mutant.ts";
import { makeSeeds } from "./seeds.ts";
import type { Format, Seed } from "./seeds.ts";

export interface FuzzWish {
  readonly count: number;
  readonly seed: number;
  readonly format?: Format | undefined;
  /** Nothing but this mutant. */
  readonly only?: number | undefined;
  /** Address of a module in the place of what import uses: to test the test. */
  readonly reader?: string;
  /** Milliseconds of the processor; 5,000 where left out. */
  readonly longestWork?: number;
  /** Called with how many mutants are through. */
  readonly onProgress?: (through: number) => void;
}

export interface FuzzReport {
  /** Mutants by "format/outcome". */
  readonly counts: Readonly<Record<string, number>>;
  readonly bad: readonly Bad[];
  /** Mutants that went beyond a limit among others and not alone: memory that was not given back yet. */
  readonly onlyAmongOthers: readonly Bad[];
  readonly seeds: number;
  readonly seconds: number;
  /** The largest resident memory of one process, in bytes. */
  readonly peak: number;
}

const lanes = 2;
const batchLength = 50;

class Run {
  readonly counts: Record<string, number> = {};
  readonly bad: Bad[] = [];
  readonly suspects: Bad[] = [];
  peak = 0;
  private through = 0;
  private readonly wish: FuzzWish;
  private readonly queue: Batch[];

  constructor(wish: FuzzWish, queue: Batch[]) {
    this.wish = wish;
    this.queue = queue;
  }

  /** Works off the queue in one process after another, each until something breaks in it. */
  async lane(): Promise<void> {
    while (this.queue.length > 0) await this.oneProcess();
  }

  private oneProcess(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "lightbox-fuzz-"));
    const settings: LaneSettings = {
      run: this.wish.seed,
      format: this.wish.format,
      folder,
      reader: this.wish.reader ?? new URL("read-mutant.ts", import.meta.url).href,
      longestWork: this.wish.longestWork ?? 5_000,
    };
    const child = fork(join(import.meta.dirname, "lane.ts"), [JSON.stringify(settings)], { execArgv: [] });
    let batch: Batch | undefined;
    let broken: BatchBroken | undefined;
    const next = (): void => {
      batch = this.queue.shift();
      if (batch === undefined) child.disconnect();
      else child.send(batch);
    };
    child.on("message", (reply: BatchDone | BatchBroken) => {
      if (reply.kind === "broken") broken = reply;
      else {
        this.add(reply);
        next();
      }
    });
    next();
    return new Promise((settle) => {
      child.on("exit", (code, signal) => {
        if (batch !== undefined) this.broke(batch, broken ?? crashed(folder, batch, code, signal));
        rmSync(folder, { recursive: true, force: true });
        settle();
      });
    });
  }

  private add({ counts, bad, peak }: BatchDone): void {
    for (const [key, number] of Object.entries(counts)) {
      this.counts[key] = (this.counts[key] ?? 0) + number;
      this.through += number;
    }
    this.bad.push(...bad);
    this.peak = Math.max(this.peak, peak);
    this.wish.onProgress?.(this.through);
  }

  /** What stood before and behind the mutant that broke its process is read anew. */
  private broke(batch: Batch, suspect: Bad): void {
    const { index, outcome, words } = suspect;
    if (index < batch.from || index >= batch.to) throw new Error(`The fuzzer itself broke: ${outcome}, ${words}`);
    this.suspects.push({ index, outcome, words });
    const rest = [
      { from: batch.from, to: index },
      { from: index + 1, to: batch.to },
    ];
    this.queue.unshift(...rest.filter(({ from, to }) => to > from));
  }
}

function crashed(folder: string, batch: Batch, code: number | null, signal: string | null): BatchBroken {
  const index = Number.parseInt(readFileSync(join(folder, "now"), "utf8"), 10);
  const words = `the process ended with ${signal ?? String(code)}`;
  return { kind: "broken", index: Number.isNaN(index) ? batch.from : index, outcome: "CRASH", words };
}

function batches({ count, only }: FuzzWish): Batch[] {
  if (only !== undefined) return [{ from: only, to: only + 1 }];
  const starts = Array.from({ length: Math.ceil(count / batchLength) }, (_, place) => place * batchLength);
  return starts.map((from) => ({ from, to: Math.min(count, from + batchLength) }));
}

/** A mutant that broke a process among others is read again alone; what happens then counts. */
async function judge(main: Run, wish: FuzzWish, seeds: readonly Seed[]): Promise<Bad[]> {
  const harmless: Bad[] = [];
  for (const suspect of main.suspects) {
    const alone = new Run({ ...wish, onProgress: () => undefined }, batches({ ...wish, only: suspect.index }));
    await alone.lane();
    const [again] = alone.suspects;
    const { format, seed } = makeMutant(seeds, wish.seed, suspect.index, wish.format);
    if (again === undefined) harmless.push(suspect);
    else {
      main.bad.push({ ...again, words: `${seed}: ${again.words}` });
      alone.counts[`${format}/${again.outcome}`] = 1;
    }
    main.bad.push(...alone.bad);
    for (const [key, number] of Object.entries(alone.counts)) main.counts[key] = (main.counts[key] ?? 0) + number;
  }
  return harmless;
}

/** Reads mutants in two processes of one thread each, and tells what became of them. */
export async function fuzz(wish: FuzzWish): Promise<FuzzReport> {
  const start = performance.now();
  const seeds = await makeSeeds();
  const main = new Run(wish, batches(wish));
  await Promise.all(Array.from({ length: lanes }, () => main.lane()));
  const onlyAmongOthers = await judge(main, wish, seeds);
  const seconds = (performance.now() - start) / 1000;
  const bad = main.bad.toSorted((a, b) => a.index - b.index);
  return { counts: main.counts, bad, onlyAmongOthers, seeds: seeds.length, seconds, peak: main.peak };
}
