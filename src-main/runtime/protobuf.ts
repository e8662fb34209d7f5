/**
 * Writing Protocol Buffers (wire format: https://protobuf.dev/programming-guides/encoding/). A message under construction is
 * a list of byte pieces: 100 MB of weights are referred to, not copied, until the whole is put together once.
 */
export interface Message {
  readonly size: number;
  readonly pieces: readonly Uint8Array[];
}

const utf8 = new TextEncoder();

/** Several fields one after another. */
export function join(parts: readonly Message[]): Message {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (const part of parts) {
    for (const piece of part.pieces) pieces.push(piece);
    size += part.size;
  }
  return { size, pieces };
}

function whole(bytes: Uint8Array): Message {
  return { size: bytes.length, pieces: [bytes] };
}

/** Base-128 integer, least significant group first; a negative number takes ten bytes, as int64 does. */
export function variableInteger(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** An int32, int64 or enum field. */
export function integerField(field: number, value: number | bigint): Message {
  return join([whole(variableInteger(field << 3)), whole(variableInteger(value))]);
}

/** A float field (32 bits, little-endian). */
export function floatField(field: number, value: number): Message {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join([whole(variableInteger((field << 3) | 5)), whole(bytes)]);
}

/** A string, bytes or sub-message field. */
export function lengthField(field: number, value: string | Uint8Array | Message): Message {
  const body =
    typeof value === "string" ? whole(utf8.encode(value)) : value instanceof Uint8Array ? whole(value) : value;
  return join([whole(variableInteger((field << 3) | 2)), whole(variableInteger(body.size)), body]);
}

/** Puts the pieces together. */
export function toBytes(message: Message): Uint8Array {
  const bytes = new Uint8Array(message.size);
  let at = 0;
  for (const piece of message.pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
