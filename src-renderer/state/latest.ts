/** Films from the first to the last position, both included. */
type Ask = (first: number, last: number) => Promise<void>;

/**
 * Asks for one thing at a time and not more often than every `pause` milliseconds; of what was wanted meanwhile only the
 * latest is asked for. So a list that is scrolled through asks for what one stops at, and not for all that went by.
 */
export function latestOnly(ask: Ask, pause: number): (first: number, last: number) => void {
  let busy = false;
  let next: readonly [number, number] | null = null;
  const go = async (): Promise<void> => {
    busy = true;
    while (next !== null) {
      const [first, last] = next;
      next = null;
      await Promise.allSettled([ask(first, last), new Promise((resolve) => setTimeout(resolve, pause))]);
    }
    busy = false;
  };
  return (first, last) => {
    next = [first, last];
    if (!busy) void go();
  };
}
