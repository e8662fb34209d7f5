import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Api } from "../../src-preload/contract/index.ts";
import { dryRun } from "../intake/index.ts";
import type { Store } from "../store/index.ts";

/** Plans of imports, and the policies of data sets. */
export interface Planning {
  readonly api: Pick<Api, "intake.plan" | "intake.stopPlans" | "dataSets.list" | "dataSets.setPolicy">;
  /** Stops what is being planned and waits for it. */
  close(): Promise<void>;
}

export function openPlanning(store: Store): Planning {
  const atWork = new Map<AbortController, Promise<unknown>>();
  const stop = (): number => {
    for (const controller of atWork.keys()) controller.abort(stopped());
    return atWork.size;
  };
  const soon = <Value>(answer: () => Value): Promise<Value> => Promise.resolve().then(answer);
  return {
    api: {
      "intake.plan": async (request) => {
        const controller = new AbortController();
        const plan = dryRun(store, request, controller.signal);
        atWork.set(controller, plan);
        try {
          return await plan;
        } finally {
          atWork.delete(controller);
        }
      },
      "intake.stopPlans": () => soon(() => ({ stopped: stop() })),
      "dataSets.list": () => soon(() => store.dataSets.list()),
      "dataSets.setPolicy": ({ dataSet, policy }) =>
        soon(() => {
          if (!store.dataSets.setPolicy(dataSet, policy)) throw unknown(dataSet);
          return store.dataSets.list();
        }),
    },
    close: async () => {
      stop();
      await Promise.allSettled(atWork.values());
    },
  };
}

function stopped(): LightboxError {
  return new LightboxError("job/cancelled", "The plan of the import was stopped before its end.", "Ask for it again.");
}

function unknown(dataSet: string): LightboxError {
  const sentence = `There is no data set "${dataSet}" in this workspace.`;
  return new LightboxError("data/not-found", sentence, "Choose one that is listed.");
}
