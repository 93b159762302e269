/** The port that the Hub asks, by the README's front matter. */
export const appPort = 7860;

/** Where a Space's volume is mounted. */
export const volume = "/data";

export interface ImageOptions {
  /** The workflow file, from the Space's folder on. */
  readonly entry: string;
  readonly graph?: string;
  /** Whether npm has something to install. */
  readonly packages: boolean;
  /** Whether sheets are kept in the volume. */
  readonly storage: boolean;
}

/**
 * The image of a Space. The Hub runs it as user 1000, which is `node` in Node's images.
 * Source: https://huggingface.co/docs/hub/spaces-sdks-docker
 */
export function dockerfile(options: ImageOptions): string {
  const install = [
    "",
    "# Alone, so that it is not installed again when only the workflow changes.",
    "COPY --chown=node:node workflow/package.json workflow/",
    "RUN cd workflow && npm install --omit=dev --no-audit --no-fund",
  ];
  return [
    "# Written by daggr deploy.",
    "FROM node:24-slim",
    "",
    "USER node",
    "RUN mkdir -p /home/node/app",
    "WORKDIR /home/node/app",
    ...(options.packages ? install : []),
    "",
    "COPY --chown=node:node . .",
    "",
    `EXPOSE ${appPort}`,
    `CMD ${JSON.stringify(serveCommand(options))}`,
    "",
  ].join("\n");
}

function serveCommand({ entry, graph, storage }: ImageOptions): readonly string[] {
  return [
    ...["node", "daggr/dist/daggr.cjs", "serve", entry],
    ...(graph === undefined ? [] : ["--graph", graph]),
    ...["--host", "0.0.0.0", "--port", String(appPort), "--no-open", "--no-reload"],
    ...(storage ? ["--data", `${volume}/daggr`] : []),
  ];
}
