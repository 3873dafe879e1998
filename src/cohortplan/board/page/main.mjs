// The board: draws what it is told, and turns what is done to it into requests.
import { ask, enter, listen, Refused } from "./api.mjs";
import * as board from "./board.mjs";
import * as cards from "./cards.mjs";
import * as dialogs from "./dialogs.mjs";
import { announce, at, count, figure, h, step } from "./dom.mjs";
import * as drag from "./drag.mjs";
import * as panel from "./panel.mjs";
import * as visits from "./visits.mjs";

/** What the last change came to, and in words. @type {{change: any, said: string}} */
let last = { change: null, said: "" };

/** @param {any} told */
function draw(told) {
  if (told?.error) return note(told.error);
  if (told && !told.early) {
    note("");
    if (told.said) last = { change: told.change, said: told.said };
  }
  cards.draw();
  if (board.view.shown === "visits") visits.draw();
  if (told?.early) return;
  rounds();
  panel.draw(last.change);
  tools();
  at("last").textContent = last.said ? `${last.said}.` : "";
  if (told?.said) announce(spoken());
  if (performance.getEntriesByName("drop").length) {
    requestAnimationFrame(() => setTimeout(() => {
      if (performance.getEntriesByName("drop").length) performance.measure("drop to answer", "drop");
      performance.clearMarks("drop");
    }));
  }
}

/** The last change for those who hear the page. */
function spoken() {
  const { hard, soft } = board.state.score;
  const change = last.change;
  const by = change && change.soft[0] !== change.soft[1] ? `, ${step(change.soft[1] - change.soft[0])}` : "";
  const broken = change ? change.broken.join(" ") : "";
  return `${last.said}. Soft cost ${figure(soft)}${by}. ${hard ? `Hard rules broken by ${figure(hard)}.` : "All hard rules kept."} ${broken}`;
}

/** @param {string} text */
function note(text) {
  at("note").textContent = text;
  at("note").hidden = !text;
}

function tools() {
  const { undo, redo, dirty } = board.state;
  for (const [id, what] of [["undo", undo], ["redo", redo]]) {
    const button = /** @type {HTMLButtonElement} */ (at(id));
    button.disabled = !what;
    button.title = what ? `${id === "undo" ? "Undo" : "Redo"}: ${what}` : "";
  }
  /** @type {HTMLButtonElement} */ (at("save")).disabled = !dirty;
  at("file").textContent = `${board.facts.plan}${dirty ? ", changed" : ", saved"}`;
  document.title = `${dirty ? "• " : ""}${board.facts.title}`;
}

function rounds() {
  const wrong = new Map();
  for (const each of board.state.score.violations) for (const name of each.rounds) wrong.set(name, (wrong.get(name) || 0) + 1);
  const shown = board.facts.rounds.filter((/** @type {any} */ each) => board.state.rounds[each.id]);
  at("rounds").replaceChildren(...shown.map((/** @type {any} */ each) => h("li", {},
    h("button", { type: "button", "data-round": each.id, "aria-current": each.id === board.view.round ? "true" : null },
      h("span", { class: "called" }, each.title), each.when && h("span", { class: "when" }, each.when),
      wrong.get(each.id) && h("span", { class: "flag" }, String(wrong.get(each.id)), h("span", { class: "unseen" }, " not kept"))))));
  at("heading").textContent = `Sets of ${board.round().title}`;
}

/** @param {string} name */
function go(name) {
  board.view.round = name;
  drag.leave();
  board.show();
  at("rounds").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  /** @type {HTMLElement | null} */ (at("rounds").querySelector("[aria-current]"))?.focus({ preventScroll: true });
}

/** @param {string} shown */
function look(shown) {
  board.view.shown = shown;
  document.body.dataset.shown = shown;
  for (const each of document.querySelectorAll("[data-view]")) each.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (each).dataset.view === shown));
  at("sets").hidden = shown !== "sets";
  at("visits").hidden = shown !== "visits";
  at("legend").hidden = shown !== "sets";
  if (shown === "visits") visits.draw();
}

