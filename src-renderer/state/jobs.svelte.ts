import { SvelteMap } from "svelte/reactivity";
import type { JobInfo, Refusal } from "../../src-preload/contract/index.ts";
import type { Client } from "../platform/index.ts";
import type { Notices } from "./notices.svelte.ts";
import { isActive, stepKey } from "./stages.ts";

/** A job is in another state or step than it was. */
export function hasMoved(before: JobInfo | undefined, job: JobInfo): boolean {
  return before?.state !== job.state || before.stepNumber !== job.stepNumber;
}

/** All jobs, newest first, kept up by events. */
export class Jobs {
  list = $state.raw<readonly JobInfo[]>([]);
  readonly totals = new SvelteMap<string, number>();
  readonly #client: Client;
  readonly #notices: Notices;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #waiting = new Map<number, ((job: JobInfo) => void)[]>();

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get active(): JobInfo | undefined {
    return this.list.find((job) => job.state === "running") ?? this.list.find(isActive);
  }

  /** Asks for all jobs anew; those that are further than was known, oldest first. */
  async refresh(): Promise<readonly JobInfo[]> {
    const jobs = await this.#notices.attempt(() => this.#client.call("jobs.list", {}));
    return (jobs?.toReversed() ?? []).filter((job) => {
      const before = this.#takeAnswer(job);
      return hasMoved(before, this.list.find(({ id }) => id === job.id) ?? job);
    });
  }

  /** Files the news of a job; returns what was known of it before. */
  take(job: JobInfo): JobInfo | undefined {
    const before = this.list.find((known) => known.id === job.id);
    this.list = [job, ...this.list.filter((known) => known.id !== job.id)].sort((one, other) => other.id - one.id);
    if (job.total > 0) this.totals.set(stepKey(job.id, job.stepNumber), job.total);
    if (!isActive(job)) {
      for (const resolve of this.#waiting.get(job.id) ?? []) resolve(job);
      this.#waiting.delete(job.id);
    }
    return before;
  }

  /** An answer may be overtaken by the event of the job's end; then it is no news. */
  #takeAnswer(job: JobInfo): JobInfo | undefined {
    const known = this.list.find((other) => other.id === job.id);
    return this.take(known !== undefined && !isActive(known) && isActive(job) ? known : job);
  }

  /** The job when it has ended, however it ended. */
  async ended(id: number): Promise<JobInfo> {
    const end = new Promise<JobInfo>((resolve) => {
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]);
    });
    // It may have ended before anybody listened.
    this.#takeAnswer(await this.#client.call("jobs.get", { job: id }));
    return end;
  }

  cancel(id: number): Promise<void> {
    return this.#tell(id, "jobs.cancel");
  }

  resume(id: number): Promise<void> {
    return this.#tell(id, "jobs.resume");
  }

  /** Whatever event came while the answer was under way is newer than the answer. */
  async #tell(id: number, what: "jobs.cancel" | "jobs.resume"): Promise<void> {
    const known = (): JobInfo | undefined => this.list.find((job) => job.id === id);
    const before = known();
    const job = await this.#notices.attempt(() => this.#client.call(what, { job: id }));
    if (job !== null && known() === before) this.take(job);
  }

  refusals(id: number): Promise<readonly Refusal[]> {
    return this.#client.call("jobs.refusals", { job: id });
  }
}
