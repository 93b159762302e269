import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { registerSecret, registerSecretsOf } from "../../../src/runtime/failures/secrets.ts";
import { isFileRef } from "../../../src/runtime/values/value.ts";
import { failureOf, Recordable } from "./support.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";

/** Of no form that anybody knows, as a token of an app of somebody's own. */
const ofEnvironment = "planted-in-the-environment-123";
const ofSettings = "planted-in-the-settings-456";
/** A token of somebody, which nothing but its form tells. */
const ofSpace = "hf_plantedInTheAnswerOfASpace";
const planted = [ofEnvironment, ofSettings, ofSpace];
const everything = planted.join(" and ");

describe("secrets in recorded calls", () => {
  let one: Recordable;
  before(() => {
    registerSecretsOf({ DAGGR_PLANTED_TOKEN: ofEnvironment });
    registerSecret(ofSettings);
  });
  afterEach(() => one.remove());

  /** Every file of the recording, and its name. */
  const written = async () => {
    const folder = await one.recording();
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    assert.ok(files.length > 0);
    return Promise.all(
      files.map(
        async ({ parentPath, name }) => `${name}\n${await readFile(join(parentPath, name), "latin1")}`,
      ),
    );
  };
  const assertNone = async () => {
    for (const text of await written())
      for (const secret of planted) {
        assert.ok(!text.includes(secret), `${secret} in ${text.slice(0, 500)}`);
        assert.ok(
          !text.includes(Buffer.from(`user:${secret}`).toString("base64").slice(8, -4)),
          text.slice(0, 500),
        );
      }
  };

  it("are in no text, no name, no file and no argument of them, and the replay is the same", async () => {
    one = new Recordable(async ({ prompt }, media) => ({
      returned: [
        { [`field ${everything}`]: [everything, String(prompt === "" ? "" : "said")] },
        `Basic ${Buffer.from(`user:${ofEnvironment}`).toString("base64")}`,
        await media.addBytes(
          Buffer.from(`{"log":"${everything}"}`),
          `log-${ofSpace}.json`,
          "application/json",
        ),
        await media.addBytes(
          Buffer.from([0, 255, ...Buffer.from(`EXIF ${ofSettings}`), 128]),
          "picture.png",
          "image/png",
        ),
      ],
    }));
    const folder = await one.recording();
    const recorder = await one.machine();
    await recorder.services.use({ mode: "record", folder });
    const { returned } = await recorder.call({ prompt: `use ${everything}` });
    // What an answer gives to the next call counts as what the recording has of it.
    await recorder.call({ prompt: returned[2]!, more: returned[3]! });
    await assertNone();

    const player = await one.machine();
    await player.services.use({ mode: "replay", folder });
    const replayed = await player.call({ prompt: `use ${everything}` });
    const [, , log, picture] = replayed.returned;
    assert.ok(isFileRef(log) && isFileRef(picture));
    assert.equal((await player.media.read(log)).toString(), '{"log":"[secret] and [secret] and [secret]"}');
    const pixels = await player.media.read(picture);
    assert.deepEqual([pixels[0], pixels[1], pixels.at(-1)], [0, 255, 128]);
    one.made = 0;
    await player.call({ prompt: log, more: picture });
    assert.equal(one.made, 0);
  });

  it("are in no failure of them, and no path of this machine either", async () => {
    let root = "";
    one = new Recordable(() => {
      throw new StepError({ message: `It broke with ${everything} in ${root}/in.png`, help: everything });
    });
    const machine = await one.machine();
    root = machine.folder;
    await machine.services.use({ mode: "record", folder: await one.recording() });
    await failureOf(machine.call({ prompt: "a" }));
    await assertNone();
    for (const text of await written()) assert.ok(!text.includes(root), text);
  });
});
