/** The name, or with the first number behind it that no other sheet has: "Cats", "Cats 2", "Cats 3". */
export function freeName(name: string, sheets: readonly { readonly name: string }[]): string {
  const taken = new Set(sheets.map((sheet) => sheet.name));
  const [, stem = name, last = "1"] = /^(.*?) (\d{1,6})$/s.exec(name) ?? [];
  for (let number = Number(last); ; number += 1) {
    const candidate = number === Number(last) ? name : `${stem} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
