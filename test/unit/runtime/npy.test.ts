import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { npyType, readNpy, writeNpy } from "../../../src-main/runtime/index.ts";
import type { NpyData } from "../../../src-main/runtime/index.ts";

const whole = (array: Parameters<typeof writeNpy>[0]): Uint8Array => Uint8Array.from(Buffer.concat(writeNpy(array)));

/** A file put together by hand. */
function file(fields: string, data: Uint8Array, version = 1): Uint8Array {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(fields.length);
  else length.writeUInt32LE(fields.length);
  return Uint8Array.from(
    Buffer.concat([
      Buffer.from([0x93]),
      Buffer.from("NUMPY"),
      Buffer.from([version, 0]),
      length,
      Buffer.from(fields),
      data,
    ]),
  );
}

const fields = (type: string, shape: string, order = "False"): string =>
  `{'descr': '${type}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

const anyData: fc.Arbitrary<NpyData> = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
  fc.float32Array({ noNaN: true }),
  fc.float64Array({ noNaN: true }),
  fc.float32Array({ noNaN: true }).map((values) => Float16Array.from(values)),
);

describe("writing and reading", () => {
  it("gives the array back (property)", () => {
    fc.assert(
      fc.property(anyData, fc.integer({ min: 0, max: 3 }), (data, kind) => {
        const shapes = [[data.length], [data.length, 1], [1, 1, data.length], [1, data.length]];
        const shape = shapes[kind] ?? [];
        const read = readNpy(whole({ shape, data }));
        expect(read.shape).toEqual(shape);
        expect(npyType(read.data)).toBe(npyType(data));
        expect(Array.from(read.data as ArrayLike<unknown>)).toEqual(Array.from(data as ArrayLike<unknown>));
      }),
    );
  });

  it("writes the bytes that numpy.save writes", () => {
    // numpy.save of numpy.array([[1, -2, 3]], "<i2"), NumPy 2.
    const header = `{'descr': '<i2', 'fortran_order': False, 'shape': (1, 3), }`.padEnd(117);
    const expected = Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
      Buffer.from(`${header}\n`),
      Buffer.from([1, 0, 0xfe, 0xff, 3, 0]),
    ]);
    expect(Buffer.from(whole({ shape: [1, 3], data: Int16Array.of(1, -2, 3) }))).toEqual(expected);
  });

  it("reads a view into a larger buffer, and scalars", () => {
    const written = whole({ shape: [], data: Float64Array.of(0.25) });
    const larger = new Uint8Array(written.length + 3);
    larger.set(written, 3);
    expect(readNpy(larger.subarray(3))).toEqual({ shape: [], data: Float64Array.of(0.25) });
  });

  it.each([
    [1, "<f4", Float32Array.of(1.5, -2)],
    [2, ">f4", Float32Array.of(1.5, -2)],
    [3, "<u2", Uint16Array.of(258, 1)],
    [1, ">u2", Uint16Array.of(258, 1)],
    [1, ">i8", BigInt64Array.of(-5n, 7n)],
    [1, "|i1", Int8Array.of(-5, 7)],
  ])("version %i, %s", (version, type, data) => {
    const body = Buffer.from(Uint8Array.from(new Uint8Array(data.buffer)));
    const width = data.BYTES_PER_ELEMENT;
    if (type.startsWith(">")) for (let at = 0; at < body.length; at += width) body.subarray(at, at + width).reverse();
    expect(readNpy(file(fields(type, "(2,)"), body, version))).toEqual({ shape: [2], data });
  });

  it("takes the fields in any order and quotation", () => {
    const text = `{"shape": (2, 1), "fortran_order": False, "descr": "|u1"}`;
    expect(readNpy(file(text, Uint8Array.of(7, 8)))).toEqual({ shape: [2, 1], data: Uint8Array.of(7, 8) });
  });
});

describe("refusing", () => {
  const two = new Uint8Array(8);
  it.each([
    ["no array", Buffer.from("PK\x03\x04 and more")],
    ["version 4", file(fields("<f4", "(2,)"), two, 4)],
    ["Fortran order", file(fields("<f4", "(2,)", "True"), two)],
    ["objects", file(fields("|O", "(2,)"), two)],
    ["structures", file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", two)],
    ["texts", file(fields("<U1", "(2,)"), two)],
    ["a wrong width", file(fields("<f3", "(2,)"), two)],
    ["too little data", file(fields("<f4", "(3,)"), two)],
    ["too much data", file(fields("<f4", "(1,)"), two)],
    ["an absurd shape", file(fields("<f4", "(4294967296, 4294967296, 4294967296)"), two)],
    ["a negative shape", file(fields("<f4", "(-2,)"), two)],
    ["a field twice", file("{'shape': (2,), 'shape': (2,), 'descr': '<f4', 'fortran_order': False}", two)],
    ["a field missing", file("{'shape': (2,), 'descr': '<f4'}", two)],
    ["an expression", file("{'shape': (2,), 'descr': '<f4', 'fortran_order': exit()}", two)],
    ["too many dimensions", file(fields("<f4", `(${"1, ".repeat(65)})`), new Uint8Array(4))],
  ])("%s", (_, bytes) => {
    expect(() => readNpy(bytes)).toThrow(LightboxError);
  });

  it("any damage reads or refuses, nothing else (property)", () => {
    const sound = whole({ shape: [2, 2], data: Uint16Array.of(1, 2, 3, 4) });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(sound.length),
        (changes, length) => {
          const bytes = Uint8Array.from(sound);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            const { shape, data } = readNpy(bytes.subarray(0, length));
            expect(data.length).toBe(shape.reduce((product, count) => product * count, 1));
          } catch (error) {
            expect(error).toMatchObject({ code: "data/bad-array" });
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
