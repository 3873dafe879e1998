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
/** Scroll, so that neither of two things is near an edge, where the page would scroll by itself; wait until it lies still. */
const between = async (from, to) => {
  const top = (where) => page.locator(where).evaluate((each) => each.getBoundingClientRect().top);
  for (let last = NaN, now = await top(from); now !== last; [last, now] = [now, await top(from)]) await page.waitForTimeout(100);
  const middle = ((await top(from)) + (await top(to))) / 2;
  await page.evaluate((by) => window.scrollBy({ top: by, behavior: "instant" }), middle - 450);
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
  /** A finger rests on something until it is picked up, or goes on at once; then it goes where it is wanted. */
  finger: async (from, to, how) => {
    const [cdp, rests] = [await context.newCDPSession(page), how === "rests"];
    const touch = (type, ...points) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
    await between(from, to);
    const [[x, y], [u, v]] = [await middle(from), await middle(to)];
    const way = [1, 2, 3, 4, 5, 6].map((k) => [x + ((u - x) * k) / 6, y + ((v - y) * k) / 6]);
    if (rests) {
      await touch("touchStart", [x, y]);
      await page.waitForFunction(() => document.body.classList.contains("dragging"));
      for (const point of way) await touch("touchMove", point);
      await page.waitForFunction((where) => document.querySelector(where).closest(".target"), to);
    } else {
      await Promise.all([touch("touchStart", [x, y]), ...way.map((point) => touch("touchMove", point))]); // with no wait between
    }
    await touch("touchEnd");
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
  /** What could be pressed on paper, beside names and visits. */
  paper: async () => {
    await page.emulateMedia({ media: "print" });
    const pressed = await page.evaluate(() => [...document.querySelectorAll("button:not(.link), select, summary")]
      .filter((each) => each.checkVisibility() && !each.closest(".set, .visits")).map((each) => each.textContent));
    const told = { ...(await shown()), pressed };
    await page.emulateMedia({ media: "screen" });
    return told;
  },
  shown,
};

const told = [];
for (const [verb, ...words] of steps) {
  const value = await verbs[verb](...words).catch(async (error) => {
    throw new Error(`${verb} ${words.join(", ")}: ${error.message}; shown is ${JSON.stringify(await shown())}`);
  });
  if (verb === "shown" || verb === "paper") told.push(value);
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
