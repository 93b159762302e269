const points = 400;

/** The shape of a sound: its loudest sample in each of a few hundred stretches, from -1 to 1. Rejects what cannot be decoded. */
export async function peaksOf(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ peaks: number[][]; duration: number }> {
  const context = new OfflineAudioContext(1, 1, 8000);
  // Decoding takes the buffer away, and others may use the bytes too.
  const audio = await context.decodeAudioData(bytes.slice().buffer);
  const samples = audio.getChannelData(0);
  const stretch = Math.max(1, Math.floor(samples.length / points));
  const peaks: number[] = [];
  for (let start = 0; start < samples.length; start += stretch) {
    let loudest = 0;
    for (let index = start; index < Math.min(start + stretch, samples.length); index += 1) {
      const sample = samples[index]!;
      if (Math.abs(sample) > Math.abs(loudest)) loudest = sample;
    }
    peaks.push(loudest);
  }
  return { peaks: [peaks], duration: audio.duration };
}
