// Small media as data URLs, so that an example value needs no network and no file.

/** A PNG of 32 by 32 pixels. */
export const exampleImage =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAMAAABEpIrGAAAABlBMVEVbje/ysTRubqhEAAAAHklEQVR42mNggAJGKMDFH+4KRrr/0cFoehhND0AAACRcAgFVDy4cAAAAAElFTkSuQmCC";

/** A plain video of 0.6 seconds, 32 by 32 pixels. */
export const exampleVideo =
  "data:video/mp4;base64,AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDEAAAM7bW9vdgAAAGxtdmhkAAAAAAAAAAAAAAAAAAAD6AAAAlgAAQAAAQAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAop0cmFrAAAAXHRraGQAAAADAAAAAAAAAAAAAAABAAAAAAAAAlgAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAABAAAAAACAAAAAgAAAAAAAkZWR0cwAAABxlbHN0AAAAAAAAAAEAAAJYAAAQAAABAAAAAAICbWRpYQAAACBtZGhkAAAAAAAAAAAAAAAAAAAoAAAAGABVxAAAAAAALWhkbHIAAAAAAAAAAHZpZGUAAAAAAAAAAAAAAABWaWRlb0hhbmRsZXIAAAABrW1pbmYAAAAUdm1oZAAAAAEAAAAAAAAAAAAAACRkaW5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAAW1zdGJsAAAAwXN0c2QAAAAAAAAAAQAAALFhdmMxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAACAAIABIAAAASAAAAAAAAAABDExhdmMgbGlieDI2NAAAAAAAAAAAAAAAAAAAAAAAAAAAGP//AAAAN2F2Y0MBZAAK/+EAGWdkAAqscgRJbARAAAADAEAAAAMCg8SJYRgBAAdo6EODksiw/fj4AAAAABBwYXNwAAAAAQAAAAEAAAAUYnRydAAAAAAAAAKoAAACqAAAABhzdHRzAAAAAAAAAAEAAAADAAAIAAAAABRzdHNzAAAAAAAAAAEAAAABAAAAKGN0dHMAAAAAAAAAAwAAAAEAABAAAAAAAQAAGAAAAAABAAAIAAAAABxzdHNjAAAAAAAAAAEAAAABAAAAAwAAAAEAAAAgc3RzegAAAAAAAAAAAAAAAwAAABoAAAANAAAADAAAABRzdGNvAAAAAAAAAAEAAANrAAAAPXVkdGEAAAA1bWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAbWRpcmFwcGwAAAAAAAAAAAAAAAAIaWxzdAAAAAhmcmVlAAAAO21kYXQAAAAWZYiBAAI//igRM/YD6Pidx7geyWbbwQAAAAlBmghNiH//KWAAAAAIAZ4QJyH/nYE=";

/** One triangle. */
export const exampleModel = `data:model/obj;base64,${btoa("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")}`;

export const exampleFile = `data:text/plain;base64,${btoa("Hello!\n")}`;

/** A quarter of a second of a quiet tone, 8-bit mono. */
export function exampleAudio(): string {
  const rate = 8000;
  const samples = Array.from(
    { length: rate / 4 },
    (_, i) => 128 + Math.round(40 * Math.sin((2 * Math.PI * 440 * i) / rate)),
  );
  const header = [
    ...ascii("RIFF"),
    ...little(36 + samples.length, 4),
    ...ascii("WAVEfmt "),
    ...little(16, 4), // size of the format block
    ...little(1, 2), // PCM
    ...little(1, 2), // one channel
    ...little(rate, 4),
    ...little(rate, 4), // bytes per second
    ...little(1, 2), // bytes per frame
    ...little(8, 2), // bits per sample
    ...ascii("data"),
    ...little(samples.length, 4),
  ];
  return `data:audio/wav;base64,${btoa(String.fromCharCode(...header, ...samples))}`;
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function little(number: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => (number >> (8 * i)) & 0xff);
}
