/** Many calls within `milliseconds` become one, at the end of that time: many things may change at once. */
export function delayed(milliseconds: number): (work: () => Promise<void>) => void {
  let waiting = false;
  return (work) => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      void work();
    }, milliseconds);
  };
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
