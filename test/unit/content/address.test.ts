import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseContentAddress } from "../../../src/runtime/content/address.ts";
import { openContentPlace } from "../../../src/runtime/content/open-place.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";

describe("Addresses of file stores", () => {
  it("name a folder", () => {
    const folder = join(tmpdir(), "shared files");
    assert.deepEqual(parseContentAddress(pathToFileURL(folder).href), { kind: "folder", folder });
  });

  it("name a bucket, a prefix and a server", () => {
    assert.deepEqual(
      parseContentAddress("s3://files/daggr/clips?endpoint=http%3A%2F%2F127.0.0.1%3A9000&region=eu-west-1"),
      {
        kind: "s3",
        bucket: "files",
        prefix: "daggr/clips/",
        endpoint: new URL("http://127.0.0.1:9000"),
        region: "eu-west-1",
      },
    );
    assert.deepEqual(parseContentAddress("s3://files"), {
      kind: "s3",
      bucket: "files",
      prefix: "",
      endpoint: new URL("https://s3.us-east-1.amazonaws.com"),
      region: "us-east-1",
    });
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ["/mnt/shared", /is no address/],
    ["ftp://host/x", /begins with 'ftp:'/],
    ["s3://someone:sesame-open@files", /holds a name or a password/],
    ["s3://files?secretAccessKey=sesame-open", /the part 'secretAccessKey', which is not known/],
    ["s3://Files_", /in place of a bucket's name/],
    ["s3://files/a%20b", /a prefix with other characters/],
    ["s3://files?endpoint=http://someone:sesame-open@host", /an endpoint that is no address/],
    ["s3://files?endpoint=127.0.0.1:9000", /an endpoint that is no address/],
    ["s3://files?region=../x", /a region that cannot be one/],
  ];
  for (const [address, message] of wrong)
    it(`refuse ${address}, and repeat no password`, () => {
      assert.throws(
        () => parseContentAddress(address),
        (error) => {
          assert.ok(error instanceof StepError);
          assert.match(error.message, message);
          assert.ok(error.failure.help);
          assert.doesNotMatch(JSON.stringify(error.failure), /sesame/);
          return true;
        },
      );
    });

  it("of S3 need credentials", () => {
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = process.env;
    delete process.env["AWS_ACCESS_KEY_ID"];
    try {
      assert.throws(() => openContentPlace("s3://files"), /There are no credentials/);
    } finally {
      Object.assign(
        process.env,
        id && { AWS_ACCESS_KEY_ID: id },
        secret && { AWS_SECRET_ACCESS_KEY: secret },
      );
    }
  });
});
