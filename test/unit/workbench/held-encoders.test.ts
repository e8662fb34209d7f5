import { expect, it } from "vitest";
import type { Encoder } from "../../../src-main/encoder/index.ts";
import type { Pack } from "../../../src-main/runtime/index.ts";
import { holdEncoders } from "../../../src-main/workbench/held-encoders.ts";

const pack = (id: string, hash: string) => ({ manifest: { id }, hash }) as Pack;

function watched() {
  const opened: string[] = [];
  const released: string[] = [];
  const lost = new Set<string>();
  const lease = holdEncoders((each, device) => {
    const name = `${each.hash} ${device} ${String(opened.length)}`;
    opened.push(name);
    const encoder = {
      id: name,
      get lost() {
        return lost.has(name);
      },
      release: () => Promise.resolve(void released.push(name)),
    };
    return Promise.resolve(encoder as unknown as Encoder);
  });
  return { lease, opened, released, lost };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("opens a pack once for each device", async () => {
  const { lease, opened } = watched();
  await Promise.all([lease(pack("a", "1"), "cpu"), lease(pack("a", "1"), "cpu")]);
  await lease(pack("a", "1"), "webgpu");
  await lease(pack("b", "2"), "cpu");
  expect(opened).toEqual(["1 cpu 0", "1 webgpu 1", "2 cpu 2"]);
});

it("opens one again whose process was lost", async () => {
  const { lease, lost } = watched();
  const first = await lease(pack("a", "1"), "cpu");
  first.end();
  lost.add(first.encoder.id);
  expect((await lease(pack("a", "1"), "cpu")).encoder.id).toBe("1 cpu 1");
  expect((await lease(pack("a", "1"), "cpu")).encoder.id).toBe("1 cpu 1");
});

it("releases the encoder of a pack that was replaced, once nobody works with it", async () => {
  const { lease, released } = watched();
  const working = await lease(pack("a", "old"), "cpu");
  const other = await lease(pack("b", "1"), "cpu");
  other.end();
  const fresh = await lease(pack("a", "new"), "cpu");
  await settled();
  expect(fresh.encoder.id).toBe("new cpu 2");
  expect(released).toEqual([]);
  working.end();
  await settled();
  expect(released).toEqual(["old cpu 0"]);
});

it("does not keep an opening that failed", async () => {
  let tries = 0;
  const lease = holdEncoders(() => {
    tries += 1;
    return Promise.reject(new Error("no"));
  });
  await expect(lease(pack("a", "1"), "cpu")).rejects.toThrow("no");
  await expect(lease(pack("a", "1"), "cpu")).rejects.toThrow("no");
  expect(tries).toBe(2);
});
