import { LightboxError } from "../../src-preload/contract/errors.ts";

/** Does what writes below a folder of phantoms; whatever the disk says comes back as `phantom/unwritable`. */
export async function writing<Result>(directory: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof LightboxError) throw cause;
    const reason = (cause as Partial<NodeJS.ErrnoException>).code ?? String(cause);
    throw new LightboxError(
      "phantom/unwritable",
      `The phantoms cannot be written to ${directory} (${reason}).`,
      "Choose a folder you may write to, with room for the films.",
      { cause },
    );
  }
}
