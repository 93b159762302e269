/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const publicHub = "https://huggingface.co";
/** Other spellings of the public Hub in addresses that people paste. */
const publicNames = new Set(["huggingface.co", "www.huggingface.co", "hf.co"]);

/** The Hub's address without a slash at its end: `HF_ENDPOINT` (a mirror or a private Hub), else the public one. */
export function hubEndpoint(env: Environment): string {
  return env["HF_ENDPOINT"]?.trim().replace(/\/+$/, "") || publicHub;
}

/** Whether it is the Hub of Hugging Face, and not one that the person named. */
export function isPublicHub(endpoint: string): boolean {
  return endpoint === publicHub;
}

/** Whether an address is one of this Hub's own pages. */
export function isHubAddress(url: URL, endpoint: string): boolean {
  return url.host === new URL(endpoint).host || publicNames.has(url.host);
}

/**
 * The address behind one that a library spells with the public Hub: its pages and its inference router, both of which
 * stand behind `HF_ENDPOINT` where that is set. `HF_INFERENCE_ENDPOINT` names a router of its own.
 */
export function throughEndpoint(address: string, env: Environment): string {
  const url = new URL(address);
  const rest = url.pathname + url.search;
  if (url.origin === publicHub) return hubEndpoint(env) + rest;
  if (url.origin !== "https://router.huggingface.co") return address;
  const router = env["HF_INFERENCE_ENDPOINT"]?.trim() || env["HF_ENDPOINT"]?.trim();
  return router ? router.replace(/\/+$/, "") + rest : address;
}
