/** A small JPEG lossless encoder for tests (T.81 annex H), written apart from the decoder. */
export interface LosslessImage {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  readonly predictor: number;
  /** Rows between restarts; 0 for none. */
  readonly restartRows?: number;
  /** One scan per component instead of an interleaved one. */
  readonly separate?: boolean;
  /** Interleaved. */
  readonly values: ArrayLike<number>;
}

/** Every category 0…16 gets a code of five bits: not short, but valid. */
const codeLength = 5;

function segment(marker: number, body: readonly number[]): number[] {
  return [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
}

class Bits {
  readonly bytes: number[] = [];
  private held = "";
  put(value: number, length: number): void {
    if (length === 0) return;
    this.held += value.toString(2).padStart(length, "0");
    while (this.held.length >= 8) this.byte(Number.parseInt(this.held.slice(0, 8), 2));
  }
  private byte(value: number): void {
    this.held = this.held.slice(8);
    this.bytes.push(value);
    if (value === 255) this.bytes.push(0);
  }
  flush(): void {
    if (this.held.length > 0) this.put(2 ** (8 - this.held.length) - 1, 8 - this.held.length);
  }
}

function prediction(kind: number, a: number, b: number, c: number): number {
  return [0, a, b, c, a + b - c, a + Math.floor((b - c) / 2), b + Math.floor((a - c) / 2), Math.floor((a + b) / 2)][
    kind
  ] as number;
}

function putDifference(bits: Bits, difference: number): void {
  let signed = ((difference % 65536) + 65536) % 65536;
  if (signed > 32768) signed -= 65536;
  const category = signed === 0 ? 0 : Math.floor(Math.log2(Math.abs(signed))) + 1;
  bits.put(category, codeLength);
  if (category > 0 && category < 16) bits.put(signed > 0 ? signed : signed + 2 ** category - 1, category);
}

function encodeScan(image: LosslessImage, places: readonly number[]): number[] {
  const { rows, columns, components, precision, predictor, values } = image;
  const restart = image.restartRows ?? 0;
  const at = (row: number, column: number, place: number): number =>
    values[(row * columns + column) * components + place] as number;
  const out: number[] = [];
  let bits = new Bits();
  for (let row = 0; row < rows; row++) {
    const fresh = row === 0 || (restart > 0 && row % restart === 0);
    if (fresh && row > 0) {
      bits.flush();
      out.push(...bits.bytes, 0xff, 0xd0 + ((row / restart - 1) % 8));
      bits = new Bits();
    }
    for (let column = 0; column < columns; column++) {
      for (const place of places) {
        let expected: number;
        if (fresh) expected = column === 0 ? 2 ** (precision - 1) : at(row, column - 1, place);
        else if (column === 0) expected = at(row - 1, 0, place);
        else {
          expected = prediction(
            predictor,
            at(row, column - 1, place),
            at(row - 1, column, place),
            at(row - 1, column - 1, place),
          );
        }
        putDifference(bits, at(row, column, place) - expected);
      }
    }
  }
  bits.flush();
  return [...out, ...bits.bytes];
}

export function encodeLosslessJpeg(image: LosslessImage): Uint8Array {
  const { rows, columns, components, precision, predictor } = image;
  const places = Array.from({ length: components }, (_, place) => place);
  const counts = Array.from({ length: 16 }, (_, index) => (index === codeLength - 1 ? 17 : 0));
  const categories = Array.from({ length: 17 }, (_, category) => category);
  const size = [rows >> 8, rows & 255, columns >> 8, columns & 255];
  const interval = (image.restartRows ?? 0) * columns;
  const scans = image.separate === true ? places.map((place) => [place]) : [places];
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xc4, [0, ...counts, ...categories]),
    ...segment(0xc3, [precision, ...size, components, ...places.flatMap((place) => [place + 1, 0x11, 0])]),
    ...(interval > 0 ? segment(0xdd, [interval >> 8, interval & 255]) : []),
    ...scans.flatMap((scan) => [
      ...segment(0xda, [scan.length, ...scan.flatMap((place) => [place + 1, 0]), predictor, 0, 0]),
      ...encodeScan(image, scan),
    ]),
    0xff,
    0xd9,
  ]);
}
