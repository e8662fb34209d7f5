import { toErrorReport } from "../../src-preload/contract/errors.ts";

export interface Notice {
  readonly id: number;
  readonly kind: "trouble" | "news";
  readonly message: string;
  /** What to do about it; empty where nothing is to be done. */
  readonly remedy: string;
}

/** Sentences that the window tells, newest last; troubles stay until they are closed. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #next = 1;

  #add(kind: Notice["kind"], message: string, remedy: string): void {
    const others = this.list.filter((notice) => notice.message !== message);
    const notice = { id: this.#next, kind, message, remedy };
    this.#next += 1;
    this.list = [...others, notice].slice(-3);
    if (kind === "news")
      setTimeout(() => {
        this.close(notice.id);
      }, 6000);
  }

  news(message: string): void {
    this.#add("news", message, "");
  }

  trouble(error: unknown): void {
    const { message, remedy } = toErrorReport(error);
    this.#add("trouble", message, remedy);
  }

  close(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** Does something; what fails is told, and null comes back. */
  async attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
    try {
      return await work();
    } catch (error) {
      this.trouble(error);
      return null;
    }
  }
}
