import { Option } from "commander";
import type { ExitCode } from "../output.ts";

/** Told by a command how it ended. */
export type Finish = (code: ExitCode) => void;

/** Ends a help text: what people copy. */
export const examples = (...lines: string[]): string =>
  `\nExample${lines.length > 1 ? "s" : ""}:\n${lines.map((line) => `  ${line}`).join("\n")}`;

/** For options that may be given several times. */
export const collect = (value: string, all: string[]): string[] => [...all, value];

/** @param where what else has to be given, before the text of the help */
export const allowLocalOption = (where = "") =>
  new Option(
    "--allow-local <space>",
    `${where}a Space that may be cloned, installed and run on this machine (runLocally)`,
  )
    .argParser(collect)
    .default([]);

export const recordOption = () =>
  new Option("--record <folder>", "keep each call of a Space or model there").conflicts("replay");

export const replayOption = () =>
  new Option("--replay <folder>", "answer calls from there; what was not recorded is refused");

export const queueOption = () =>
  new Option("--queue <address>", "the queue of workers: redis://… or postgres://…").env("DAGGR_QUEUE");

export const filesOption = () =>
  new Option(
    "--files <address>",
    "where the machines share files: file:///folder, or s3://bucket/prefix?endpoint=https://…",
  ).env("DAGGR_FILES");
