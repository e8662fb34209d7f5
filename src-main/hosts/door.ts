import * as v from "valibot";
import { contract, LightboxError, toErrorReport } from "../../src-preload/contract/index.ts";
import type { Api, ErrorReport, MethodName } from "../../src-preload/contract/index.ts";

/** How an answer crosses a door: errors keep their code, sentence and remedy. */
export type Envelope =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorReport };

/**
 * Serves one call that came through a door, checked in both directions.
 * Never throws: an unknown method is `door/unknown-method`, a bad argument `door/bad-input`, a reply that breaks the
 * contract `door/bad-reply`; a failure of the room keeps its own report.
 */
export async function callMethod(api: Api, name: string, rawInput: unknown): Promise<Envelope> {
  try {
    return { ok: true, value: await checkedCall(api, name, rawInput) };
  } catch (error) {
    return { ok: false, error: toErrorReport(error) };
  }
}

/** The value of an envelope; throws the LightboxError it carries. */
export function unwrap(envelope: Envelope): unknown {
  if (envelope.ok) return envelope.value;
  throw new LightboxError(envelope.error.code, envelope.error.message, envelope.error.remedy);
}

async function checkedCall(api: Api, name: string, rawInput: unknown): Promise<unknown> {
  if (!isMethod(name)) {
    throw new LightboxError(
      "door/unknown-method",
      `Lightbox has no call named "${shorten(name)}".`,
      "Check the spelling; the window and the host may be of different versions, then start both again.",
    );
  }
  const input = v.safeParse(contract[name].input, rawInput);
  if (!input.success) {
    const remedy = "Correct this field and call again.";
    throw new LightboxError("door/bad-input", `The call ${name} was refused: ${complaint(input.issues)}.`, remedy);
  }
  // The schema above has just proven that the input fits this method.
  const room = api[name] as (input: unknown) => Promise<unknown>;
  const output = v.safeParse(contract[name].output, await room(input.output));
  if (!output.success) {
    const remedy = "This is a fault in Lightbox: please report it with this sentence.";
    throw new LightboxError(
      "door/bad-reply",
      `The reply of ${name} is malformed: ${complaint(output.issues)}.`,
      remedy,
    );
  }
  return output.output;
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(contract, name);
}

/** The first issue in words: which field, what was expected, what came. */
function complaint(issues: readonly v.BaseIssue<unknown>[]): string {
  const issue = issues[0];
  if (issue === undefined) return "it does not fit the contract";
  const field = v.getDotPath(issue);
  const place = field === null ? "the argument" : `field "${shorten(field)}"`;
  const expected = issue.expected === null ? issue.message : `expected ${issue.expected}`;
  return `${place}: ${expected}, received ${shorten(issue.received)}`;
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}
