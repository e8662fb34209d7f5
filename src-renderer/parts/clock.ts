import { createSubscriber } from "svelte/reactivity";

function every(milliseconds: number): () => void {
  return createSubscriber((update) => {
    const timer = setInterval(update, milliseconds);
    return () => {
      clearInterval(timer);
    };
  });
}

const everySecond = every(1000);
const everyQuarter = every(15_000);

/** Seconds since 1970; what reads it is drawn again every second. */
export function secondsNow(): number {
  everySecond();
  return Date.now() / 1000;
}

/** The same for what is told in minutes: drawn again four times a minute. */
export function minuteNow(): number {
  everyQuarter();
  return Date.now() / 1000;
}
