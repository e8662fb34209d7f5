import fc from "fast-check";
import { join, relative, sep } from "node:path";
import { expect, it } from "vitest";
import { safeParts } from "../../../src-main/workbench/bytes.ts";

it("keeps the folders a drop came with", () => {
  expect(safeParts("drop-1/CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg")).toEqual([
    "drop-1",
    "CheXpert-v1.0-small",
    "train",
    "patient00001",
    "study1",
    "view1_frontal.jpg",
  ]);
  expect(safeParts("Müller (2).dcm")).toEqual(["Müller (2).dcm"]);
  expect(safeParts("..")).toEqual(["film"]);
});

it("never leaves the folder, whatever a page sends (property)", () => {
  const hostile = fc.array(fc.constantFrom("..", ".", "/", "\\", "a", "\0", "C:", "…", " ", "../"), { maxLength: 40 });
  fc.assert(
    fc.property(
      fc.oneof(
        hostile.map((parts) => parts.join("")),
        fc.string({ unit: "binary" }),
      ),
      (name) => {
        const way = relative("/films", join("/films", ...safeParts(name)));
        expect(way.startsWith("..") || way.startsWith(sep) || way === "").toBe(false);
        expect(way).not.toContain("\0");
      },
    ),
  );
});
