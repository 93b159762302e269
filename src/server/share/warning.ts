/** What a person has to know before, and while, a workflow is shared. */
export function shareWarning(): string {
  return [
    "Sharing makes this workflow reachable from the whole Internet, for as long as it is shared.",
    "Whoever has the address with its token can see the sheets, change inputs and run every node: your functions, on this machine, and Spaces and models in your name, which may cost.",
    "What passes goes through the share server, which can read it.",
  ].join(" ");
}
