// The sets of a round: a column for each, a card for each person.
import * as board from "./board.mjs";
import { at, count, h, sign } from "./dom.mjs";

/** @type {Map<string, {key: string, node: HTMLElement}>} */
const drawn = new Map();
/** @type {Map<string, string>} */
const letters = new Map();

export function draw() {
  const people = trouble("people");
  const sets = trouble("sets");
  const columns = board.groups().map((group) => column(group, sets.get(group.id) || [], people));
  const open = board.unplaced();
  if (open.length) columns.push(waiting(open));
  const kept = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
  const box = at("sets");
  if (columns.length !== box.children.length) box.replaceChildren(...columns);
  else columns.forEach((node, k) => box.children[k] !== node && box.children[k].replaceWith(node));
  rove(box, kept);
}

/** One card or head can be reached by Tab, the others by arrows from there. @param {HTMLElement} box @param {string | undefined} key */
function rove(box, key) {
  const stops = [.../** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-key]"))];
  const again = stops.find((stop) => stop.dataset.key === key);
  const first = again || stops.find((stop) => stop.tabIndex === 0) || stops[0];
  for (const stop of stops) stop.tabIndex = stop === first ? 0 : -1;
  if (again && document.activeElement !== again) again.focus({ preventScroll: true });
}

/** Where hard rules are broken in the round, by whom or which set it is about. @param {"people" | "sets"} part */
function trouble(part) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const sizes = new Map(board.groups().map(({ id, members }) => [id, members.length]));
  for (const each of board.state.score.violations) {
    if (each.rounds.length && !each.rounds.includes(board.view.round)) continue;
    // What is about a whole set is said of the set alone.
    if (part === "people" && each.sets.length === 1 && each.people.length >= (sizes.get(each.sets[0]) || 0)) continue;
    for (const name of each[part]) found.set(name, [...(found.get(name) || []), each.sentence]);
  }
  return found;
}

/** @param {board.Group} group @param {string[]} wrong @param {Map<string, string[]>} people */
function column(group, wrong, people) {
  const members = [...group.members].sort(order);
  const bad = members.map((name) => (people.get(name) || []).length);
  const held = members.map((name) => board.lockedSeat(name, group.id));
  const key = JSON.stringify([board.view.round, group, wrong, bad, held, group.visits.map((v) => board.lockedVisit(group.id, v.activity))]);
  const known = drawn.get(group.id);
  if (known && known.key === key) return known.node;
  const [least, most] = board.round().sets[group.id] || [0, 0];
  const fits = least <= members.length && members.length <= most;
  const size = least === most ? `of ${most}` : `of ${least}–${most}`;
  const node = h("section", { class: `set${wrong.length ? " wrong" : ""}`, "data-set": group.id, "aria-labelledby": `set-${group.id}` },
    h("header", {},
      h("h3", { id: `set-${group.id}` },
        h("button", { type: "button", class: "name", "data-key": `set ${group.id}`, "data-head": group.id, tabindex: -1 }, group.id)),
      h("p", { class: `size${fits ? "" : " bad"}` }, `${members.length} ${size}`),
      ...group.visits.map((made) => going(group.id, made)),
      mix(members)),
    h("ul", { class: "cards" }, ...members.map((name) => card(name, group.id, people.get(name) || []))),
    wrong.length > 0 && h("ul", { class: "faults" }, ...wrong.slice(0, 3).map((sentence) => h("li", {}, sentence)),
      wrong.length > 3 && h("li", {}, `… and ${wrong.length - 3} more`)));
  drawn.set(group.id, { key, node });
  return node;
}

/** Where a set goes. @param {string} set @param {board.Made} made */
function going(set, made) {
  const host = board.facts.hosts[made.host];
  const held = board.lockedVisit(set, made.activity);
  return h("p", { class: "going" }, h("span", { class: "host" }, host ? host.name : made.host), ` ${made.said.split(", ")[1] || made.said}`,
    held && h("span", { class: "pin", title: "locked" }, " locked"));
}

/** How many of each sector there are. @param {string[]} members */
function mix(members) {
  const sectors = board.facts.sectors.filter((/** @type {any} */ { name }) => name);
  const parts = sectors.map((/** @type {any} */ { name, mark }) => {
    const number = members.filter((one) => board.facts.people[one]?.sector === name).length;
    return h("span", { class: number ? "" : "none", title: name }, sign(mark), String(number), h("span", { class: "unseen" }, ` ${name}`));
  });
  return h("p", { class: "mix" }, ...parts);
}

/** @param {string} name @param {string} set @param {string[]} wrong */
export function card(name, set, wrong) {
  const person = board.facts.people[name] || { name, sector: "", organisation: "", mark: 6 };
  const held = set !== "" && board.lockedSeat(name, set);
  const more = [person.sector, person.organisation, held ? "locked" : "", ...wrong].filter(Boolean).join(", ");
  return h("li", {},
    h("button", {
      type: "button", class: `card${wrong.length ? " wrong" : ""}${held ? " held" : ""}`, tabindex: -1, title: more,
      "data-key": name, "data-person": name, "aria-label": `${person.name}, ${more}`, "aria-haspopup": "dialog",
    },
    h("span", { class: "mark-of", "aria-hidden": "true" }, sign(person.mark), h("span", { class: "letter" }, letter(person.sector))),
    h("span", { class: "who" }, h("span", { class: "called" }, person.name), h("span", { class: "from" }, person.organisation)),
    wrong.length > 0 && h("span", { class: "flag", "aria-hidden": "true" }, "!"),
    held && h("span", { class: "pin", "aria-hidden": "true" }, "\u{1F512}\uFE0E")));
}

/** Those who take part and sit nowhere. @param {string[]} names */
function waiting(names) {
  return h("section", { class: "set open", "aria-labelledby": "set-" },
    h("header", {}, h("h3", { id: "set-" }, "In no set"), h("p", { class: "size bad" }, count(names.length, "person", "people"))),
    h("ul", { class: "cards" }, ...[...names].sort(order).map((name) => card(name, "", []))));
}

/** @param {string} one @param {string} other */
function order(one, other) {
  const [a, b] = [board.facts.people[one], board.facts.people[other]];
  return (a?.mark ?? 9) - (b?.mark ?? 9) || (a?.name ?? one).localeCompare(b?.name ?? other);
}

/** The shortest beginning of a sector's name that no other has. @param {string} sector */
function letter(sector) {
  if (!letters.size) {
    const names = board.facts.sectors.map((/** @type {any} */ { name }) => name);
    for (const name of names) {
      let length = 1;
      while (length < 3 && names.some((/** @type {string} */ other) => other !== name && other.slice(0, length) === name.slice(0, length))) length += 1;
      letters.set(name, name.slice(0, 1).toUpperCase() + name.slice(1, length));
    }
  }
  return letters.get(sector) || "";
}

export function legend() {
  const named = board.facts.sectors.filter((/** @type {any} */ { name }) => name);
  at("legend").replaceChildren(...named.map((/** @type {any} */ { name, mark }) =>
    h("li", {}, sign(mark), " ", h("span", { class: "letter" }, letter(name)), ` ${name}`)));
}
