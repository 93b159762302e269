import assert from "node:assert/strict";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { ask } from "./daggr/asked.ts";
import { differences, type Case } from "./daggr/differences.ts";
import { examples } from "./daggr/examples.ts";
import { keepFacts, knownFacts, programFacts } from "./daggr/facts.ts";
import { graphCases } from "./daggr/graphs.ts";
import { startBoth, type BothSides } from "./daggr/servers.ts";

/**
 * Which graphs daggr's own examples are is a golden file, since the package does not hold them. With a checkout of daggr 0.8.0,
 * `UPDATE_GOLDEN=1 DAGGR_EXAMPLES=…/examples npx mocha test/gradio/daggr-rest.test.ts --grep "own file"` writes it.
 */
describe("daggr 0.8.0's own server and ours, asked the same", function () {
  this.timeout(120_000);
  let sides: BothSides;

  before(async () => {
    sides = await startBoth(process.env["DAGGR_EXAMPLES"] ?? inRoot("test/workspaces/daggr-examples"));
  });
  after(() => sides?.stop());

  const compare = ({ asked, status = 200, otherwise }: Case) => {
    const [graph, path, body = ""] = asked;
    const title = `${graph} ${path} ${body.length > 100 ? `${body.slice(0, 100)}…` : body}`;
    it(otherwise ? `${title}: ${differences[otherwise.difference]}` : title, async () => {
      // One after the other: an app that writes the same file twice at once may hand on half of it.
      const daggr = await ask(sides.daggr, asked);
      const ours = await ask(sides.ours, asked);
      if (otherwise?.daggr) assert.deepEqual(daggr, otherwise.daggr);
      else assert.equal(daggr.status, status, "it is the answer that is meant, not two like refusals");
      assert.deepEqual(ours, otherwise ? otherwise.ours(daggr) : daggr);
      if (otherwise) assert.notDeepEqual(ours, daggr);
    });
  };

  describe("with daggr's own examples and their translations", () => {
    it("has them all", async () =>
      assert.deepEqual(
        examples.map(({ program }) => program),
        Object.keys(await knownFacts()),
      ));

    for (const { program, cases } of examples) {
      it(`${program} is the graph of daggr's own file`, async () => {
        const facts = await programFacts(sides.daggr, program);
        if (process.env["UPDATE_GOLDEN"]) await keepFacts(program, facts);
        else assert.deepEqual(facts, (await knownFacts())[program]);
      });
      cases.forEach(compare);
    }
  });

  describe("with small graphs that have what the examples have not", () => graphCases.forEach(compare));

  it("shows each difference that is listed", () => {
    const all = [...graphCases, ...examples.flatMap(({ cases }) => cases)];
    const shown = new Set(all.flatMap(({ otherwise }) => otherwise?.difference ?? []));
    assert.deepEqual([...shown].sort(), Object.keys(differences).sort());
  });
});
