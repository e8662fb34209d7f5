export type Pattern = "ramp" | "squares" | "noise";

const formulas: Readonly<Record<Pattern, (x: number, y: number) => number>> = {
  ramp: (x, y) => (x * 5 + y * 3 + ((x * y) >> 4)) & 255,
  squares: (x, y) => ((Math.floor(x / 5) + Math.floor(y / 7)) % 2 === 1 ? 255 : 0),
  // BigInt because the products pass 2^31 before the exclusive or.
  noise: (x, y) => Number((((BigInt(x) * 73856093n) ^ (BigInt(y) * 19349663n)) >> 3n) & 255n),
};

/** An 8-bit grey picture drawn by formula, row-major; the same formulas are in pillow-golden.py. */
export function drawPicture(
  pattern: Pattern,
  width: number,
  height: number,
): { width: number; height: number; pixels: Uint8Array<ArrayBuffer> } {
  const value = formulas[pattern];
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { width, height, pixels };
}
