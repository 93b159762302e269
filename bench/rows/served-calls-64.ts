import { callsOver } from "../served/calls.ts";

export default callsOver(64);
