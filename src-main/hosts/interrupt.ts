const graceMilliseconds = 700;
const orphanMilliseconds = 300;
/** Not SIGHUP: a handler of ours would undo nohup. */
const signals = { SIGINT: 2, SIGTERM: 15 } as const;

type CleanUp = () => Promise<void>;

const cleanUps: CleanUp[] = [];

let ending = false;

/**
 * Registers what has to end before this process may; returns the function that takes it back. Last come, first ended;
 * what comes when the end has begun ends at once.
 */
export function beforeExit(cleanUp: CleanUp): () => void {
  if (ending) void cleanUp().catch(() => undefined);
  cleanUps.unshift(cleanUp);
  return () => {
    const place = cleanUps.indexOf(cleanUp);
    if (place >= 0) cleanUps.splice(place, 1);
  };
}

/**
 * Makes Ctrl-C and a polite kill end everything this process started, within a second: what does not end in time loses
 * its parent, which ends it. Exit code 128 + signal number; the function that comes back tells it once a signal came.
 */
export function exitOnSignals(say: (line: string) => void): () => number | undefined {
  let exitCode: number | undefined;
  const end = (number: number): void => {
    // A terminal sends Ctrl-C to the whole group and npm passes it on: the second one is the same wish.
    if (exitCode !== undefined) return;
    exitCode = 128 + number;
    say("Stopping.");
    void within(graceMilliseconds, endAll()).then(() => process.exit(exitCode));
  };
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      end(number);
    });
  }
  if (process.env["npm_lifecycle_event"] !== undefined) {
    onOrphaned(() => {
      end(signals.SIGTERM);
    });
  }
  return () => exitCode;
}

/** A polite kill of `npm start` reaches npm's shell and not us: that our parent has gone is all we get to know of it. */
function onOrphaned(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, orphanMilliseconds).unref();
}

async function endAll(): Promise<void> {
  ending = true;
  for (const cleanUp of cleanUps.splice(0)) await cleanUp().catch(() => undefined);
}

function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const timer = new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  return Promise.race([work, timer]);
}
