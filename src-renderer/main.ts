import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/kit.css";
import LightboxWindow from "./App.svelte";
import { connect } from "./platform/index.ts";
import { App } from "./state/index.ts";
import Closed from "./views/Closed.svelte";

const target = document.querySelector("#app");
if (target === null) throw new Error("index.html holds no #app");
const client = await connect();
if (client === null) {
  mount(Closed, { target });
} else {
  const app = new App(client);
  await app.start();
  mount(LightboxWindow, { target, props: { app } });
}
