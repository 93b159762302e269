// @ts-check
// The SDK's two entries in one bundle: a server of the one is given to the other.
export * from "@modelcontextprotocol/server";
export { serveStdio } from "@modelcontextprotocol/server/stdio";
