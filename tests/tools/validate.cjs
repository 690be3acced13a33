// Reads pages from standard input, [{name, html}], and prints what html-validate says of them,
// [{name, line, rule, message, where}]. The argument is the folder with node_modules.
"use strict";

const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { HtmlValidate, StaticConfigLoader } = createRequire(join(process.argv[2], "package.json"))("html-validate");
const rules = JSON.parse(readFileSync(join(__dirname, "html-rules.json"), "utf-8"));

const validator = new HtmlValidate(new StaticConfigLoader({
  root: true,
  extends: ["html-validate:recommended", "html-validate:standard", "html-validate:document", "html-validate:a11y"],
  rules: Object.fromEntries(Object.entries(rules).map(([name, { set }]) => [name, set])),
}));

const pages = JSON.parse(readFileSync(0, "utf-8"));
const found = pages.flatMap(({ name, html }) =>
  validator.validateStringSync(html, name).results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message, selector }) => ({ name, line, rule: ruleId, message, where: selector }))));
process.stdout.write(JSON.stringify(found));
