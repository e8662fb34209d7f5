import { createSubscriber } from "svelte/reactivity";

const everySecond = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => {
    clearInterval(timer);
  };
});

/** Seconds since 1970; what reads it is drawn again every second. */
export function secondsNow(): number {
  everySecond();
  return Date.now() / 1000;
}
