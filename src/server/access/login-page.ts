import { randomBytes } from "node:crypto";

interface LoginPage {
  readonly html: string;
  /** For the header `Content-Security-Policy`. */
  readonly policy: string;
}

interface LoginWays {
  readonly passwords: boolean;
  readonly hub: boolean;
  /** What went wrong before. */
  readonly problem?: string | undefined;
}

/** The page that asks who somebody is. Nothing runs in it. */
export function loginPage({ passwords, hub, problem }: LoginWays): LoginPage {
  const nonce = randomBytes(18).toString("base64url");
  const form = `<form method="post" action="/login">
<label>User name <input name="username" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>`;
  // In a frame of another page, the Hub's own page would not open.
  const link = '<a href="/login/huggingface" target="_blank" rel="opener">Log in with Hugging Face</a>';
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Log in to Daggr</title>
<style nonce="${nonce}">
body { display: grid; min-height: 100vh; margin: 0; place-items: center; font: 14px/20px system-ui, sans-serif; }
main, form { display: grid; gap: 12px; }
main { width: min(300px, calc(100vw - 48px)); }
h1, p { margin: 0; }
h1 { font-size: 18px; }
label { display: grid; gap: 4px; }
input, button { padding: 7px 9px; font: inherit; }
p { color: light-dark(#b5200d, #f88070); }
</style>
</head>
<body>
<main>
<h1>Log in</h1>
${passwords ? form : ""}
${hub ? link : ""}
${problem === undefined ? "" : `<p role="alert">${escaped(problem)}</p>`}
</main>
</body>
</html>`;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'`;
  return { html, policy };
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
