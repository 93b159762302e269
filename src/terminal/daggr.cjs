#!/usr/bin/env node
// Starts the program. Its parts are ES modules, so that a command loads only what it needs.
void import("./terminal/main.mjs");
