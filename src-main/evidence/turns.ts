import { setImmediate as nextTurn } from "node:timers/promises";

/** Milliseconds that one synchronous piece may take before others get a turn. */
const pieceMilliseconds = 25;

/** Cuts long work into pieces: `if (turns.due()) await turns.take();` between two small steps. */
export interface Turns {
  due(): boolean;
  /** Lets others have their turn; throws what the signal was aborted with. */
  take(): Promise<void>;
}

export function createTurns(signal: AbortSignal, milliseconds: number = pieceMilliseconds): Turns {
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
