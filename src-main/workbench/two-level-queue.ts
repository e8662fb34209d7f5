import { LightboxError } from "../../src-preload/contract/errors.ts";

/** Work that waits in two lines: what somebody looks at right now goes before everything else. */
export interface TwoLevelQueue<Task, Result> {
  ask(task: Task, urgent: boolean): Promise<Result>;
  /** What waits and is meant counts as urgent from now on. */
  hurry(isMeant: (task: Task) => boolean): void;
  /** Whatever still waits is rejected with `job/cancelled`. */
  close(): void;
}

export interface QueueOptions<Task> {
  /** Batches at work at the same time; an urgent task may go beside them. */
  readonly lanes: number;
  /** Tasks that are not urgent go together in batches of at most so many; one by one where it is left out. */
  readonly most?: () => number;
  /** Whether two tasks may go together. */
  readonly together?: (first: Task, other: Task) => boolean;
}

interface Waiting<Task, Result> {
  readonly task: Task;
  urgent: boolean;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** Hands tasks to `work`, urgent ones alone and first; a task that fails leaves its batch unharmed. */
export function createTwoLevelQueue<Task, Result>(
  work: (tasks: readonly Task[]) => Promise<readonly PromiseSettledResult<Result>[]>,
  options: QueueOptions<Task>,
): TwoLevelQueue<Task, Result> {
  const waiting: Waiting<Task, Result>[] = [];
  let running = 0;
  let closed = false;
  const run = (batch: readonly Waiting<Task, Result>[]): void => {
    running += 1;
    void settle(batch, work).then(() => {
      running -= 1;
      start();
    });
  };
  const start = (): void => {
    for (;;) {
      const urgent = waiting.some((each) => each.urgent);
      if (waiting.length === 0 || running >= options.lanes + (urgent ? 1 : 0)) return;
      run(takeNext(waiting, options));
    }
  };
  return {
    ask: (task, urgent) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(cancelled());
          return;
        }
        waiting.push({ task, urgent, resolve, reject });
        start();
      }),
    hurry: (isMeant) => {
      for (const each of waiting) if (isMeant(each.task)) each.urgent = true;
      start();
    },
    close: () => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(cancelled());
    },
  };
}

/** The first urgent task alone, else the oldest and what may go with it. */
function takeNext<Task, Result>(
  waiting: Waiting<Task, Result>[],
  { most = () => 1, together = () => true }: QueueOptions<Task>,
): Waiting<Task, Result>[] {
  const first = waiting.find((each) => each.urgent) ?? waiting[0];
  if (first === undefined) return [];
  const others = first.urgent ? [] : waiting.filter((each) => each !== first && together(first.task, each.task));
  const batch = [first, ...others.slice(0, Math.max(0, most() - 1))];
  for (const each of batch) waiting.splice(waiting.indexOf(each), 1);
  return batch;
}

async function settle<Task, Result>(
  batch: readonly Waiting<Task, Result>[],
  work: (tasks: readonly Task[]) => Promise<readonly PromiseSettledResult<Result>[]>,
): Promise<void> {
  try {
    const results = await work(batch.map(({ task }) => task));
    batch.forEach(({ resolve, reject }, place) => {
      const result = results[place];
      if (result?.status === "fulfilled") resolve(result.value);
      else reject(result?.reason);
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

function cancelled(): LightboxError {
  return new LightboxError("job/cancelled", "The work was cancelled.", "Start it again when you like.");
}
