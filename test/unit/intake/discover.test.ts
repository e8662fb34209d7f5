import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { discover } from "../../../src-main/intake/discover.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lightbox-discover-"));
  for (const path of ["b/2", "b/10", "a", ".hidden", "old.lightbox"])
    await mkdir(join(folder, path), { recursive: true });
  const files = [
    "z.dcm",
    "a/one.png",
    "b/10/x.dcm",
    "b/2/y.dcm",
    "b/.DS_Store",
    ".hidden/no.dcm",
    "old.lightbox/lightbox.db",
  ];
  for (const path of files) await writeFile(join(folder, path), "");
  await symlink(folder, join(folder, "b", "round"));
  await symlink(join(folder, "nowhere"), join(folder, "dangling"));
});
afterAll(() => rm(folder, { recursive: true }));

test("files come in the order of their names, without hidden ones and workspaces, and links end", async () => {
  const found = await Array.fromAsync(discover([folder]));
  const files = found.flatMap((entry) => (entry.kind === "file" ? [relative(folder, entry.path)] : []));
  expect(files).toEqual(["a/one.png", "b/10/x.dcm", "b/2/y.dcm", "z.dcm"]);
  const problems = found.filter((entry) => entry.kind === "problem");
  expect(problems.map((entry) => entry.error.code)).toEqual(["intake/not-found"]);
});

test("a file may be named itself; a path that is not there is a problem of its own", async () => {
  const found = await Array.fromAsync(discover([join(folder, "z.dcm"), join(folder, "none")]));
  expect(found[0]).toMatchObject({ kind: "file" });
  expect(found[1]).toMatchObject({ kind: "problem", error: { code: "intake/not-found" } });
});
