import { printable } from "../../runtime/text/printable.ts";
import type { TestReport, TestResult } from "../../runtime/tests/results.ts";

interface Case {
  readonly name: string;
  readonly seconds: number;
  /** What is wrong, and more of it. */
  readonly failure?: { readonly message: string; readonly text: string };
  readonly stopped?: true;
}

/** As CI services read it: a suite for each test with a case for each output, and one for whether the workflow loads. */
export function junitOf({ workflow, loads, tests }: TestReport): string {
  const suites = [
    suite(workflow, workflow, [
      { name: "loads", seconds: 0, ...(loads.status === "failed" && { failure: failureOf(loads.problem) }) },
    ]),
    ...tests.map((result) => suite(result.test, workflow, casesOf(result))),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="daggr">\n${suites.join("\n")}\n</testsuites>\n`;
}

function casesOf({ status, outputs, problems, duration }: TestResult): Case[] {
  if (status === "stopped") return [{ name: "run", seconds: duration / 1000, stopped: true }];
  const [problem] = problems;
  const text = problems.map((one) => failureOf(one).text).join("\n");
  return [
    {
      name: "run",
      seconds: duration / 1000,
      ...(problem && { failure: { message: failureOf(problem).message, text } }),
    },
    ...outputs.map((output): Case => {
      const name = `${output.node}.${output.port}`;
      if (output.status === "passed") return { name, seconds: 0 };
      const { message, diff, expected, actual = "" } = output;
      const more = diff ?? `-${expected}\n+${actual}`;
      return { name, seconds: 0, failure: { message, text: `${message}\n${more}` } };
    }),
  ];
}

function failureOf({ node, message, help, at }: TestResult["problems"][number]) {
  const whole = `${node === undefined ? "" : `${node}: `}${message}`;
  const where = at === undefined ? "" : `\n${at.file}:${at.line}`;
  return { message: whole, text: `${whole}${help === undefined ? "" : `\n${help}`}${where}` };
}

function suite(name: string, classname: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure).length;
  const skipped = cases.filter(({ stopped }) => stopped).length;
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
  const lines = cases.map(({ name: own, seconds, failure, stopped }) => {
    const head = `    <testcase classname=${quoted(classname)} name=${quoted(own)} time="${seconds.toFixed(3)}"`;
    if (stopped) return `${head}>\n      <skipped message="stopped"/>\n    </testcase>`;
    if (!failure) return `${head}/>`;
    return `${head}>\n      <failure message=${quoted(failure.message)}>${escaped(failure.text)}</failure>\n    </testcase>`;
  });
  return `  <testsuite name=${quoted(name)} tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${time}">\n${lines.join("\n")}\n  </testsuite>`;
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;")}"`;
}

/** Also without what XML does not hold. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\ud800-\udfff\ufffe\uffff]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
