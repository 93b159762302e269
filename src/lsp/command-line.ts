/** A call of `daggr` as a person types it into the shell of this system. */
export function commandLine(words: readonly string[], platform = process.platform): string {
  return ["daggr", ...words].map((word) => quoted(word, platform)).join(" ");
}

/** A shell takes nothing in a quoted word for anything but itself, which names in a file that somebody else wrote rely on. */
function quoted(word: string, platform: NodeJS.Platform): string {
  if (/^[\w./:@=-]+$/.test(word)) return word;
  // PowerShell's: between single quotes, two of them are one.
  if (platform === "win32") return `'${word.replaceAll("'", "''")}'`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
