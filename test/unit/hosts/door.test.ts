import { describe, expect, it } from "vitest";
import { callMethod, unwrap } from "../../../src-main/hosts/door.ts";
import { LightboxError } from "../../../src-preload/contract/index.ts";
import { smallApi, smallJob } from "../../support/small-workbench.ts";

describe("callMethod", () => {
  it("answers a good call with its value", async () => {
    expect(await callMethod(smallApi, "jobs.get", { job: 7 })).toEqual({ ok: true, value: smallJob });
  });

  it("fills in the defaults of the contract before the room sees the call", async () => {
    expect(await callMethod(smallApi, "images.list", {})).toEqual({ ok: true, value: { total: 100, images: [] } });
  });

  it.each(["jobs.dance", "", "constructor", "__proto__", "toString"])("knows no method %j", async (name) => {
    expect(await callMethod(smallApi, name, {})).toMatchObject({ ok: false, error: { code: "door/unknown-method" } });
  });

  it("names the field that is wrong, what was expected and what came", async () => {
    const envelope = await callMethod(smallApi, "images.list", { limit: 501 });
    expect(envelope).toMatchObject({ ok: false, error: { code: "door/bad-input" } });
    if (envelope.ok) throw new Error("accepted");
    expect(envelope.error.message).toMatch(/images\.list.*"limit".*<=500.*501/);
    expect(envelope.error.remedy).not.toBe("");
  });

  it.each([[{ job: "7" }], [{}], [{ job: 7, extra: 1 }], [null], [[]], ["text"], [undefined]])(
    "refuses %j for jobs.get",
    async (input) => {
      expect(await callMethod(smallApi, "jobs.get", input)).toMatchObject({ error: { code: "door/bad-input" } });
    },
  );

  it("keeps the report of a room that failed as expected", async () => {
    const envelope = await callMethod(smallApi, "jobs.get", { job: 8 });
    const error = { code: "job/not-found", message: "There is no job 8.", remedy: "List the jobs." };
    expect(envelope).toEqual({ ok: false, error });
  });

  it("turns a bug of a room into door/internal with a sentence", async () => {
    const envelope = await callMethod(smallApi, "workspace.info", {});
    expect(envelope).toMatchObject({ ok: false, error: { code: "door/internal" } });
  });

  it("does not let a reply out that breaks the contract", async () => {
    const envelope = await callMethod(smallApi, "jobs.list", {});
    expect(envelope).toMatchObject({ ok: false, error: { code: "door/bad-reply" } });
    if (envelope.ok) throw new Error("accepted");
    expect(envelope.error.message).toContain("0.state");
  });
});

describe("unwrap", () => {
  it("gives the value or throws the error with code and remedy", () => {
    expect(unwrap({ ok: true, value: 3 })).toBe(3);
    const error = { code: "job/not-found", message: "Gone.", remedy: "Look." } as const;
    expect(() => unwrap({ ok: false, error })).toThrow(new LightboxError("job/not-found", "Gone.", "Look."));
  });
});
