/** One field of a Protocol Buffers message: a number, or bytes (a string, a sub-message, packed numbers). */
export interface Field {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/**
 * The fields of a message, in the order of the file (wire format: https://protobuf.dev/programming-guides/encoding/).
 * Bytes are views, never copies. Throws a plain Error on anything that is not a message; groups, which no current file
 * uses, are refused as well.
 */
export function* readFields(bytes: Uint8Array): Generator<Field, void, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (count: number): number => {
    const from = at;
    if (count > bytes.length - at) throw new Error("the message ends early");
    at += count;
    return from;
  };
  const variableInteger = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = view.getUint8(take(1));
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new Error("a number is longer than ten bytes");
  };
  while (at < bytes.length) {
    const tag = variableInteger();
    const number = Number(tag >> 3n);
    if (number === 0 || number > 2 ** 29 - 1) throw new Error("a field number is out of range");
    const wireType = Number(tag & 7n);
    if (wireType === 0) yield { number, value: variableInteger() };
    else if (wireType === 1) yield { number, value: view.getBigUint64(take(8), true) };
    else if (wireType === 5) yield { number, value: BigInt(view.getUint32(take(4), true)) };
    else if (wireType === 2) {
      const length = variableInteger();
      if (length > BigInt(bytes.length)) throw new Error("a field is longer than the message");
      const from = take(Number(length));
      yield { number, value: bytes.subarray(from, at) };
    } else throw new Error(`wire type ${String(wireType)} is not known`);
  }
}
