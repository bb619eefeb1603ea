// Grades addresses of one host as MDN Observatory and Google's CSP Evaluator do, and prints what they say as JSON.
// Arguments: the folder node_modules, the host, its port for http, its port for https, and paths.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, host, httpPort, httpsPort, ...paths] = process.argv.slice(2);
const observatory = path.join(modules, "@mdn/mdn-http-observatory");
// Its list of preloaded hosts is downloaded when it is installed. Without it nobody gets points for being on it.
const list = path.join(observatory, "conf/hsts-preload.json");
if (!fs.existsSync(list)) fs.writeFileSync(list, "{}");

const load = (file) => import(pathToFileURL(path.join(observatory, "src", file)));
const { ALL_TESTS } = await load("constants.js");
const { getGradeForScore, getScoreModifier } = await load("grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await load("grader/charts.js");
const { retrieve } = await load("retriever/retriever.js");
const require = createRequire(path.join(modules, "x.js"));
const { CspEvaluator } = require("csp_evaluator/dist/evaluator.js");
const { CspParser } = require("csp_evaluator/dist/parser.js");

const found = {};
for (const address of paths) {
  const got = await retrieve(host, { httpPort, httpsPort, path: address });
  const results = ALL_TESTS.map((test) => test(got));
  const points = results.map((result) => [result.constructor.name, result.result, getScoreModifier(result.result), result.pass]);
  const sum = (some) => 100 + some.reduce((total, [, , modifier]) => total + modifier, 0);
  const without = sum(points.filter(([, , modifier]) => modifier < 0));
  const { score, grade } = getGradeForScore(without >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(points) : without);
  const policy = new CspParser(got.responses.auto.headers["content-security-policy"]).csp;
  const findings = new CspEvaluator(policy).evaluate().map(({ severity, directive, description }) => ({ severity, directive, description }));
  found[address] = { status: got.responses.auto.status, score, grade, points, findings };
}
console.log(JSON.stringify(found));
