import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeHeader, frameType, type FrameHeader } from "../../../src/server/share/yamux/frame.ts";
import { FrameReader } from "../../../src/server/share/yamux/frame-reader.ts";

interface Frame {
  readonly header: FrameHeader;
  readonly payload: Buffer;
}

/** Frames as they may come, with a payload where they are data. */
const frames = fc.array(
  fc
    .record({
      type: fc.integer({ min: 0, max: 3 }),
      flags: fc.integer({ min: 0, max: 0xffff }),
      stream: fc.integer({ min: 0, max: 0xffff_ffff }),
      length: fc.integer({ min: 0, max: 0xffff_ffff }),
      payload: fc.uint8Array({ maxLength: 40 }),
    })
    .map(({ payload, ...header }): Frame => {
      if (header.type !== frameType.data) return { header, payload: Buffer.alloc(0) };
      return { header: { ...header, length: payload.length }, payload: Buffer.from(payload) };
    }),
  { maxLength: 10 },
);

describe("frames of yamux", () => {
  it("are read the same, however they are cut into parts", () => {
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sent, sizes) => {
        const read: Frame[] = [];
        let payload = Buffer.alloc(0);
        const reader = new FrameReader({
          begin: () => (payload = Buffer.alloc(0)),
          payload: (_header, bytes) => (payload = Buffer.concat([payload, bytes])),
          end: (header) => {
            read.push({ header, payload });
            payload = Buffer.alloc(0);
          },
        });
        let bytes = Buffer.concat(sent.flatMap(({ header, payload }) => [encodeHeader(header), payload]));
        for (let part = 0; bytes.length > 0; part += 1) {
          const size = sizes[part % sizes.length] ?? 1;
          reader.push(bytes.subarray(0, size));
          bytes = bytes.subarray(size);
        }
        assert.deepEqual(read, sent);
      }),
    );
  });
});
