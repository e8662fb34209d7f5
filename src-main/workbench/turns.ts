import { setImmediate as nextTurn } from "node:timers/promises";
import { createTwoLevelQueue } from "./two-level-queue.ts";

/**
 * Many films come out of the encoder at once: one short piece of arithmetic at a time, urgent ones first, and others have
 * their turn before each.
 */
export function createTurns(): <Value>(urgent: boolean, work: () => Value) => Promise<Value> {
  const queue = createTwoLevelQueue<() => void, undefined>(
    async (tasks) => {
      await nextTurn();
      for (const task of tasks) task();
      return tasks.map(() => ({ status: "fulfilled", value: undefined }));
    },
    { lanes: 1 },
  );
  return async <Value>(urgent: boolean, work: () => Value): Promise<Value> => {
    const done: Value[] = [];
    await queue.ask(() => {
      done.push(work());
    }, urgent);
    // The turn was taken: there is exactly one.
    return done[0] as Value;
  };
}
