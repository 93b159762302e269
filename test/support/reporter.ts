import Mocha from "mocha";
import { writeReport } from "./report.ts";

/** Mocha's usual output, and a report for `npm test` in the file that DAGGR_TEST_REPORT names. */
export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    if (process.env.DAGGR_TEST_REPORT) writeReport(runner, process.env.DAGGR_TEST_REPORT);
  }
}
