import fc from "fast-check";
import { expect, it } from "vitest";
import { readStartAddress } from "../../../src-main/hosts/start-address.ts";
import { isOwnAddress, windowAddress } from "../../../src-main/hosts/window-rules.ts";

it.each([
  ["/", "/"],
  ["/neurons", "/neurons"],
  ["/film/0a1b?neuron=3&map=plain", "/film/0a1b?neuron=3&map=plain"],
  ["/neuron/my sae/25", "/neuron/my%20sae/25"],
  ["/library?text=Müller", "/library?text=M%C3%BCller"],
  ["/library?at=http://a/", "/library?at=http://a/"],
])("%s is a place inside the window", (text, address) => {
  expect(readStartAddress(text)).toBe(address);
});

it.each([
  "",
  "film/0a",
  "//example.org/film",
  "/\\example.org",
  "\\\\example.org",
  "http://127.0.0.1/film",
  "app://bundle/film",
  "javascript:alert(1)",
  "/film#token=1",
  "/\t/example.org",
  "/film\n",
  "/.//example.org",
  " /film",
])("%j is none", (text) => {
  expect(() => readStartAddress(text)).toThrow(expect.objectContaining({ code: "cli/usage" }));
});

it("whatever is let through stays in the window of both doors (property)", () => {
  const piece = fc.constantFrom("/", "\\", ".", "..", "@", ":", "?", "a", "example.org", "%2f", "http:", " ", "\t");
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 8 }), (pieces) => {
      let address: string;
      try {
        address = readStartAddress(`/${pieces.join("")}`);
      } catch (error) {
        expect(error).toMatchObject({ code: "cli/usage" });
        return;
      }
      const url = new URL(address, "http://127.0.0.1:5000/");
      expect([url.host, url.hash]).toEqual(["127.0.0.1:5000", ""]);
      expect(isOwnAddress(windowAddress(address))).toBe(true);
      // What was read is read the same again.
      expect(readStartAddress(address)).toBe(address);
    }),
    { numRuns: 500 },
  );
});
