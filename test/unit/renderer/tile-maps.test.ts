import { describe, expect, it } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { TileMaps } from "../../../src-renderer/views/neuron/tile-maps.svelte.ts";
import type { TileMap } from "../../../src-renderer/views/neuron/tile-maps.svelte.ts";

/** Maps that come when they are let go; the queue looks at nothing in them. */
function maps(atOnce: number) {
  const asked: string[] = [];
  const waiting = new Map<string, (map: TileMap | Error) => void>();
  const tiles = new TileMaps((image) => {
    asked.push(image);
    return new Promise((resolve, reject) => {
      waiting.set(image, (answer) => {
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    });
  }, atOnce);
  const come = async (image: string, answer: TileMap | Error = {} as TileMap): Promise<void> => {
    waiting.get(image)?.(answer);
    await new Promise((done) => setTimeout(done));
  };
  return { asked, tiles, come };
}

describe("TileMaps", () => {
  it("asks for a few at a time, in the order of the wishes, and for each film once", async () => {
    const { asked, tiles, come } = maps(2);
    for (const image of ["a", "b", "a", "c", "d", "c"]) tiles.want(image);
    expect(asked).toEqual(["a", "b"]);
    await come("b");
    expect(asked).toEqual(["a", "b", "c"]);
    await come("a");
    await come("c");
    expect(asked).toEqual(["a", "b", "c", "d"]);
    tiles.want("a");
    expect(asked).toHaveLength(4);
    expect(tiles.map("a")).not.toBeNull();
    expect(tiles.map("d")).toBeNull();
  });

  it("forgets a film only when every place that wished for it has taken the wish back", async () => {
    const { asked, tiles, come } = maps(1);
    tiles.want("first");
    const [one, other] = [tiles.want("twice"), tiles.want("twice")];
    const gone = tiles.want("gone");
    one();
    gone();
    await come("first");
    expect(asked).toEqual(["first", "twice"]);
    other();
    await come("twice");
    expect(asked).toEqual(["first", "twice"]);
    expect(tiles.map("twice")).not.toBeNull();
  });

  it("asks again for a map that did not come, when its film comes into sight again", async () => {
    const { asked, tiles, come } = maps(1);
    tiles.want("broken")();
    await come("broken", new LightboxError("data/not-found", "It broke off.", "Try again."));
    tiles.want("broken");
    await come("broken");
    expect(asked).toEqual(["broken", "broken"]);
    expect([tiles.map("broken") === null, tiles.trouble("broken")]).toEqual([false, null]);
  });

  it("tells why a map did not come, and goes on with the next", async () => {
    const { asked, tiles, come } = maps(1);
    tiles.want("broken");
    tiles.want("next");
    await come("broken", new LightboxError("image/changed", "The file has changed.", "Import it again."));
    expect(tiles.trouble("broken")?.message).toBe("The file has changed.");
    expect(tiles.map("broken")).toBeNull();
    expect(asked).toEqual(["broken", "next"]);
  });
});
