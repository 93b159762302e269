import { isHubAddress } from "../../hub/endpoint.ts";
import { StepError } from "../../failures/failure.ts";

/** What a workflow's first argument of a GradioNode means. */
export type SpaceAddress =
  /** `owner/name`, or the address of its page on the Hub. */
  | { readonly kind: "space"; readonly id: string }
  /** `https://owner-name.hf.space`: a Space by the address of its app. */
  | { readonly kind: "subdomain"; readonly subdomain: string; readonly url: string }
  | { readonly kind: "url"; readonly url: string };

const id = /^[\w.-]+\/[\w.-]+$/;

/** Rejects what is neither. `endpoint` is the Hub's address. */
export function parseAddress(text: string, endpoint: string): SpaceAddress {
  const trimmed = text.trim();
  if (id.test(trimmed)) return { kind: "space", id: trimmed };
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw malformed(text);
  const page = /^\/spaces\/([\w.-]+\/[\w.-]+)/.exec(url.pathname);
  if (page?.[1] && isHubAddress(url, endpoint)) return { kind: "space", id: page[1] };
  const address = url.origin + url.pathname.replace(/\/+$/, "");
  const subdomain = /^([\w-]+)\.hf\.space$/.exec(url.hostname)?.[1];
  return subdomain ? { kind: "subdomain", subdomain, url: address } : { kind: "url", url: address };
}

/** One name for an app, however a workflow writes its address. */
export function appName(text: string, endpoint: string): string {
  try {
    const address = parseAddress(text, endpoint);
    return address.kind === "space" ? address.id : address.url;
  } catch {
    return text;
  }
}

function malformed(text: string): StepError {
  return new StepError({
    message: `'${text}' is neither a Space nor an address.`,
    help: 'Write a Space as "owner/name", or the address of a Gradio app, such as "http://127.0.0.1:7860".',
  });
}
