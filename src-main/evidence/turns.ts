import { setImmediate as nextTurn } from "node:timers/promises";

/** Milliseconds that one synchronous piece may take before others get a turn. */
const pieceMilliseconds = 25;

/** Cuts long work into pieces: `if (turns.due()) await turns.take();` between two small steps. */
export interface Turns {
  due(): boolean;
  /** Lets others have their turn; throws what the signal was aborted with. */
  take(): Promise<void>;
}

/** Work that nobody can stop is given no signal. */
export function createTurns(
  signal: AbortSignal = new AbortController().signal,
  milliseconds: number = pieceMilliseconds,
): Turns {
  let started = performance.now();
  return {
    due: () => performance.now() - started >= milliseconds,
    take: async () => {
      await nextTurn();
      signal.throwIfAborted();
      started = performance.now();
    },
  };
}
