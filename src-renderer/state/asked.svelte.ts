import { toErrorReport } from "../../src-preload/contract/errors.ts";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";

/** An answer that is about something else stays on screen this long, so that a quick one does not blank it. */
const patience = 120;

/** The answer to the newest question. What is on screen stays until it comes, though not for long where it is about another thing. */
export class Asked<Answer> {
  value = $state.raw<Answer | null>(null);
  trouble = $state.raw<ErrorReport | null>(null);
  #about: string | null = null;
  #newest = 0;

  /**
   * Asks. `about` says what the question is about: an answer about the same thing stays until the new one is there, as after
   * scoring.
   */
  async ask(about: string, question: () => Promise<Answer>): Promise<void> {
    this.#newest += 1;
    const mine = this.#newest;
    const other = this.#about !== about;
    this.#about = about;
    const blank = setTimeout(() => {
      if (other && mine === this.#newest) this.#show(null, null);
    }, patience);
    try {
      const answer = await question();
      if (mine === this.#newest) this.#show(answer, null);
    } catch (error) {
      if (mine === this.#newest) this.#show(null, toErrorReport(error));
    } finally {
      clearTimeout(blank);
    }
  }

  #show(value: Answer | null, trouble: ErrorReport | null): void {
    this.value = value;
    this.trouble = trouble;
  }
}
