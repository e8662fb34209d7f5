// Constants of the algorithm in 13-bit fixed point.
const f0298 = 2446;
const f0390 = 3196;
const f0541 = 4433;
const f0765 = 6270;
const f0899 = 7373;
const f1175 = 9633;
const f1501 = 12299;
const f1847 = 15137;
const f1961 = 16069;
const f2053 = 16819;
const f2562 = 20995;
const f3072 = 25172;
const constantBits = 13;

/** Eight values from `at` on, `step` apart, transformed in place and brought down by `shift` bits, halves upwards. */
function transform(block: Int32Array, at: number, step: number, shift: number): void {
  const value = (place: number): number => block[at + place * step] ?? 0;
  const even = (value(2) + value(6)) * f0541;
  const low = even - value(6) * f1847;
  const high = even + value(2) * f0765;
  const sum = (value(0) + value(4)) << constantBits;
  const difference = (value(0) - value(4)) << constantBits;
  const evens = [sum + high, difference + low, difference - low, sum - high];
  const [v7, v5, v3, v1] = [value(7), value(5), value(3), value(1)];
  const z5 = (v7 + v3 + v5 + v1) * f1175;
  const z1 = (v7 + v1) * -f0899;
  const z2 = (v5 + v3) * -f2562;
  const z3 = (v7 + v3) * -f1961 + z5;
  const z4 = (v5 + v1) * -f0390 + z5;
  const odds = [v1 * f1501 + z1 + z4, v3 * f3072 + z2 + z3, v5 * f2053 + z2 + z4, v7 * f0298 + z1 + z3];
  const half = 1 << (shift - 1);
  for (let place = 0; place < 4; place++) {
    const [same, other] = [evens[place] ?? 0, odds[place] ?? 0];
    block[at + place * step] = (same + other + half) >> shift;
    block[at + (7 - place) * step] = (same - other + half) >> shift;
  }
}

/**
 * The inverse 8 × 8 DCT in integers, in place: the algorithm of Loeffler, Ligtenberg and Moschytz (ICASSP 1989, pp. 988–991)
 * with the precision of the Independent JPEG Group's "islow", which DICOM toolkits decode with: columns, then rows.
 * @param block 64 dequantized coefficients, row by row, become samples around 0
 * @param precision bits a sample, 8 or 12
 */
export function inverseDct(block: Int32Array, precision: number): void {
  // Bits kept between the passes, as many as 32 bits have room for.
  const kept = precision === 8 ? 2 : 1;
  for (let column = 0; column < 8; column++) transform(block, column, 8, constantBits - kept);
  for (let row = 0; row < 64; row += 8) transform(block, row, 1, constantBits + kept + 3);
}
