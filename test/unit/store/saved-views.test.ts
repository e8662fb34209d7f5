import { expect, test } from "vitest";
import { openStore } from "../../../src-main/store/index.ts";
import { temporaryStore } from "../../support/workspace.ts";

test("views are kept by name, one of the same name gives way, and they are there for the next who opens", () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  expect(store.views.list()).toEqual([]);
  store.views.save({ name: "edema", address: "/library?finding=Edema" });
  store.views.save({ name: "Old films", address: "/library?ageFrom=80" });
  store.views.save({ name: "Dead", address: "/neurons?firing=dead" });
  store.views.save({ name: "edema", address: "/neurons?finding=Edema" });
  const dead = { name: "Dead", address: "/neurons?firing=dead" };
  const edema = { name: "edema", address: "/neurons?finding=Edema" };
  expect(store.views.list()).toEqual([dead, edema, { name: "Old films", address: "/library?ageFrom=80" }]);
  store.views.remove("Old films");
  store.views.remove("Edema");
  const again = openStore(store.folder);
  expect(again.views.list()).toEqual([dead, edema]);
  again.close();
});
