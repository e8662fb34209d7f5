import { describe, expect, it } from "vitest";
import { effectOf, isOf } from "../../../src-renderer/parts/saved-views.ts";

const view = (name: string, address: string) => ({ name, address });
const list = [view("Edema", "/library?finding=Edema"), view("Dead", "/neurons?firing=dead")];

describe("saved views", () => {
  it("belong to the place whose address they begin with", () => {
    expect(list.map((one) => isOf("/library", one))).toEqual([true, false]);
    expect(isOf("/neurons", view("All", "/neurons"))).toBe(true);
    expect(isOf("/neuron", view("All", "/neurons"))).toBe(false);
    expect(isOf("/neurons", view("One", "/neuron/-/5"))).toBe(false);
  });

  it("are kept anew, replaced, left as they are, or refused where another place has the name", () => {
    expect(effectOf(view("Other", "/library"), "/library", list)).toBe("new");
    expect(effectOf(view("Edema", "/library"), "/library", list)).toBe("replaces");
    expect(effectOf(view("Edema", "/library?finding=Edema"), "/library", list)).toBe("same");
    expect(effectOf(view("Dead", "/library"), "/library", list)).toBe("taken");
  });
});
