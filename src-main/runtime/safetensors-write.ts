/** A float32 tensor to write, row-major. */
export interface TensorToStore {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Data begins at a multiple of this, as the reference library has it. */
const alignment = 8;

/**
 * A safetensors file (https://huggingface.co/docs/safetensors) of float32 tensors, in the order given. Throws a plain Error
 * where data does not fill its shape.
 */
export function writeSafetensors(tensors: Readonly<Record<string, TensorToStore>>): Uint8Array {
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (shape.reduce((product, count) => product * count, 1) !== data.length)
      throw new Error(`tensor ${name}: ${String(data.length)} numbers do not fill [${shape.join(", ")}]`);
    header[name] = { dtype: "F32", shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = JSON.stringify(header);
  const encoded = new TextEncoder().encode(text);
  const padding = (alignment - (encoded.length % alignment)) % alignment;
  const dataStart = 8 + encoded.length + padding;
  const file = new Uint8Array(dataStart + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(encoded.length + padding), true);
  file.set(encoded, 8);
  file.fill(0x20, 8 + encoded.length, dataStart);
  let at = dataStart;
  for (const { data } of Object.values(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}
