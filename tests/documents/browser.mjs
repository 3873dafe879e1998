// Opens pages in a browser and tells what it complains about, and what axe-core finds wrong with them.
// Given: {executable, pages: [{file, width, scheme, media, steps, judged}]}; a step is a script whose value is told.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.argv[2]}/`);
const { chromium } = require("playwright-core");
const axe = require("axe-core");
const { executable, pages } = JSON.parse(readFileSync(0, "utf8"));
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const browser = await chromium.launch({ executablePath: executable, args: quiet });
const told = [];
for (const { file, width, scheme, media, steps, judged } of pages) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce" });
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => request.url() === `file://${file}` || complaints.push(`asks for ${request.url()}`));
  await page.goto(`file://${file}`);
  await page.emulateMedia({ media, colorScheme: scheme });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const values = [];
  for (const step of steps) values.push(await page.evaluate(step));
  if (judged) await page.evaluate(axe.source);
  const { violations } = judged ? await page.evaluate(() => axe.run({ resultTypes: ["violations"] })) : { violations: [] };
  const found = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.length}, such as ${nodes[0].html.slice(0, 200)}`);
  told.push({ complaints, wide, values, found });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(told));
