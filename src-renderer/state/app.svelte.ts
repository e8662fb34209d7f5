import { createContext } from "svelte";
import type { AppEvent, JobInfo } from "../../src-preload/contract/index.ts";
import { Commands } from "../commands/index.ts";
import { Router } from "../navigation/index.ts";
import type { Client } from "../platform/index.ts";
import { bringIn, encodeAndScore, goOn } from "./bring-in.ts";
import { Facets } from "./facets.svelte.ts";
import { FilmData } from "./film-data.ts";
import { Films } from "./films.svelte.ts";
import { hasMoved, Jobs } from "./jobs.svelte.ts";
import { NeuronTable } from "./neuron-table.svelte.ts";
import { Notices } from "./notices.svelte.ts";
import { Preferences } from "./preferences.svelte.ts";
import { isActive } from "./stages.ts";
import { tellCancelled, tellDeed } from "./tell.ts";
import { Undo } from "./undo.svelte.ts";
import { Workspace } from "./workspace.svelte.ts";

/** Everything the window knows, put together around one client. */
export class App {
  readonly client: Client;
  readonly notices = new Notices();
  readonly router = new Router();
  readonly preferences: Preferences;
  readonly commands: Commands;
  readonly undo: Undo;
  readonly workspace: Workspace;
  readonly jobs: Jobs;
  readonly films: Films;
  readonly facets: Facets;
  readonly neurons: NeuronTable;
  readonly data: FilmData;
  trayOpen = $state(false);
  /** False while the other side of the window does not answer. */
  connected = $state(true);
  /** Counts scorings and imports, so that numbers on screen are asked for again. */
  scoring = $state.raw(0);
  /** Requests of this page that the browser's policy has blocked. */
  blocked = $state.raw(0);
  /** Drops whose films are still on their way to a score. */
  #underWay = $state(0);

  constructor(client: Client) {
    this.client = client;
    this.preferences = new Preferences(client, this.notices);
    this.commands = new Commands(() => this.preferences.kept.keys);
    this.undo = new Undo((turn, deed) => {
      tellDeed(this.notices, this.undo, turn, deed);
    });
    this.workspace = new Workspace(client, this.notices);
    this.jobs = new Jobs(client, this.notices);
    this.films = new Films(client, this.notices);
    this.facets = new Facets(client, this.notices);
    this.neurons = new NeuronTable(client);
    this.data = new FilmData(client);
  }

  /** Asks for everything once and listens for the life of the window. */
  async start(): Promise<void> {
    this.client.onEvent(
      (event) => {
        this.#hear(event);
      },
      (up) => (this.connected = up),
    );
    document.addEventListener("securitypolicyviolation", () => (this.blocked += 1));
    this.router.start();
    this.commands.listen();
    await Promise.all([this.preferences.load(), this.workspace.refresh()]);
    void Promise.all([this.jobs.refresh(), this.facets.refresh()]);
  }

  #hear(event: AppEvent): void {
    if (event.event === "workspace") {
      this.data.forgetDetails();
      this.workspace.refreshSoon();
      void this.#catchUp();
      this.films.refreshSoon();
      this.facets.refreshSoon();
      return;
    }
    if (hasMoved(this.jobs.take(event.job), event.job)) this.#jobMoved(event.job);
  }

  /** What became of the jobs while no event came through. */
  async #catchUp(): Promise<void> {
    for (const job of await this.jobs.refresh()) this.#jobMoved(job);
  }

  get #surroundings() {
    const { notices, jobs, preferences, workspace } = this;
    return { notices, jobs, preferences, workspace };
  }

  #jobMoved(job: JobInfo): void {
    this.workspace.refreshSoon();
    if (isActive(job)) return;
    if (job.error !== null && job.state === "failed") this.notices.report(job.error);
    if (job.state === "cancelled") tellCancelled({ ...this.#surroundings, goOn: (stopped) => this.goOn(stopped) }, job);
    this.films.refreshSoon();
    this.facets.refreshSoon();
    // An import may bring labels, which makes statistics stale.
    if (job.kind === "phantom" || job.kind === "train") return;
    this.data.forgetStatistics();
    this.scoring += 1;
  }

  /** Between two jobs of one drop nothing runs, yet the work is not over. */
  get chaining(): boolean {
    return this.#underWay > 0;
  }

  bringIn(files: Promise<readonly File[]>): Promise<void> {
    return this.#follow(bringIn(this, files));
  }

  /** Goes on with a job that was cancelled, interrupted or failed. */
  goOn(job: JobInfo): Promise<void> {
    return this.#follow(goOn(this, job));
  }

  encodeAndScore(): Promise<void> {
    return this.#follow(encodeAndScore(this));
  }

  /** Makes the statistics of an SAE anew; the views hear when they are there. */
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
