/** Image ids from several places as one list without repetitions, by rising id, whatever their order was. */
export function idList(parts: readonly Uint32Array[]): Uint32Array {
  const list = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    list.set(part, at);
    at += part.length;
  }
  let rising = true;
  for (let place = 1; place < list.length && rising; place++) rising = (list[place - 1] ?? 0) < (list[place] ?? 0);
  if (rising) return list;
  list.sort();
  return list.filter((id, place) => place === 0 || id !== list[place - 1]);
}

/** 1, 2, …, n. */
export function firstIds(n: number): Uint32Array {
  const list = new Uint32Array(n);
  for (let place = 0; place < n; place++) list[place] = place + 1;
  return list;
}

/** The ids that are in both of two rising lists; time is the sum of their lengths. */
export function intersection(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(Math.min(a.length, b.length));
  let [inA, inB, found] = [0, 0, 0];
  while (inA < a.length && inB < b.length) {
    const [left, right] = [a[inA] as number, b[inB] as number];
    if (left === right) both[found++] = left;
    if (left <= right) inA++;
    if (right <= left) inB++;
  }
  return both.slice(0, found);
}

/** Where an id stands in a rising list, by halving; undefined where it does not. */
export function placeOf(list: Uint32Array, id: number): number | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return list[low] === id ? low : undefined;
}
