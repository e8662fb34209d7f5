import { toErrorReport } from "../../src-preload/contract/errors.ts";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";

/** A button beside a sentence: takes back what was done, or goes on with it. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
  /** Whether it can still be done; left out: as long as the sentence is there. */
  readonly offered?: () => boolean;
}

export interface Notice {
  readonly id: number;
  readonly kind: "trouble" | "news";
  readonly message: string;
  /** What to do about it; empty where nothing is to be done. */
  readonly remedy: string;
  readonly action: NoticeAction | null;
}

const newsAtOnce = 3;
/** Milliseconds that news stays; longer where there is something to press. */
const reading = 6000;
const pressing = 12_000;

/** Sentences that the window tells, newest last; troubles stay until they are closed. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #next = 1;
  #held = false;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  #add(kind: Notice["kind"], message: string, remedy: string, action: NoticeAction | null): void {
    const others = this.list.filter((notice) => notice.message !== message);
    const notice = { id: this.#next, kind, message, remedy, action };
    this.#next += 1;
    const news = [...others, notice].filter((one) => one.kind === "news").slice(-newsAtOnce);
    this.list = [...others, notice].filter((one) => one.kind === "trouble" || news.includes(one));
    this.#time(notice);
  }

  #time(notice: Notice): void {
    if (notice.kind === "trouble" || this.#held) return;
    const close = (): void => {
      this.close(notice.id);
    };
    this.#timers.set(notice.id, setTimeout(close, notice.action === null ? reading : pressing));
  }

  news(message: string, action: NoticeAction | null = null): void {
    this.#add("news", message, "", action);
  }

  trouble(error: unknown): void {
    this.report(toErrorReport(error));
  }

  /** A trouble that comes in words already, such as why a job failed. */
  report({ message, remedy }: ErrorReport): void {
    this.#add("trouble", message, remedy, null);
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** Nothing goes away by itself while somebody points at it or has the keyboard there. */
  hold(): void {
    this.#held = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  release(): void {
    this.#held = false;
    for (const notice of this.list) if (!this.#timers.has(notice.id)) this.#time(notice);
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
