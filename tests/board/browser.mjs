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
const context = await browser.newContext({
  viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce", hasTouch: width < 800,
});
const [home] = url.split("#");
const complaints = [];
/** The windows that are open, the first with the token, others with the cookie. */
const tabs = [];
const open = async () => {
  const opened = await context.newPage();
  opened.on("console", (message) => complaints.push(message.text()));
  opened.on("pageerror", (error) => complaints.push(error.message));
  opened.on("request", (request) => request.url().startsWith(home) || complaints.push(`asks for ${request.url()}`));
  await opened.goto(tabs.length ? home : url);
  await opened.waitForFunction(() => document.body.dataset.ready || document.querySelector("dialog[open]"));
  tabs.push(opened);
  return opened;
};
let page = await open();

const card = (name) => `[data-person="${name}"]`;
const middle = async (where) => {
  const { x, y, width: wide, height } = await page.locator(where).boundingBox();
  return [x + wide / 2, y + Math.min(height / 2, 20)];
};
/** What the page shows: members of the sets, the score, the last change, and whether it is saved. */
const shown = () => page.evaluate(() => ({
  sets: Object.fromEntries([...document.querySelectorAll("[data-set]")].map((set) =>
    [set.dataset.set, [...set.querySelectorAll("[data-person]")].map((each) => each.dataset.person).sort()])),
  visits: Object.fromEntries([...document.querySelectorAll("#visits [data-visit]")].map((chip) =>
    [chip.dataset.visit, [chip.closest("td").dataset.host, chip.closest("td").dataset.start]])),
  held: [...document.querySelectorAll(".card.held, .chip.held")].map((each) => each.dataset.person || each.dataset.visit),
  hard: document.getElementById("hard").textContent,
  last: document.getElementById("last").textContent,
  live: document.getElementById("live").textContent,
  note: document.getElementById("note").textContent,
  down: window.scrollY,
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
  /** Something is held at the lower edge while the mouse rests, until the page has gone some way; then left alone. */
  edge: async (from) => {
    await page.mouse.move(...(await middle(from)));
    await page.mouse.down();
    await page.mouse.move(300, page.viewportSize().height - 5, { steps: 4 });
    await page.waitForFunction(() => window.scrollY > 300);
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await page.evaluate(() => window.scrollTo(0, 0));
  },
  /** Something is dragged over something else until the board says what that means; whether that can be seen. */
  over: async (from, to) => {
    await page.mouse.move(...(await middle(from)));
    await page.mouse.down();
    const [x, y] = await middle(to);
    await page.mouse.move(x, y, { steps: 6 });
    await page.waitForFunction(() => document.querySelector("#ghost .means span"));
    const { y: top, height } = await page.locator("#ghost").boundingBox();
    if (top <= y && y <= top + height) complaints.push("the ghost hides what it is about");
    await page.keyboard.press("Escape");
    await page.mouse.up();
  },
  /** A finger rests on something for so many milliseconds, then goes elsewhere. */
  finger: async (from, to, rest) => {
    const cdp = await context.newCDPSession(page);
    const point = ([x, y]) => ({ touchPoints: [{ x, y }] });
    const [[x, y], [u, v]] = [await middle(from), await middle(to)];
    await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", ...point([x, y]) });
    await page.waitForTimeout(Number(rest));
    for (let k = 1; k <= 6; k += 1) {
      await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", ...point([x + ((u - x) * k) / 6, y + ((v - y) * k) / 6]) });
    }
    await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  },
  tap: (where) => page.tap(where),
  /** Go to a window, by its number; a further one is opened. */
  tab: async (number) => {
    page = tabs[Number(number)] || (await open());
    await page.bringToFront();
  },
  close: async () => {
    await page.close();
    [page] = tabs;
  },
  focus: (name) => page.focus(card(name)),
  press: (key) => page.keyboard.press(key),
  click: (where) => page.click(where),
  choose: (where, value) => page.selectOption(where, value),
  see: (id, text) => page.waitForFunction(([a, b]) => document.getElementById(a).textContent.includes(b), [id, text], { timeout: 60_000 }),
  shown,
};

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
