import { guardEgress } from "../jobs/index.ts";
import { runCli, standardStreams } from "./cli.ts";
import type { ExitCode } from "./cli.ts";
import { beforeExit, exitOnSignals } from "./interrupt.ts";

guardEgress();
const streams = standardStreams();
const signalled = exitOnSignals((line) => {
  streams.terminal.say(line);
});
let running: Promise<ExitCode> = Promise.resolve(0);
// Registered first and so ended last: a command that was stopped still says what became of it.
beforeExit(async () => {
  await running;
});
running = runCli(process.argv.slice(2), streams);
const code = await running;
// Wait for a slow reader of a long document, then end whatever is still open.
process.stdout.write("", () => {
  process.exit(signalled() ?? code);
});
