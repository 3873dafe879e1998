// Opens a board in a browser, takes steps in it, and tells what came of them, what the browser complains about, and
// what axe-core finds. Given: {executable, url, width, scheme, steps, judged}; a step is a list: a verb and its words.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.argv[2]}/`);
const { chromium } = require("playwright-core");
const axe = require("axe-core");
const { executable, url, width, scheme, steps, judged } = JSON.parse(readFileSync(0, "utf8"));
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const browser = await chromium.launch({ executablePath: executable, args: quiet });
const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce" });
const complaints = [];
page.on("console", (message) => complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(error.message));
page.on("request", (request) => request.url().startsWith(url.split("#")[0]) || complaints.push(`asks for ${request.url()}`));

const card = (name) => `[data-person="${name}"]`;
const middle = async (where) => {
  const { x, y, width: wide, height } = await page.locator(where).boundingBox();
  return [x + wide / 2, y + Math.min(height / 2, 20)];
};
/** What the page shows: members of the sets, the score, the last change, and whether it is saved. */
const shown = () => page.evaluate(() => ({
  sets: Object.fromEntries([...document.querySelectorAll("[data-set]")].map((set) =>
    [set.dataset.set, [...set.querySelectorAll("[data-person]")].map((each) => each.dataset.person).sort()])),
  held: [...document.querySelectorAll(".card.held")].map((each) => each.dataset.person),
  hard: document.getElementById("hard").textContent,
  last: document.getElementById("last").textContent,
  live: document.getElementById("live").textContent,
  file: document.getElementById("file").textContent,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
}));
const verbs = {
  drag: async (from, to) => {
    await page.mouse.move(...(await middle(from)));
    await page.mouse.down();
    const [x, y] = await middle(to);
    await page.mouse.move(x, y, { steps: 6 });
    await page.mouse.up();
  },
  focus: (name) => page.focus(card(name)),
  press: (key) => page.keyboard.press(key),
  click: (where) => page.click(where),
  choose: (where, value) => page.selectOption(where, value),
  see: (id, text) => page.waitForFunction(([a, b]) => document.getElementById(a).textContent.includes(b), [id, text], { timeout: 60_000 }),
  shown,
};

await page.goto(url);
await page.waitForFunction(() => document.body.dataset.ready || document.querySelector("dialog[open]"));
const told = [];
for (const [verb, ...words] of steps) {
  const value = await verbs[verb](...words);
  if (verb === "shown") told.push(value);
}
const found = [];
if (judged) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  for (const { id, impact, nodes } of violations) {
    if (impact === "serious" || impact === "critical") found.push(`${id}: ${nodes.length}, such as ${nodes[0].html.slice(0, 200)}`);
  }
}
await browser.close();
console.log(JSON.stringify({ told, complaints, found }));
