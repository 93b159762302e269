import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileOf } from "../../../src/runtime/components/file-positions.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import type { InputDescription } from "../../../src/runtime/graph/description.ts";
import { isFileRef } from "../../../src/runtime/values/value.ts";
import { failureOf, Recordable, type Behaviour } from "./support.ts";

const drawing: readonly InputDescription[] = [
  { name: "prompt", kind: "fixed", value: null },
  { name: "seed", kind: "callable", code: "random" },
];

describe("recorded calls", () => {
  const all: Recordable[] = [];
  const recordable = (...given: ConstructorParameters<typeof Recordable>) => {
    const made = new Recordable(...given);
    all.push(made);
    return made;
  };
  after(() => Promise.all(all.map((one) => one.remove())));

  /** Records with one machine what `calls` does, and gives another one that replays it. */
  const recorded = async (
    one: Recordable,
    calls: (machine: Awaited<ReturnType<Recordable["machine"]>>) => Promise<unknown>,
  ) => {
    const folder = await one.recording();
    const recorder = await one.machine();
    await recorder.services.use({ mode: "record", folder });
    await calls(recorder);
    one.made = 0;
    const player = await one.machine();
    await player.services.use({ mode: "replay", folder });
    return player;
  };

  const painting: Behaviour = async ({ prompt }, media) => ({
    returned: [
      `painted ${prompt as string}`,
      await media.addBytes(Buffer.from(`picture of ${prompt as string}`), "picture.png"),
    ],
    commit: "c".repeat(40),
  });

  it("are answered with the same values and files, and nobody is asked", async () => {
    const one = recordable(painting);
    const player = await recorded(one, ({ call }) => call({ prompt: "a fox" }));
    const { returned } = await player.call({ prompt: "a fox" });
    const [text, picture] = returned;
    assert.equal(text, "painted a fox");
    assert.ok(isFileRef(picture));
    assert.equal(Buffer.from(await player.media.read(picture)).toString(), "picture of a fox");
    assert.equal(one.made, 0);
    assert.equal(await player.services.commitOf({ space: "ann/painter" } as never), undefined);
  });

  it("are refused where no record answers them, with the closest one and in what it differs", async () => {
    const one = recordable(painting);
    const player = await recorded(one, async ({ call }) => {
      await call({ prompt: "a fox", width: 512 });
      await call({ prompt: "an owl", width: 256 });
    });
    const [fox = ""] = Object.entries(await one.records()).flatMap(([name, text]) =>
      text.includes("fox") ? [name] : [],
    );
    const failure = await failureOf(player.call({ prompt: "a cat", width: 512 }));
    assert.ok(
      failure.includes(
        `The closest record, '${fox}', differs in 'prompt': the record has "a fox", the call "a cat".`,
      ),
      failure,
    );
    assert.match(failure, /This call of '\/paint' of 'ann\/painter' is in no record of .*--record/);
    const other = await failureOf(player.call({ prompt: "a fox" }, { apiName: "/draw" }));
    assert.match(other, /'\/draw' of 'ann\/painter' is in no record .* is of '\/paint' of 'ann\/painter'/);
    await rm(join(await one.recording(), fox));
    await player.services.use({ mode: "replay", folder: await one.recording() });
    assert.match(
      await failureOf(player.call({ prompt: "a fox", width: 512 })),
      /differs in 'prompt', 'width'/,
    );
    assert.equal(one.made, 0);
  });

  it("count a file by its content, wherever it lies and whatever gives it", async () => {
    const one = recordable(({ image }) => ({ returned: [typeof image] }), { image: fileOf("image") });
    const player = await recorded(one, async ({ folder, call }) => {
      await writeFile(join(folder, "in.png"), "pixels");
      await call({ image: "in.png" });
    });
    const [record = ""] = Object.values(await one.records());
    assert.ok(!record.includes(player.folder) && !record.includes("machine-"), record);
    await writeFile(join(player.folder, "elsewhere.png"), "pixels");
    assert.deepEqual((await player.call({ image: join(player.folder, "elsewhere.png") })).returned, [
      "string",
    ]);
    assert.deepEqual((await player.call({ image: `data:image/png;base64,${btoa("pixels")}` })).returned, [
      "string",
    ]);
    const same = await player.media.addBytes(Buffer.from("pixels"), "again.png");
    assert.deepEqual((await player.call({ image: same })).returned, ["string"]);
    await writeFile(join(player.folder, "in.png"), "others");
    assert.match(await failureOf(player.call({ image: "in.png" })), /differs in 'image'/);
  });

  it("do not count values that functions draw, and keep the order of equal calls", async () => {
    let count = 0;
    const one = recordable(() => ({ returned: [++count] }));
    const inputs = [...drawing];
    const player = await recorded(one, async ({ call }) => {
      for (const seed of [0.1, 0.2, 0.3]) await call({ prompt: "a", seed }, { inputs });
    });
    const answers = [];
    for (const seed of [0.7, 0.8, 0.9, 0.6])
      answers.push((await player.call({ prompt: "a", seed }, { inputs })).returned[0]);
    assert.deepEqual(answers, [1, 2, 3, 1]);
    assert.deepEqual(
      (await player.call({ prompt: "a", seed: 0.3 }, { inputs })).returned,
      [3],
      "a kept value brings its own back",
    );
  });

  it("are the same for an app of this machine, whatever its port is", async () => {
    const one = recordable(() => ({ returned: ["said"] }));
    const player = await recorded(one, ({ call }) => call({}, { space: "http://127.0.0.1:7861/app/" }));
    assert.deepEqual((await player.call({}, { space: "http://localhost:9999/app" })).returned, ["said"]);
    const [record = ""] = Object.values(await one.records());
    assert.ok(!record.includes("7861"), record);
  });

  it("keep failures of the call itself, and none that another try may mend", async () => {
    let transient = true;
    const one = recordable(() => {
      throw new StepError(
        transient
          ? { message: "503", transient: true }
          : { message: "The Space was asked to fail.", help: "Ask less." },
      );
    });
    const player = await recorded(one, async ({ call }) => {
      await failureOf(call({ prompt: "a" }));
      transient = false;
      await failureOf(call({ prompt: "a" }));
      transient = true;
      await failureOf(call({ prompt: "b" }));
    });
    assert.equal(await failureOf(player.call({ prompt: "a" })), "The Space was asked to fail. Ask less.");
    assert.match(await failureOf(player.call({ prompt: "b" })), /is in no record/);
  });

  it("are made where the person allows a live one, and are recorded then", async () => {
    const one = recordable(painting);
    const folder = await one.recording();
    await recorded(one, ({ call }) => call({ prompt: "a fox" }));
    const asked: string[] = [];
    const machine = await one.machine();
    const allowLive = ({ message }: { readonly message: string }) => {
      asked.push(message);
      return Promise.resolve(asked.length > 1);
    };
    await machine.services.use({ mode: "replay", folder, allowLive });
    assert.match(await failureOf(machine.call({ prompt: "an owl" })), /differs in 'prompt'/);
    assert.equal((await machine.call({ prompt: "an owl" })).returned[0], "painted an owl");
    assert.deepEqual([asked.length, one.made], [2, 1]);
    await machine.services.use({ mode: "replay", folder });
    assert.equal((await machine.call({ prompt: "an owl" })).returned[0], "painted an owl");
  });

  it("are written alike each time, so that they stay the same in git", async () => {
    const texts = [];
    for (const times of [1, 2]) {
      const one = recordable(painting);
      for (let time = 0; time < times; time += 1)
        await recorded(one, ({ call }) =>
          Promise.all([call({ prompt: "a fox" }), call({ prompt: "an owl" })]),
        );
      texts.push(await one.records());
    }
    assert.deepEqual(texts[0], texts[1]);
  });

  describe("of others are not trusted", () => {
    const damaged = async (change: (text: string) => string, expected: RegExp) => {
      const one = recordable(painting);
      const player = await recorded(one, ({ call }) => call({ prompt: "a fox" }));
      const folder = await one.recording();
      const [[name, text] = ["", ""]] = Object.entries(await one.records());
      await writeFile(join(folder, name), change(text));
      const replay = async () => {
        await player.services.use({ mode: "replay", folder });
        await player.call({ prompt: "a fox" });
      };
      assert.match(await failureOf(replay()), expected);
    };

    it("says which file is no record, and why", async () => {
      await damaged(() => "{", /The recording '.*\.json' cannot be used: it is no JSON/);
      await damaged((text) => text.replace("daggr call 1", "daggr call 99"), /'format': /);
      await damaged((text) => text.replace('"answers": [', '"answers": "no", "others": ['), /'answers': /);
      await damaged(() => "[".repeat(100_000), /too deep or too large/);
    });

    it("takes no file but those of the recording, each with the content that it names", async () => {
      const one = recordable(painting);
      const player = await recorded(one, ({ call }) => call({ prompt: "a fox" }));
      const [picture] = [...Object.values(await one.records())].flatMap(
        (text) => /"\$file": "(\w+)"/.exec(text)?.[1] ?? [],
      );
      await writeFile(join(await one.recording(), "files", picture!), "another one");
      assert.match(
        await failureOf(player.call({ prompt: "a fox" })),
        /its content is not the one that was recorded/,
      );
      await rm(join(await one.recording(), "files", picture!));
      assert.match(
        await failureOf(player.call({ prompt: "a fox" })),
        /'picture.png' of a recorded answer is not there/,
      );
    });

    it("says that a folder is not there before anything runs", async () => {
      const one = recordable(painting);
      const { services } = await one.machine();
      assert.match(
        await failureOf(services.use({ mode: "replay", folder: await one.recording() })),
        /there is no such folder/,
      );
    });
  });
});
