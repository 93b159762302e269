import { Machines, queueServers } from "./machines.ts";

type Scenario = (machines: Machines) => Promise<void>;

/**
 * Starts machines with each kind of queue for the tests of a `describe`, and gives the function that adds a test. Much of the time of such a
 * test is a wait until a worker counts as gone, so all servers have it at the same time.
 */
export function onEachServer(timeout: number): (what: string, scenario: Scenario) => void {
  const all: Machines[] = [];
  before(async () => {
    for (const server of queueServers) all.push(await Machines.start(server));
  });
  after(() => Promise.all(all.map((machines) => machines.stop())));
  return (what, scenario) => {
    it(`${what}, by ${queueServers.join(" and ")}`, () =>
      Promise.all(all.map(scenario)).then(() => {})).timeout(timeout);
  };
}
