/** A stream of random numbers that depends on nothing but the words it was made from. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** A whole number from low to high, both included. */
  integer(low: number, high: number): number;
  /** Normal with mean 0 and deviation 1 (Irwin–Hall sum of 12: bounded by ±6, no logarithm to differ between machines). */
  normal(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the choices, each equally likely. */
  pick<Choice>(choices: readonly [Choice, ...Choice[]]): Choice;
}

/** 32-bit hash of a text with a salt (FNV-1a with a final avalanche from MurmurHash3). */
export function hashText(text: string, salt: number): number {
  let hash = (0x811c9dc5 ^ salt) >>> 0;
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Makes a stream from words and numbers, e.g. ("heart", seed, patient); generator: sfc32 of PractRand. */
export function createRandom(...words: readonly (string | number)[]): Random {
  const text = words.join("/");
  let [a, b, c, counter] = [hashText(text, 1), hashText(text, 2), hashText(text, 3), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();
  const between = (low: number, high: number): number => low + (high - low) * next();
  return {
    next,
    between,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    normal: () => {
      let total = -6;
      for (let term = 0; term < 12; term++) total += next();
      return total;
    },
    chance: (probability) => next() < probability,
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  };
}
