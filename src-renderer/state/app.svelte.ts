import { createContext } from "svelte";
import type { AppEvent, JobInfo } from "../../src-preload/contract/index.ts";
import type { Client } from "../platform/index.ts";
import { bringIn, encodeAndScore } from "./bring-in.ts";
import { Display } from "./display.svelte.ts";
import { FilmData } from "./film-data.ts";
import { Films } from "./films.svelte.ts";
import { Jobs } from "./jobs.svelte.ts";
import { Notices } from "./notices.svelte.ts";
import { Reading } from "./reading.svelte.ts";
import { isActive } from "./stages.ts";
import { Workspace } from "./workspace.svelte.ts";

/** Everything the window knows, put together around one client. */
export class App {
  readonly client: Client;
  readonly notices = new Notices();
  readonly display = new Display();
  readonly workspace: Workspace;
  readonly jobs: Jobs;
  readonly films: Films;
  readonly reading: Reading;
  readonly #data: FilmData;
  trayOpen = $state(false);
  /** False while the other side of the window does not answer. */
  connected = $state(true);
  /** Drops whose films are still on their way to a score. */
  #underWay = $state(0);
  /** Where the strip was left last. */
  #place = 0;

  constructor(client: Client) {
    this.client = client;
    this.workspace = new Workspace(client, this.notices);
    this.jobs = new Jobs(client, this.notices);
    this.films = new Films(client, this.notices);
    this.#data = new FilmData(client);
    this.reading = new Reading(this.#data);
  }

  /** Asks for everything once and listens for the life of the window. */
  start(): void {
    this.client.onEvent(
      (event) => {
        this.#hear(event);
      },
      (up) => (this.connected = up),
    );
    void Promise.all([this.workspace.refresh(), this.jobs.refresh(), this.films.refresh()]);
  }

  #hear(event: AppEvent): void {
    if (event.event === "workspace") {
      this.#data.forgetDetails();
      this.workspace.refreshSoon();
      void this.jobs.refresh();
      this.films.refreshSoon();
      return;
    }
    const before = this.jobs.take(event.job);
    if (before?.state !== event.job.state || before.stepNumber !== event.job.stepNumber) this.#jobMoved(event.job);
  }

  #jobMoved(job: JobInfo): void {
    this.workspace.refreshSoon();
    if (isActive(job)) return;
    if (job.error !== null && job.state === "failed") this.notices.trouble(job.error);
    this.films.refreshSoon();
    // An import may bring labels, which makes statistics stale.
    if (job.kind !== "phantom" && job.kind !== "train") void this.reading.scored();
  }

  /** Puts the film at this place of the strip on the lightbox and fetches its neighbours. */
  async openAt(index: number): Promise<void> {
    await this.films.want(index, index);
    const film = this.films.at(index);
    const sae = this.workspace.info?.sae ?? null;
    if (film === undefined || sae === null) return;
    const opened = this.reading.open(film.image, sae);
    await this.films.want(index - 2, index + 2);
    for (const near of [index + 1, index - 1]) {
      const neighbour = this.films.at(near);
      if (neighbour !== undefined) this.reading.prepare(neighbour.image);
    }
    await opened;
  }

  /** Opens a film from elsewhere, such as a neuron's strongest films. */
  async openImage(image: string, neuron: number): Promise<void> {
    const sae = this.workspace.info?.sae ?? null;
    if (sae === null) return;
    this.reading.selection = neuron;
    await Promise.all([this.reading.open(image, sae), this.films.find(image)]);
  }

  /** The previous (−1) or next (+1) film of the strip. */
  async leaf(by: 1 | -1): Promise<void> {
    const here = this.films.indexOf(this.reading.image);
    const next = here === null ? Math.min(this.#place, this.films.total - 1) : here + by;
    if (next < 0 || next >= this.films.total) return;
    this.#place = next;
    await this.openAt(next);
  }

  /** Between two jobs of one drop nothing runs, yet the work is not over. */
  get chaining(): boolean {
    return this.#underWay > 0;
  }

  bringIn(files: Promise<readonly File[]>): Promise<void> {
    return this.#follow(bringIn(this, files));
  }

  encodeAndScore(): Promise<void> {
    return this.#follow(encodeAndScore(this));
  }

  /** Makes the statistics of an SAE anew; the list hears when they are there. */
  async score(sae: string): Promise<void> {
    await this.notices.attempt(() => this.client.call("evidence.score", { sae }));
  }

  async #follow(work: Promise<void>): Promise<void> {
    this.#underWay += 1;
    await work;
    this.#underWay -= 1;
  }
}

export const [useApp, provideApp] = createContext<App>();
