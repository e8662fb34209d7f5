import { describe, expect, it } from "vitest";
import { openEnvelope, reach, readData } from "../../../src-renderer/platform/envelope.ts";

const headers = {
  "x-lightbox-dtype": "float32",
  "x-lightbox-shape": "1,2,3",
  "content-type": "application/octet-stream",
};
const error = { code: "image/not-found", message: "This film is not here.", remedy: "Import it." } as const;

describe("openEnvelope", () => {
  it("gives the value, or throws what the other side reported", () => {
    expect(openEnvelope({ ok: true, value: 5 })).toBe(5);
    expect(() => openEnvelope({ ok: false, error })).toThrow(expect.objectContaining(error));
  });
});

describe("readData", () => {
  it("reads bytes with their dtype and shape", async () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    const array = await readData("maps/a", new Response(values, { headers }));
    expect(array.dtype).toBe("float32");
    expect(array.shape).toEqual([1, 2, 3]);
    expect([...new Float32Array(array.bytes)]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("reads pixels of one and of two bytes", async () => {
    const deep = { ...headers, "x-lightbox-dtype": "uint16", "x-lightbox-shape": "1,2" };
    const array = await readData("pixels/a", new Response(Uint16Array.of(4095, 7), { headers: deep }));
    expect([array.dtype, ...new Uint16Array(array.bytes)]).toEqual(["uint16", 4095, 7]);
    const half = new Response(Uint16Array.of(4095), { headers: deep });
    await expect(readData("pixels/a", half)).rejects.toThrow(/The pixels of this film/);
    const eight = { ...deep, "x-lightbox-dtype": "uint8" };
    expect((await readData("greys/a", new Response(Uint8Array.of(3, 9), { headers: eight }))).dtype).toBe("uint8");
  });

  it("reads no map at all where no neuron fires", async () => {
    const shape = { ...headers, "x-lightbox-shape": "0,7,7" };
    const array = await readData("maps/a", new Response(new Uint8Array(), { headers: shape }));
    expect(array.shape).toEqual([0, 7, 7]);
    expect(array.bytes.byteLength).toBe(0);
  });

  it.each([
    ["too few bytes", new Response(new Uint8Array(8), { headers })],
    ["an empty shape", new Response(new Uint8Array(), { headers: { ...headers, "x-lightbox-shape": "" } })],
    ["half a shape", new Response(new Uint8Array(), { headers: { ...headers, "x-lightbox-shape": "0,,7" } })],
    ["no shape", new Response(new Uint8Array(24), { headers: { "x-lightbox-dtype": "uint8" } })],
    ["an unknown dtype", new Response(new Uint8Array(6), { headers: { ...headers, "x-lightbox-dtype": "int16" } })],
    ["a refusal", new Response("gone", { status: 404 })],
  ])("refuses %s", async (_, response) => {
    await expect(readData("maps/a", response)).rejects.toMatchObject({ code: "data/not-found" });
  });

  it("passes on the sentence of a refusal", async () => {
    const response = Response.json({ ok: false, error }, { status: 404 });
    await expect(readData("film/a", response)).rejects.toMatchObject(error);
  });
});

describe("reach", () => {
  it("says that Lightbox is gone when nothing answers", async () => {
    const gone = Promise.reject<Response>(new TypeError("Failed to fetch"));
    await expect(reach(gone)).rejects.toMatchObject({ code: "door/unreachable" });
  });
});
