/* Plain float64 layers, written as loops, to hold the graphs against. A matrix is a list of rows. */

export type Rows = readonly Float64Array[];

/** W x + b for every row; W [to, from] row-major. */
export function dense(rows: Rows, weight: Float32Array, bias?: Float32Array): Float64Array[] {
  const from = rows[0]?.length ?? 0;
  const to = weight.length / from;
  return rows.map((row) => {
    const out = new Float64Array(to);
    for (let o = 0; o < to; o++) {
      let sum = bias?.[o] ?? 0;
      for (let i = 0; i < from; i++) sum += Number(weight[o * from + i]) * Number(row[i]);
      out[o] = sum;
    }
    return out;
  });
}

export function layerNorm(rows: Rows, weight: Float32Array, bias: Float32Array, epsilon: number): Float64Array[] {
  return rows.map((row) => {
    const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
    const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
    return row.map((x, i) => ((x - mean) / Math.sqrt(variance + epsilon)) * Number(weight[i]) + Number(bias[i]));
  });
}

export function gelu(rows: Rows): Float64Array[] {
  return rows.map((row) => row.map((x) => (x / 2) * (1 + erf(x / Math.SQRT2))));
}

/** e^{-x²} Σ 2ⁿ x^{2n+1} / (2n+1)!!, every term of one sign (Abramowitz and Stegun 7.1.6). */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

export function added(a: Rows, b: Rows): Float64Array[] {
  return a.map((row, i) => row.map((x, j) => x + Number(b[i]?.[j])));
}

export function meanRow(rows: Rows): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) row.forEach((x, i) => (mean[i] = Number(mean[i]) + x / rows.length));
  return mean;
}

/** Σ_j softmax(q_i·k_j/√d + bias(i, j)) v_j per head; a pair whose bias is undefined does not see each other. */
export function attend(
  query: Rows,
  key: Rows,
  value: Rows,
  heads: number,
  bias: (i: number, j: number, head: number) => number | undefined,
): Float64Array[] {
  const width = query[0]?.length ?? 0;
  const perHead = width / heads;
  return query.map((q, i) => {
    const out = new Float64Array(width);
    for (let head = 0; head < heads; head++) {
      const dimensions = Array.from({ length: perHead }, (_, d) => head * perHead + d);
      const scores = key.map((k, j) => {
        const shift = bias(i, j, head);
        const dot = dimensions.reduce((sum, d) => sum + Number(q[d]) * Number(k[d]), 0);
        return shift === undefined ? -Infinity : dot / Math.sqrt(perHead) + shift;
      });
      const largest = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - largest));
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (const d of dimensions) {
        out[d] = value.reduce((sum, v, j) => sum + (Number(shares[j]) / total) * Number(v[d]), 0);
      }
    }
    return out;
  });
}
