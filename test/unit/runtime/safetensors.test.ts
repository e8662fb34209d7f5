import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { readSafetensors, writeSafetensors } from "../../../src-main/runtime/index.ts";

/** A file put together by hand from any header and data. */
function file(header: unknown, data: Uint8Array | number, lie = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const body = typeof data === "number" ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length + lie), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const one = (dtype: string, shape: unknown, range: unknown): unknown => ({ a: { dtype, shape, data_offsets: range } });

function refusalOf(bytes: Uint8Array): LightboxError | undefined {
  try {
    readSafetensors(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof LightboxError) return error;
    throw error;
  }
}

describe("reading", () => {
  it.each([
    ["F64", Float64Array.of(0.5, -3)],
    ["F32", Float32Array.of(0.5, -3)],
    ["F16", Float16Array.of(0.5, -3)],
    ["BF16", Uint16Array.of(0x3f00, 0xc040)],
  ])("%s comes as float32", (dtype, data) => {
    const tensor = readSafetensors(file(one(dtype, [2], [0, data.byteLength]), bytesOf(data))).get("a");
    expect(tensor).toEqual({ dtype, shape: [2], data: Float32Array.of(0.5, -3) });
  });

  it("reads the Buffer that a file read gives, whose slice() does not copy", () => {
    const written = writeSafetensors({
      a: { shape: [2], data: Float32Array.of(1, 2) },
      b: { shape: [1], data: Float32Array.of(3) },
    });
    const tensors = readSafetensors(Buffer.from(written));
    expect(tensors.get("a")?.data).toEqual(Float32Array.of(1, 2));
    expect(tensors.get("b")?.data).toEqual(Float32Array.of(3));
  });

  it("keeps whole numbers as they are, scalars and empty tensors too", () => {
    const header = {
      __metadata__: { format: "pt" },
      count: { dtype: "I64", shape: [], data_offsets: [0, 8] },
      none: { dtype: "F32", shape: [0, 4], data_offsets: [8, 8] },
      flags: { dtype: "BOOL", shape: [3], data_offsets: [8, 11] },
    };
    const data = new Uint8Array(11);
    data.set(bytesOf(BigInt64Array.of(-5n)));
    data.set([1, 0, 1], 8);
    const tensors = readSafetensors(file(header, data));
    expect([...tensors.keys()]).toEqual(["count", "none", "flags"]);
    expect(tensors.get("count")?.data).toEqual(BigInt64Array.of(-5n));
    expect(tensors.get("none")?.data).toEqual(new Float32Array(0));
    expect(tensors.get("flags")?.data).toEqual(Uint8Array.of(1, 0, 1));
  });
});

describe("broken files are refused", () => {
  const two = (first: [number, number], second: [number, number]): unknown => ({
    a: { dtype: "F32", shape: [1], data_offsets: first },
    b: { dtype: "F32", shape: [1], data_offsets: second },
  });
  it.each<[string, Uint8Array, RegExp]>([
    ["no header", new Uint8Array(7), /ends early/],
    ["header longer than the file", file({}, 0, 1), /length of its header/],
    ["header beyond 100 MB", file({}, 0, 2 ** 40), /length of its header/],
    ["header that is not JSON", file("{", 0), /not JSON/],
    ["header that is a list", file("[]", 0), /not JSON/],
    ["unknown type", file(one("F8", [4], [0, 4]), 4), /"a"/],
    ["negative size", file(one("F32", [-1], [0, 4]), 4), /"a"/],
    ["broken size", file(one("F32", [1.5], [0, 6]), 6), /"a"/],
    ["size beyond counting", file(one("F32", [2 ** 40, 2 ** 40], [0, 4]), 4), /disagree/],
    ["range of one number", file(one("F32", [1], [0]), 4), /"a"/],
    ["range that goes backwards", file(one("F32", [1], [4, 0]), 4), /disagree/],
    ["shape and range differ", file(one("F32", [2], [0, 4]), 4), /disagree/],
    ["data outside the file", file(one("F32", [2], [0, 8]), 4), /ends early/],
    ["overlap", file(two([0, 4], [0, 4]), 4), /overlaps/],
    ["hole", file(two([0, 4], [8, 12]), 12), /hole/],
    ["hole at the beginning", file(one("F32", [1], [4, 8]), 8), /hole/],
    ["bytes left over", file(one("F32", [1], [0, 4]), 5), /belong to no tensor/],
  ])("%s", (_, bytes, message) => {
    expect(refusalOf(bytes)).toMatchObject({
      code: "model/bad-weights",
      message: expect.stringMatching(message) as string,
    });
  });

  it("changed bytes give tensors or model/bad-weights, nothing else", () => {
    const sound = writeSafetensors({ a: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1 }), (changes) => {
        const changed = sound.slice();
        for (const [at, value] of changes) changed[at] = value;
        expect([undefined, "model/bad-weights"]).toContain(refusalOf(changed)?.code);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("writing", () => {
  it("gives exactly the bytes of the format", () => {
    const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const written = writeSafetensors({ a: { shape: [1], data: Float32Array.of(1) } });
    const expected = file(header.padEnd(Math.ceil(header.length / 8) * 8), Uint8Array.of(0, 0, 0x80, 0x3f));
    expect(written).toEqual(expected);
  });

  it("what was written is read back, in order, bit by bit, from any place in a buffer", () => {
    const shape = fc.array(fc.nat(4), { maxLength: 3 });
    const tensor = shape.chain((sizes) => {
      const length = sizes.reduce((a, b) => a * b, 1);
      return fc
        .float32Array({ minLength: length, maxLength: length })
        .map((data) => ({ shape: sizes, data: new Float32Array(data) }));
    });
    const name = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((key) => !["__metadata__", "__proto__"].includes(key));
    fc.assert(
      fc.property(fc.dictionary(name, tensor, { maxKeys: 5 }), fc.nat(7), (tensors, offset) => {
        const written = writeSafetensors(tensors);
        const moved = new Uint8Array(written.length + offset).subarray(offset);
        moved.set(written);
        const back = readSafetensors(moved);
        expect([...back.keys()]).toEqual(Object.keys(tensors));
        for (const [key, expected] of Object.entries(tensors))
          expect(back.get(key)).toEqual({ dtype: "F32", ...expected });
      }),
    );
  });

  it("refuses data that does not fill its shape", () => {
    expect(() => writeSafetensors({ a: { shape: [3], data: new Float32Array(2) } })).toThrow(/do not fill/);
  });
});