async function save(over = false) {
  try {
    const told = await ask("save", { over });
    if (told.changed.length && !over) {
      const files = told.changed.join(" and ");
      if (await dialogs.sure("Write over it?", `${files} was changed by somebody else since the board read it.`, "Write over it", "Leave it")) await save(true);
      return;
    }
    await board.reload();
    announce(`Saved: ${told.saved.join(", ")}.`);
    at("last").textContent = `Saved: ${told.saved.join(", ")}.`;
    if (told.outdated.length) note(`Changed since the board read it: ${told.outdated.join(", ")}. Start the board again to have the plan measured by it.`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    note(error.message);
  }
}

/** @param {HTMLElement} item */
function menu(item) {
  const { person, visit, activity, head } = item.dataset;
  if (person) return dialogs.person(person);
  if (visit) return dialogs.visit(visit, activity || "");
  return head ? dialogs.set(head) : undefined;
}

/** @param {HTMLElement} item */
function lock(item) {
  const { person, visit, activity } = item.dataset;
  const here = person && board.setOf(person);
  if (person && here) board.hold({ seats: [{ participant: person, set: here.id }] }, !board.lockedSeat(person, here.id));
  const now = visit && visits.planned(visit, activity || "");
  if (visit && now) board.hold({ visits: [now] }, !board.lockedVisit(visit, activity || ""));
}

/** The nearest stop in a direction, by where things are on the page. @param {HTMLElement} from @param {string} key */
function next(from, key) {
  const stops = [.../** @type {NodeListOf<HTMLElement>} */ ((from.closest(".sets, .visits") || document).querySelectorAll("[data-key]"))];
  const mine = from.getBoundingClientRect();
  const [x, y] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key] || [0, 0];
  let best = null;
  let least = Infinity;
  for (const stop of stops) {
    const its = stop.getBoundingClientRect();
    const [dx, dy] = [its.left - mine.left, its.top - mine.top];
    const ahead = dx * x + dy * y;
    const aside = Math.abs(x ? dy : dx);
    if (stop === from || ahead <= 4 || aside > (x ? 400 : 60)) continue;
    const far = ahead + 3 * aside;
    if (far < least) [best, least] = [stop, far];
  }
  return best;
}

/** @param {KeyboardEvent} event */
function typed(event) {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (/** @type {HTMLDialogElement} */ (at("dialog")).open) return;
  if (command && (key === "z" || key === "y")) {
    event.preventDefault();
    board.change(key === "y" || event.shiftKey ? "redo" : "undo");
  } else if (command && key === "s") {
    event.preventDefault();
    if (board.state.dirty) save();
  } else if (key === "escape") {
    drag.leave();
  } else if (!command && !event.altKey && event.target instanceof HTMLElement && event.target.dataset.key) {
    onItem(event, event.target, key);
  }
}

/** @param {KeyboardEvent} event @param {HTMLElement} item @param {string} key */
function onItem(event, item, key) {
  if (event.key.startsWith("Arrow")) {
    const stop = next(item, event.key);
    event.preventDefault();
    if (!stop) return;
    if (item.closest(".sets")) [item.tabIndex, stop.tabIndex] = [-1, 0];
    stop.focus();
    stop.scrollIntoView({ block: "nearest" });
    drag.hover(stop);
  } else if (key === " ") {
    event.preventDefault();
    drag.pick(item);
  } else if (key === "m") {
    menu(item);
  } else if (key === "l") {
    lock(item);
  }
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (drag.dragged || !(event.target instanceof Element)) return;
  const target = /** @type {HTMLElement | null} */ (event.target.closest("button"));
  if (!target) return;
  if (target.dataset.round) go(target.dataset.round);
  else if (target.dataset.view) look(target.dataset.view);
  else if (target.dataset.key) menu(target);
  else if (target.id === "undo" || target.id === "redo") board.change(target.id);
  else if (target.id === "save") save();
}

async function resume() {
  const { changes, changed } = board.state.left;
  const other = changed ? " The plan file has been changed since, too." : "";
  const on = await dialogs.sure("Go on where you were?", `The board was closed with ${count(changes, "change")} not saved.${other}`, "Go on", "Start from the file");
  await ask("resume", { go_on: on });
  await board.load();
}

/** @param {any} news */
async function heard(news) {
  panel.hear(news);
  if (!board.busy() && board.state && news.version > board.state.version) await board.reload();
}

async function begin() {
  document.addEventListener("keydown", typed);
  document.addEventListener("click", clicked);
  drag.start();
  board.watch(draw);
  try {
    await enter();
    await board.load();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return note(error.message);
  }
  at("title").textContent = board.facts.title;
  cards.legend();
  if (board.state.left) await resume();
  listen(heard, (there) => note(there ? "" : "The board has ended, or cannot be reached. Start it again with `cohortplan board`."));
  document.body.dataset.ready = "yes";
}

begin();
