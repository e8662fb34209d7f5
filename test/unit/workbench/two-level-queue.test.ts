import { describe, expect, it } from "vitest";
import { createTwoLevelQueue } from "../../../src-main/workbench/two-level-queue.ts";
import { createTurns } from "../../../src-main/workbench/turns.ts";

interface Step {
  readonly tasks: readonly string[];
  end(failing?: readonly string[]): Promise<void>;
}

/** Work that ends when the test says so. */
function bench(options: { lanes: number; most?: number; together?: (a: string, b: string) => boolean }) {
  const steps: Step[] = [];
  const queue = createTwoLevelQueue<string, string>(
    (tasks) =>
      new Promise((resolve) => {
        const end = async (failing: readonly string[] = []): Promise<void> => {
          resolve(
            tasks.map((task) =>
              failing.includes(task)
                ? { status: "rejected", reason: new Error(task) }
                : { status: "fulfilled", value: `${task}!` },
            ),
          );
          await new Promise((done) => setImmediate(done));
        };
        steps.push({ tasks, end });
      }),
    { lanes: options.lanes, most: () => options.most ?? 1, ...(options.together && { together: options.together }) },
  );
  return { queue, steps, begun: () => steps.map(({ tasks }) => tasks.join("")) };
}

describe("createTwoLevelQueue", () => {
  it("serves what is urgent before all that waits, beside the batch at work", async () => {
    const { queue, steps, begun } = bench({ lanes: 1, most: 4 });
    const patient = Array.from("abcdefg", (task) => queue.ask(task, false));
    expect(begun()).toEqual(["a"]);
    const urgent = queue.ask("X", true);
    expect(begun()).toEqual(["a", "X"]);
    const second = queue.ask("Y", true);
    await steps[1]?.end();
    expect(await urgent).toBe("X!");
    expect(begun()).toEqual(["a", "X", "Y"]);
    await steps[0]?.end();
    // One lane is taken by Y: nothing patient begins beside it.
    expect(begun()).toEqual(["a", "X", "Y"]);
    await steps[2]?.end();
    expect(begun()).toEqual(["a", "X", "Y", "bcde"]);
    await steps[3]?.end();
    await steps[4]?.end();
    expect(await Promise.all([second, ...patient])).toEqual(["Y!", "a!", "b!", "c!", "d!", "e!", "f!", "g!"]);
  });

  it("puts together what goes together, in its order", async () => {
    const { queue, steps, begun } = bench({ lanes: 1, most: 3, together: (a, b) => a[0] === b[0] });
    const asked = ["0", "a1", "b1", "a2", "a3", "a4", "b2"].map((task) => queue.ask(task, false));
    for (let place = 0; place < 4; place++) await steps[place]?.end();
    expect(begun()).toEqual(["0", "a1a2a3", "b1b2", "a4"]);
    await Promise.all(asked);
  });

  it("hurries what waits already", async () => {
    const { queue, steps, begun } = bench({ lanes: 1, most: 8 });
    const asked = Array.from("abcd", (task) => queue.ask(task, false));
    queue.hurry((task) => task === "c");
    expect(begun()).toEqual(["a", "c"]);
    await steps[0]?.end();
    await steps[1]?.end();
    await steps[2]?.end();
    expect(begun()).toEqual(["a", "c", "bd"]);
    await Promise.all(asked);
  });

  it("rejects one task of a batch alone, all of them where the work fails, and goes on", async () => {
    const { queue, steps } = bench({ lanes: 1, most: 8 });
    const asked = Array.from("abc", (task) => queue.ask(task, false));
    const settled = Promise.allSettled(asked);
    await steps[0]?.end();
    await steps[1]?.end(["b"]);
    expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const failing = createTwoLevelQueue<string, string>(() => Promise.reject(new Error("lost")), { lanes: 1 });
    for (const task of "ab") await expect(failing.ask(task, false)).rejects.toThrow("lost");
  });

  it("rejects what waits when it is closed, and what comes later", async () => {
    const { queue, steps } = bench({ lanes: 1 });
    const [first, second] = [queue.ask("a", false), queue.ask("b", true)];
    const third = queue.ask("c", false);
    queue.close();
    await expect(third).rejects.toMatchObject({ code: "job/cancelled" });
    await expect(queue.ask("d", true)).rejects.toMatchObject({ code: "job/cancelled" });
    await steps[0]?.end();
    await steps[1]?.end();
    expect(await Promise.all([first, second])).toEqual(["a!", "b!"]);
  });
});

describe("createTurns", () => {
  it("lets others have their turn before each piece, and keeps what a piece throws", async () => {
    const inTurn = createTurns();
    const seen: string[] = [];
    const pieces = [1, 2, 3].map((piece) => inTurn(false, () => seen.push(`piece ${String(piece)}`)));
    setImmediate(() => {
      seen.push("other");
      setImmediate(() => seen.push("other"));
    });
    const broken = inTurn(true, () => {
      throw new Error("broken");
    });
    await expect(broken).rejects.toThrow("broken");
    expect(await Promise.all(pieces)).toEqual(expect.arrayContaining([expect.any(Number)]));
    expect(seen.indexOf("other")).toBeLessThan(seen.indexOf("piece 2"));
  });
});
