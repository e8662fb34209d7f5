import { expect, test } from "vitest";
import { keepRecent } from "../../../src-main/workbench/recent.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));

function counted(limit: number) {
  const made: string[] = [];
  const ask = keepRecent(
    limit,
    (name: string) => {
      made.push(name);
      return name === "bad" ? Promise.reject(new Error(name)) : Promise.resolve(name);
    },
    String,
    (name) => name.length,
  );
  return { ask, made };
}

test("answers are kept up to their size, the one asked for longest ago goes first", async () => {
  const { ask, made } = counted(6);
  for (const name of ["aa", "bb", "cc"]) await ask(name);
  await ask("aa");
  await ask("dd");
  await settled();
  for (const name of ["aa", "cc", "dd"]) await ask(name);
  expect(made).toEqual(["aa", "bb", "cc", "dd"]);
  await ask("bb");
  expect(made.at(-1)).toBe("bb");
});

test("one answer larger than all there is room for stays until the next", async () => {
  const { ask, made } = counted(4);
  await ask("a");
  await ask("enormous");
  await settled();
  await ask("enormous");
  expect(made).toEqual(["a", "enormous"]);
  await ask("b");
  await settled();
  await ask("enormous");
  expect(made).toEqual(["a", "enormous", "b", "enormous"]);
});

test("who asks while an answer is being made waits for it, however much is asked meanwhile; a failure is not kept", async () => {
  const { ask, made } = counted(2);
  await Promise.all(["aa", "bb", "cc", "aa"].map((name) => ask(name)));
  expect(made).toEqual(["aa", "bb", "cc"]);
  await expect(ask("bad")).rejects.toThrow("bad");
  await settled();
  await expect(ask("bad")).rejects.toThrow("bad");
  expect(made.filter((name) => name === "bad")).toHaveLength(2);
});
