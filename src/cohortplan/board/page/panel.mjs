// Beside the board: what is not kept, the search for something better, and what each soft rule comes to.
import { ask, Refused } from "./api.mjs";
import * as board from "./board.mjs";
import { at, count, figure, fill, h, step } from "./dom.mjs";

/** How long to search, in seconds. */
const TIMES = [10, 20, 60, 300];
let seconds = 20;

/** @param {any} change what the last change came to, if anything */
export function draw(change) {
  score(change);
  violations();
  rules(change);
  improve();
}

/** @param {any} change */
function score(change) {
  const { hard, soft, bound } = board.state.score;
  const [dh, ds] = change ? [change.hard[1] - change.hard[0], change.soft[1] - change.soft[0]] : [0, 0];
  at("hard").className = `figure ${hard ? "bad" : "good"}`;
  fill(at("hard"), h("span", { class: "name" }, "Hard rules"),
    h("strong", {}, hard ? `✗ broken by ${figure(hard)}` : "✓ all kept"), delta(dh));
  fill(at("soft"), h("span", { class: "name" }, "Soft cost"), h("strong", {}, figure(soft)), delta(ds),
    bound === null ? h("span", { class: "proved quiet" }, "proving…")
      : h("span", { class: "proved quiet" }, soft <= bound ? "proved best" : `proved: at least ${figure(bound)}`));
}

/** @param {number} number */
const delta = (number) => number !== 0 && h("span", { class: `delta ${number > 0 ? "worse" : "better"}` }, step(number));

/** Part the thousands in a sentence. @param {string} said */
const parted = (said) => said.replace(/\d{4,}/g, (digits) => figure(Number(digits)));

/** What is owed under a rule, which reads as what is reached: so a sign would mislead. @param {number} number */
const by = (number) => number !== 0 && h("span", { class: `delta ${number > 0 ? "worse" : "better"}` }, `${figure(Math.abs(number))} ${number > 0 ? "worse" : "better"}`);

function violations() {
  const found = board.state.score.violations;
  if (!found.length) return at("violations").replaceChildren(h("p", { class: "good" }, "✓ Every hard rule is kept."));
  at("violations").replaceChildren(h("ul", { class: "faults" }, ...found.slice(0, 40).map((/** @type {any} */ each) =>
    h("li", {}, each.rounds.length === 1 && each.rounds[0] !== board.view.round && board.state.rounds[each.rounds[0]]
      ? h("button", { type: "button", class: "link", "data-round": each.rounds[0] }, each.sentence) : each.sentence))),
  ...(found.length > 40 ? [h("p", { class: "quiet" }, `… and ${count(found.length - 40, "more place")}`)] : []));
}

/** @param {any} change */
function rules(change) {
  const moved = new Map((change ? change.rules : []).map((/** @type {any} */ each) => [each.rule, each.after - each.before]));
  const soft = Object.entries(board.facts.rules).filter(([, rule]) => !rule.hard);
  const rows = soft.map(([id, rule]) => {
    const { said, proved, owed, bound } = board.state.score.rules[id];
    const least = bound === undefined ? "" : owed <= bound ? "proved best" : bound ? `proved ${parted(proved)}` : "";
    return h("tr", {},
      h("th", { scope: "row", title: rule.meaning }, rule.label),
      h("td", { class: "number" }, h("strong", {}, parted(said)), by(moved.get(id) || 0), h("small", { class: "quiet" }, least)),
      h("td", { class: "number quiet" }, `× ${rule.weight}`));
  });
  at("rules").replaceChildren(soft.length
    ? h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "rule"), h("th", { scope: "col", class: "number" }, "reached"), h("th", { scope: "col", class: "number" }, "weight"))), h("tbody", {}, ...rows))
    : h("p", { class: "quiet" }, "There are none."));
}

export function improve() {
  const { running, said, found, ...how } = board.state.search;
  const box = at("improve");
  const form = box.querySelector("form");
  if (running) return box.replaceChildren(...search(how));
  if (found) return box.replaceChildren(...offer(found));
  if (form && form.dataset.said === said) return;
  const times = TIMES.map((each) => h("option", { value: each, selected: each === seconds }, each < 60 ? `${each} seconds` : count(each / 60, "minute")));
  const select = /** @type {HTMLSelectElement} */ (h("select", { id: "seconds" }, ...times));
  box.replaceChildren(h("form", { "data-said": said, onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    seconds = Number(select.value);
    act("improve", { seconds });
  } }, h("label", { for: "seconds" }, "Look for something better for"), select, h("button", {}, "Improve from here"),
  h("p", { class: "quiet", role: "status" }, said || "What is locked stays as it is.")));
}

/** @param {any} how */
function search({ seconds: gone, left, hard, soft, bound, stopping }) {
  const best = soft === undefined || soft === null ? "reading the rules" : hard ? `not yet a plan: hard rules broken by ${figure(hard)}` : `soft cost ${figure(soft)}`;
  const proved = bound === null || bound === undefined ? "" : `; proved: at least ${figure(bound)}`;
  const whole = (gone || 0) + (left || 0);
  return [h("p", {}, `${best}${proved}`),
    h("progress", { max: whole || 1, value: gone || 0, "aria-label": "Time of the search" }),
    h("p", { class: "quiet" }, left === null || left === undefined ? "" : `${Math.round(gone)} s, ${Math.round(left)} s left`),
    h("button", { type: "button", disabled: stopping, onclick: () => act("stop") }, stopping ? "Stopping…" : "Stop")];
}

/** @param {any} found */
function offer({ hard, soft, seats, visits, bound }) {
  const broken = hard[0] !== hard[1] ? `Hard rules: ${figure(hard[0])} → ${figure(hard[1])}. ` : "";
  const proved = bound === null ? "" : soft[1] <= bound ? "It is proved: no plan is better. " : `Proved: at least ${figure(bound)}. `;
  return [h("p", { class: "good", role: "status" }, h("strong", {}, `Better: soft cost ${figure(soft[0])} → ${figure(soft[1])} (${step(soft[1] - soft[0])})`)),
    h("p", {}, `${broken}${proved}${count(seats, "seat")} and ${count(visits, "visit")} are otherwise.`),
    h("div", { class: "buttons" },
      h("button", { type: "button", class: "strong", onclick: () => board.change("take") }, "Take it"),
      h("button", { type: "button", onclick: () => act("discard") }, "Discard"))];
}

/** @param {string} action @param {object} [wish] */
async function act(action, wish) {
  try {
    hear(await ask(action, wish));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    board.show({ error: error.message });
  }
}

/** @param {any} news */
export function hear(news) {
  if (!board.state) return;
  board.search(news.search);
  improve();
}
