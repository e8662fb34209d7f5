import { describe, expect, it } from "vitest";
import { checkSameOrigin } from "../../../src-main/hosts/same-origin.ts";

const port = 4000;
const good = { host: "127.0.0.1:4000" };

describe("checkSameOrigin", () => {
  it.each([
    [good],
    [{ host: "localhost:4000" }],
    [{ ...good, origin: "http://127.0.0.1:4000" }],
    [{ host: "localhost:4000", origin: "http://localhost:4000", "sec-fetch-site": "same-origin" }],
    [{ ...good, "sec-fetch-site": "none" }],
  ])("lets %j in", (headers) => {
    expect(() => {
      checkSameOrigin(headers, port);
    }).not.toThrow();
  });

  it.each([
    [{}],
    [{ host: "127.0.0.1" }],
    [{ host: "127.0.0.1:4001" }],
    [{ host: "evil.example:4000" }],
    [{ host: "127.0.0.1:4000.evil.example" }],
    [{ host: "[::1]:4000" }],
    [{ ...good, origin: "null" }],
    [{ ...good, origin: "https://127.0.0.1:4000" }],
    [{ ...good, origin: "http://127.0.0.1:4001" }],
    [{ ...good, origin: "http://localhost:4000" }],
    [{ ...good, origin: "http://evil.example" }],
    [{ ...good, "sec-fetch-site": "cross-site" }],
    [{ ...good, "sec-fetch-site": "same-site" }],
  ])("refuses %j", (headers) => {
    expect(() => {
      checkSameOrigin(headers, port);
    }).toThrow(expect.objectContaining({ code: "door/refused" }));
  });
});
