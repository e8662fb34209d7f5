/** Heights of the window per second up to which films that go by can be made out. */
const legible = 10;
/** Heights that may go by at once: a page or two. */
const allowance = 2;

/**
 * Tells whether a list is scrolled so fast that nothing on it can be made out. Called at every scroll event with the way
 * since the last one and the height of the list, both in pixels, and the time in milliseconds.
 */
export function scrubMeter(): (way: number, height: number, now: number) => boolean {
  let [level, before] = [0, 0];
  return (way, height, now) => {
    const leaked = (legible * height * (now - before)) / 1000;
    level = Math.max(0, level - leaked) + Math.abs(way);
    before = now;
    return level > allowance * height;
  };
}
