import { expect, it, vi } from "vitest";
import { followLink } from "../../../src-renderer/navigation/index.ts";

const press = (held: Partial<Pick<MouseEvent, "button" | "ctrlKey" | "metaKey" | "shiftKey">>) => {
  const preventDefault = vi.fn();
  const go = vi.fn();
  const plain = { button: 0, ctrlKey: false, metaKey: false, shiftKey: false, preventDefault };
  followLink({ ...plain, ...held } as unknown as MouseEvent, go);
  return [go.mock.calls.length, preventDefault.mock.calls.length];
};

it("a click goes there within the window", () => {
  expect(press({})).toEqual([1, 1]);
});

it.each([{ button: 1 }, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }])(
  "a click with %o is left to the browser, which opens the address",
  (held) => {
    expect(press(held)).toEqual([0, 0]);
  },
);
