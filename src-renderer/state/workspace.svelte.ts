import type { ModelInfo, WorkspaceInfo } from "../../src-preload/contract/index.ts";
import type { Client } from "../platform/index.ts";
import { delayed } from "./delayed.ts";
import type { Notices } from "./notices.svelte.ts";
import { choosePacks } from "./packs.ts";
import type { Packs } from "./packs.ts";

/** What the workspace holds and which models it knows. */
export class Workspace {
  info = $state.raw<WorkspaceInfo | null>(null);
  models = $state.raw<readonly ModelInfo[]>([]);
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #soon = delayed(200);
  #newest = 0;

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  async refresh(): Promise<void> {
    const mine = ++this.#newest;
    await this.#notices.attempt(async () => {
      // Packs come and go while the window is open, from the command line for one.
      const models = await this.#client.call("models.list", {});
      const info = await this.#client.call("workspace.info", {});
      if (mine === this.#newest) [this.models, this.info] = [models, info];
    });
  }

  refreshSoon(): void {
    this.#soon(() => this.refresh());
  }

  get packs(): Packs | null {
    return this.info === null ? null : choosePacks(this.info, this.models);
  }

  model(id: string | null): ModelInfo | undefined {
    return this.models.find((model) => model.id === id);
  }

  /** There are films with a code to show. */
  get readable(): boolean {
    return this.info !== null && this.info.explained > 0 && this.info.sae !== null;
  }
}
