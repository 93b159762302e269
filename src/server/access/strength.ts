/** Characters. A token is copied, a password is typed; wrong passwords are counted, too (`secrets.ts`). */
const least = { token: 16, password: 12 };
/** Different characters among them. */
const leastDifferent = 6;

/** Whether somebody who may try as often as a server lets them finds it out. */
export function isWeak(kind: keyof typeof least, secret: string): boolean {
  return secret.length < least[kind] || new Set(secret).size < leastDifferent;
}

/** What a secret needs where others reach the server. */
export function strongEnough(kind: keyof typeof least): string {
  return `at least ${least[kind]} characters, ${leastDifferent} different ones among them`;
}
