const points = 400;

/** The waveform of a sound: the loudest sample of each of some 400 sections, from -1 to 1. Rejects if it cannot be decoded. */
export async function peaksOf(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ peaks: number[][]; duration: number }> {
  const context = new OfflineAudioContext(1, 1, 8000);
  // Decoding detaches the buffer, so it gets a copy: the bytes are cached and used elsewhere too.
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
