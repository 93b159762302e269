import * as v from "valibot";
import { volume } from "../folder/dockerfile.ts";

/** A bucket or repository that is mounted in a Space. Others keep what they say besides. */
export const Volumes = v.array(
  v.looseObject({ type: v.string(), source: v.string(), mountPath: v.string() }),
);

export type Volume = v.InferOutput<typeof Volumes>[number];

/** The one that sheets are kept in. */
export function volumeOf(volumes: readonly Volume[]): Volume | undefined {
  return volumes.find(({ mountPath }) => mountPath === volume);
}

/** A bucket of the Space's own. Buckets took the place of the disks that Spaces could rent. */
export function bucketVolume(space: string): Volume {
  return { type: "bucket", source: `${space}-data`, mountPath: volume };
}
