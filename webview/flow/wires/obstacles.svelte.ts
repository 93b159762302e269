import { createContext } from "svelte";
import { Columns } from "./columns.ts";

/** The cards that wires pass. They rest while one is dragged: only its own wires follow it then, not all that pass others. */
export class Obstacles {
  cards = $state.raw(new Columns([]));
}

export const [getObstacles, setObstacles] = createContext<Obstacles>();
