import { expect, test } from "vitest";
import type { Api, MethodName } from "../../../src-preload/contract/index.ts";
import { callMethod } from "../../../src-main/hosts/door.ts";
import { libraryApi } from "../../../src-main/workbench/library.ts";
import { film, shaOf, temporaryStore } from "../../support/workspace.ts";

/** Calls as a window does: both ways checked against the contract. */
function window(api: Partial<Api>) {
  return async (name: MethodName, input: object): Promise<unknown> => {
    const envelope = await callMethod(api as Api, name, input);
    return envelope.ok ? envelope.value : envelope.error.code;
  };
}

test("a window lists, locates and counts films, and reads those of a patient", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  images.insert(film(1, { patient: "A", study: "study10", age: 60, dataSet: "one", labels: { Edema: -1 } }));
  images.insert(film(2, { view: "Frontal", dataSet: "two" }));
  images.insert(film(3, { patient: "A", study: "study2", age: 61 }));
  const call = window(libraryApi(workspace.store));
  expect(await call("images.list", { dataSet: "one" })).toEqual({
    total: 1,
    images: [
      {
        ...{ image: shaOf(1), name: "film1.png", patient: "A", study: "study10", view: null, projection: null },
        ...{ sex: null, age: 60, width: 320, height: 390, dataSet: "one", findings: { Edema: -1 } },
      },
    ],
  });
  expect(await call("images.list", { finding: "Edema" })).toMatchObject({ total: 0 });
  expect(await call("images.list", { finding: "Edema", label: -1 })).toMatchObject({ total: 1 });
  expect(await call("images.locate", { patient: "A", ageFrom: 61, image: shaOf(3) })).toEqual({ index: 0 });
  expect(await call("images.locate", { image: shaOf(3) })).toEqual({ index: 2 });
  expect(await call("images.locate", { view: "Frontal", image: shaOf(3) })).toEqual({ index: null });
  expect(await call("images.locate", { image: shaOf(99) })).toEqual({ index: null });
  expect(await call("images.facets", {})).toMatchObject({
    ...{ images: 3, views: [{ value: "Frontal", images: 1 }], projections: [], sexes: [], ages: [60, 61] },
    findings: [{ finding: "Edema", present: 0, uncertain: 1, absent: 0 }],
  });
  const names = (reply: unknown): string[] => (reply as { images: { name: string }[] }).images.map(({ name }) => name);
  expect(names(await call("images.ofPatient", { image: shaOf(1) }))).toEqual(["film3.png", "film1.png"]);
  expect(names(await call("images.ofPatient", { image: shaOf(2) }))).toEqual(["film2.png"]);
  expect(await call("images.ofPatient", { image: shaOf(99) })).toBe("image/not-found");
});

test("an empty workspace answers too", async () => {
  using workspace = temporaryStore();
  const call = window(libraryApi(workspace.store));
  expect(await call("images.list", { text: "a", sex: "F" })).toEqual({ total: 0, images: [] });
  expect(await call("images.facets", {})).toEqual({
    ...{ images: 0, dataSets: [], findings: [], views: [], projections: [], sexes: [], ages: null },
  });
});

test("a window keeps views and forgets them; names are trimmed, addresses are the window's own", async () => {
  using workspace = temporaryStore();
  const call = window(libraryApi(workspace.store));
  const view = { name: "Edema", address: "/library?finding=Edema" };
  expect(await call("views.save", { ...view, name: "  Edema " })).toEqual([view]);
  expect(await call("views.list", {})).toEqual([view]);
  expect(await call("views.save", { name: "Elsewhere", address: "https://example.org/" })).toBe("door/bad-input");
  expect(await call("views.remove", { name: "Edema" })).toEqual([]);
});
