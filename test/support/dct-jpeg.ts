/** A small encoder of sequential DCT JPEG for tests (T.81 annex F), in floating point and apart from the decoder. */
export interface DctImage {
  readonly rows: number;
  readonly columns: number;
  readonly components: 1 | 3;
  readonly precision: 8 | 12;
  /** Blocks between restarts; 0 for none. */
  readonly restart: number;
  /** One scan per component instead of an interleaved one. */
  readonly separate: boolean;
  /** Quantization tables of 16 bits instead of 8. */
  readonly wide: boolean;
  /** Interleaved. */
  readonly values: ArrayLike<number>;
}

// Every symbol gets a code of the same length: not short, but valid.
const differences = Array.from({ length: 16 }, (_, category) => category);
const runs = Array.from({ length: 16 * 14 }, (_, index) => ((index % 16) << 4) | (Math.floor(index / 16) + 1));
const coefficients = [0, 0xf0, ...runs];
const lengths = { differences: 5, coefficients: 8 } as const;

const segment = (marker: number, body: readonly number[]): number[] => [
  ...[0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255],
  ...body,
];

function table(place: number, symbols: readonly number[], length: number): number[] {
  const counts = Array.from({ length: 16 }, (_, index) => (index + 1 === length ? symbols.length : 0));
  return segment(0xc4, [place, ...counts, ...symbols]);
}

/** The places of a block in the order of T.81 figure A.6: along anti-diagonals, turning at each. */
const order = Array.from({ length: 64 }, (_, place) => place).sort((a, b) => {
  const [left, right] = [a, b].map((place) => (place >> 3) + (place & 7)) as [number, number];
  if (left !== right) return left - right;
  return left % 2 === 0 ? b - a : a - b;
});

/** T.81 A.3.3, step 1 for every coefficient. */
function forwardDct(block: readonly number[]): number[] {
  const scale = (frequency: number): number => (frequency === 0 ? Math.SQRT1_2 : 1);
  const wave = (place: number, frequency: number): number => Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
  return Array.from({ length: 64 }, (_, index) => {
    const [v, u] = [index >> 3, index & 7];
    const sum = block.reduce((total, value, at) => total + value * wave(at >> 3, v) * wave(at & 7, u), 0);
    return Math.round((sum * scale(u) * scale(v)) / 4);
  });
}

class Bits {
  readonly bytes: number[] = [];
  private held = "";
  put(value: number, length: number): void {
    this.held += length === 0 ? "" : value.toString(2).padStart(length, "0");
    for (; this.held.length >= 8; this.held = this.held.slice(8)) {
      const byte = Number.parseInt(this.held.slice(0, 8), 2);
      this.bytes.push(...(byte === 255 ? [255, 0] : [byte]));
    }
  }
  /** Fills the last byte with ones. */
  flush(): void {
    const missing = (8 - (this.held.length % 8)) % 8;
    this.put(2 ** missing - 1, missing);
  }
  extended(value: number, size: number): void {
    this.put(value < 0 ? value + 2 ** size - 1 : value, size);
  }
}

const sizeOf = (value: number): number => (value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1);

function writeBlock(bits: Bits, block: readonly number[], previous: number): void {
  const difference = (block[0] ?? 0) - previous;
  bits.put(differences.indexOf(sizeOf(difference)), lengths.differences);
  bits.extended(difference, sizeOf(difference));
  let run = 0;
  for (const place of order.slice(1)) {
    const value = block[place] ?? 0;
    if (value === 0) {
      run += 1;
      continue;
    }
    for (; run > 15; run -= 16) bits.put(coefficients.indexOf(0xf0), lengths.coefficients);
    bits.put(coefficients.indexOf((run << 4) | sizeOf(value)), lengths.coefficients);
    bits.extended(value, sizeOf(value));
    run = 0;
  }
  if (run > 0) bits.put(coefficients.indexOf(0), lengths.coefficients);
}

function blockAt(image: DctImage, component: number, top: number, left: number): number[] {
  const { rows, columns, components, precision, values } = image;
  return Array.from({ length: 64 }, (_, index) => {
    const row = Math.min(top + (index >> 3), rows - 1);
    const column = Math.min(left + (index & 7), columns - 1);
    return (values[(row * columns + column) * components + component] ?? 0) - 2 ** (precision - 1);
  });
}

function scan(image: DctImage, chosen: readonly number[]): number[] {
  const across = Math.ceil(image.columns / 8);
  const units = across * Math.ceil(image.rows / 8);
  const bytes: number[] = [];
  let bits = new Bits();
  let previous = chosen.map(() => 0);
  for (let unit = 0; unit < units; unit++) {
    if (image.restart > 0 && unit > 0 && unit % image.restart === 0) {
      bits.flush();
      bytes.push(...bits.bytes, 0xff, 0xd0 + ((unit / image.restart - 1) & 7));
      bits = new Bits();
      previous = chosen.map(() => 0);
    }
    chosen.forEach((component, index) => {
      const block = forwardDct(blockAt(image, component, Math.floor(unit / across) * 8, (unit % across) * 8));
      writeBlock(bits, block, previous[index] ?? 0);
      previous[index] = block[0] ?? 0;
    });
  }
  bits.flush();
  const head = [chosen.length, ...chosen.flatMap((component) => [component + 1, 0]), 0, 63, 0];
  return [...segment(0xda, head), ...bytes, ...bits.bytes];
}

/** Encodes with all quantization steps 1: nothing but the rounding of the coefficients is lost. */
export function encodeDctJpeg(image: DctImage): Uint8Array {
  const { rows, columns, precision, components, restart, separate, wide } = image;
  const all = Array.from({ length: components }, (_, component) => component);
  const steps = Array.from({ length: 64 }, () => (wide ? [0, 1] : [1])).flat();
  const size = [precision, rows >> 8, rows & 255, columns >> 8, columns & 255, components];
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [wide ? 16 : 0, ...steps]),
    ...segment(0xc1, [...size, ...all.flatMap((component) => [component + 1, 0x11, 0])]),
    ...table(0, differences, lengths.differences),
    ...table(16, coefficients, lengths.coefficients),
    ...(restart > 0 ? segment(0xdd, [restart >> 8, restart & 255]) : []),
    ...(separate ? all.flatMap((component) => scan(image, [component])) : scan(image, all)),
    ...[0xff, 0xd9],
  ]);
}
