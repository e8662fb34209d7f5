import type { Page } from "@playwright/test";
import type { MethodInput, MethodName, MethodOutput } from "../../src-preload/contract/index.ts";

interface Door {
  readonly lightbox?: { call(name: string, input: unknown): Promise<unknown> };
}

/** Calls the Api as the page itself does, through whichever door it came. */
export async function callApi<Name extends MethodName>(
  page: Page,
  name: Name,
  input: MethodInput<Name>,
): Promise<MethodOutput<Name>> {
  const answer = await page.evaluate(
    async ([method, request]) => {
      const bridge = (window as Door).lightbox;
      if (bridge !== undefined) return bridge.call(method, request);
      const headers = { "content-type": "application/json" };
      const reply = await fetch(`/api/${method}`, { method: "POST", headers, body: JSON.stringify(request) });
      return (await reply.json()) as unknown;
    },
    [name, input] as const,
  );
  const { ok, value } = answer as { ok: boolean; value: MethodOutput<Name> };
  if (!ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
  return value;
}

/** The float32 values at a data address. */
export async function readFloats(page: Page, path: string): Promise<Float32Array> {
  const values = await page.evaluate(async (address) => {
    const reply = await fetch(`/data/${address}`);
    if (!reply.ok) throw new Error(`${address}: ${String(reply.status)}`);
    return [...new Float32Array(await reply.arrayBuffer())];
  }, path);
  return Float32Array.from(values);
}
