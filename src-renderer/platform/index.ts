export { connect } from "./connect.ts";
export type { Client } from "./client.ts";
