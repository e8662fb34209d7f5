/** Stands in the place of a decoder and does everything that none may, for the test of the fuzzer. */
import type { Mutant } from "../fuzz/mutant.ts";

const held: Uint8Array[] = [];

/** Which mutant it does what to, by index. */
export const faults = { error: 3, hang: 60, memory: 110, heap: 120, crash: 199 } as const;

export async function readMutant({ index }: Mutant): Promise<void> {
  if (index === faults.error) throw new TypeError("not one of ours");
  if (index === faults.hang) for (;;);
  if (index === faults.memory) for (let taken = 0; taken < 11; taken++) held.push(new Uint8Array(1e8).fill(1));
  if (index === faults.heap) for (const kept: number[][] = []; ;) kept.push(new Array<number>(1e6).fill(index));
  if (index === faults.crash) process.kill(process.pid, "SIGSEGV");
  await Promise.resolve();
}
