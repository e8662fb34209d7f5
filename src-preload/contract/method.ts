import type * as v from "valibot";

type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** One call that every door serves: what goes in, what comes back, and a line that says what it does. */
export interface Method<Input extends Schema = Schema, Output extends Schema = Schema> {
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
}

/** Declares a call of the Api; the schemas are checked at the door in both directions. */
export function method<Input extends Schema, Output extends Schema>(
  summary: string,
  input: Input,
  output: Output,
): Method<Input, Output> {
  return { summary, input, output };
}
