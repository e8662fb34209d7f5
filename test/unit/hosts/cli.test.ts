import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { runCli } from "../../../src-main/hosts/cli.ts";
import { encodeLine } from "../../../src-main/hosts/commands/encode.ts";
import { commands } from "../../../src-main/hosts/commands/index.ts";
import { createTerminal } from "../../../src-main/hosts/terminal.ts";
import { asArgument } from "../../../src-main/store/index.ts";

/** Runs the command line with stdout and stderr kept apart. */
async function run(...words: string[]): Promise<{ code: number; out: string; said: string }> {
  let out = "";
  let said = "";
  const terminal = createTerminal({
    write: (text) => {
      said += text;
    },
  });
  const code = await runCli(words, {
    out: (text) => {
      out += text;
    },
    terminal,
  });
  return { code, out, said };
}

describe("lightbox", () => {
  it("lists every command", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    for (const command of commands) expect(out).toContain(`  ${command.name} `);
  });

  it.each(commands.map((command) => [command.name]))("explains %s", async (name) => {
    const { code, out, said } = await run(name, "--help");
    expect({ code, said }).toEqual({ code: 0, said: "" });
    expect(out).toContain(`lightbox ${name}`);
    expect(out).toContain("--json");
  });

  it.each([
    [["dance"], /no command "dance"/],
    [["info"], /Something is missing/],
    [["info", "a", "b"], /a word too many/],
    [["info", "a", "--colour"], /--colour/],
    [["import", "a"], /Something is missing/],
    [["import", "a", "b", "--table"], /--table/],
    [["score", "a", "--sae", "s", "--policy", "often"], /--policy is ignore, zeros, ones/],
    [["import", "a", "b", "--readers", "most", "--table", "t.csv"], /--readers is majority, any, all/],
    [["import", "a", "b", "--mapping", "m.json"], /--mapping needs --table/],
    [["encode", "a", "--sae", "s"], /--encoder is missing/],
    [["encode", "a", "--encoder", "../e", "--sae", "s"], /id of a model pack/],
    [["encode", "a", "--encoder", "e", "--sae", "s", "--device", "abacus"], /auto, cpu, webgpu/],
    [["phantom", "a", "--count", "0"], /at least 1/],
    [["phantom", "a", "--count", "1.5"], /whole number/],
    [["phantom", "a", "--seed", "-1"], /--seed/],
    [["neuron", "a", "x", "--sae", "s"], /NEURON is a whole number/],
    [["neuron", "a", "70000", "--sae", "s"], /at most 65535/],
    [["neuron", "a", "1", "--sae", "s", "--limit", "500"], /at most 200/],
    [["open", "a", "--port", "70000"], /at most 65535/],
    [["open", "a", "--at", "//example.org"], /--at is a place inside the window/],
    [["open", "a", "--at", "film/0a"], /begins with "\/"/],
    [["start", "--at", "http://example.org/"], /--at is a place inside the window/],
    [["train", "a", "--encoder", "e", "--out", "my sae"], /"my sae" is no such name/],
    [["jobs", "dance", "a"], /jobs takes/],
    [["models", "add", "a"], /models takes/],
  ])("answers %j with its usage and exit code 2", async (words, complaint) => {
    const plain = await run(...words);
    expect(plain.code).toBe(2);
    expect(plain.out).toBe("");
    expect(plain.said).toMatch(complaint);
    const json = await run(...words, "--json");
    expect(json.code).toBe(2);
    const document = JSON.parse(json.out) as { error: { code: string; message: string; remedy: string } };
    expect(document.error.code).toBe("cli/usage");
    expect(document.error.message).toMatch(complaint);
    expect(document.error.remedy).not.toBe("");
  });

  it("fails with exit code 1, a sentence and a remedy on a workspace that is not there", async () => {
    const { code, out, said } = await run("info", "nowhere.lightbox", "--json");
    expect(code).toBe(1);
    const document = JSON.parse(out) as { error: { code: string; message: string; remedy: string } };
    expect(document.error.code).toBe("workspace/not-found");
    expect(said).toContain(document.error.message);
    expect(said).toContain(document.error.remedy);
  });

  it("says that nothing was to do instead of naming the device of an earlier run", () => {
    const nothing = { encoded: 0, coded: 0, device: null, proof: null, seconds: 0.1, refused: [] };
    expect(encodeLine(nothing, 3)).toBe("Nothing to do: every film is encoded already.");
    expect(encodeLine(nothing, 0)).toBe("Nothing to do: there are no films yet.");
    expect(encodeLine({ ...nothing, coded: 3 }, 3)).toBe("0 films encoded, 3 coded in 0.1 s.");
    const done = { ...nothing, encoded: 3, device: "cpu", proof: "asked for" };
    expect(encodeLine(done, 3)).toBe("3 films encoded, 0 coded on cpu in 0.1 s (asked for).");
  });

  it("quotes a path that is part of a command", () => {
    expect(asArgument("/data/Chest-1.lightbox", "linux")).toBe("/data/Chest-1.lightbox");
    expect(asArgument("/data/Dr. Wu's films", "linux")).toBe("'/data/Dr. Wu'\\''s films'");
    expect(asArgument("D:\\my films", "win32")).toBe('"D:\\my films"');
    // Only a shell can say whether a shell reads it back.
    for (const path of ["a b", "$(rm)`x`", "it's", 'say "x"', "a\\b", "*?"]) {
      expect(execFileSync("sh", ["-c", `printf %s ${asArgument(path, "linux")}`], { encoding: "utf8" })).toBe(path);
    }
  });

  it("has one JSON document for help and version too", async () => {
    expect(JSON.parse((await run("--version", "--json")).out)).toHaveProperty("version");
    expect(JSON.parse((await run("info", "--help", "--json")).out)).toHaveProperty("help");
    expect(JSON.parse((await run("--json", "--help")).out)).toHaveProperty("help");
  });
});
