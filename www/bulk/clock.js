// How the view tells times: in UTC, or in the browser's own zone.
import { local, utc } from "../payload/times.js";

export const clocks = {
  utc: { name: "UTC", text: utc, zone: "Etc/UTC" },
  local: { name: "local time", text: local, zone: undefined },
};
