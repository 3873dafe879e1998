// What is asked in a window of its own: where to move something, and whether to go on.
import * as board from "./board.mjs";
import { at, count, h } from "./dom.mjs";
import { meaning } from "./drag.mjs";
import * as visits from "./visits.mjs";

const dialog = () => /** @type {HTMLDialogElement} */ (at("dialog"));

/** @param {string} title @param {...(Node | string)} content @returns {Promise<string>} the button that was used */
function open(title, ...content) {
  const box = dialog();
  const form = h("form", { method: "dialog" }, h("h2", { id: "asks" }, title), ...content);
  box.replaceChildren(form);
  box.returnValue = "";
  box.showModal();
  return new Promise((done) => box.addEventListener("close", () => done(box.returnValue), { once: true }));
}

/** @param {string} value @param {string} text @param {Record<string, any>} [traits] */
const button = (value, text, traits = {}) => h("button", { value, ...traits }, text);

/** @param {{value: string, text: string}[]} options @param {string} [label] @returns {HTMLElement} */
function group(options, label) {
  const made = options.map(({ value, text }) => h("option", { value }, text));
  return label ? h("optgroup", { label }, ...made) : h("option", { value: "" }, "Choose…");
}

/** Show what a choice comes to. @param {() => board.Places | null} wanted @returns {{told: HTMLElement, look: () => Promise<void>}} */
function outlook(wanted) {
  const told = h("p", { class: "outlook", role: "status" }, "");
  let asked = 0;
  const look = async () => {
    const places = wanted();
    const mine = (asked += 1);
    if (!places) return told.replaceChildren();
    const { change, error } = await board.consider(places);
    if (mine !== asked) return;
    const lines = error ? [error] : meaning(change);
    told.replaceChildren(...lines.map((line) => h("span", { class: line.startsWith("✗") ? "bad" : "" }, line)));
  };
  return { told, look };
}

/** @param {string} name somebody */
export async function person(name) {
  const here = board.setOf(name);
  const called = board.facts.people[name]?.name || name;
  const held = here ? board.lockedSeat(name, here.id) : false;
  const others = board.groups().filter((each) => each !== here);
  const to = /** @type {HTMLSelectElement} */ (h("select", { id: "where", disabled: held },
    group([]),
    group(others.map(({ id, members, visits: made }) => ({
      value: `set ${id}`,
      text: `${id}: ${count(members.length, "member")}${made[0] ? `, ${board.facts.hosts[made[0].host]?.name || made[0].host}` : ""}`,
    })), "Move to the set"),
    ...(here ? others : []).map((each) => group(each.members.map((one) => ({
      value: `swap ${one}`, text: `${board.facts.people[one]?.name || one} (${board.facts.people[one]?.sector || "–"})`,
    })), `Swap with somebody in ${each.id}`))));
  const wanted = () => {
    const [how, ...rest] = to.value.split(" ");
    const what = rest.join(" ");
    if (!what) return null;
    return how === "swap" ? board.swap(name, what) : { seats: [{ participant: name, set: what }] };
  };
  const { told, look } = outlook(wanted);
  to.addEventListener("change", look);
  const known = board.facts.people[name];
  const done = await open(`${called}, ${here ? `in ${here.id}` : "in no set"}`,
    h("p", { class: "quiet" }, [known?.sector, known?.organisation].filter(Boolean).join(", ")),
    held ? h("p", {}, "Locked here: unlock to move.") : h("label", { for: "where" }, "Where to?"), to, told,
    h("div", { class: "buttons" }, button("move", "Move", { class: "strong", disabled: held }),
      ...(here ? [button("lock", held ? "Unlock" : "Lock here")] : []), button("", "Cancel")));
  const places = wanted();
  if (done === "move" && places) await board.place(places);
  if (done === "lock" && here) await board.hold({ seats: [{ participant: name, set: here.id }] }, !held);
}

/** @param {string} set @param {string} activity */
export async function visit(set, activity) {
  const now = visits.planned(set, activity);
  if (!now) return;
  const held = board.lockedVisit(set, activity);
  const spec = board.round().visits.find((/** @type {any} */ each) => each.id === activity) || { starts: [], offered: {} };
  const name = (/** @type {string} */ host) => board.facts.hosts[host]?.name || host;
  const start = /** @type {HTMLSelectElement} */ (h("select", { id: "when", disabled: held },
    ...[...new Map([...spec.starts.map((/** @type {any} */ each) => [each.start, each.said]), [now.start, now.start.replace("T", " ")], ...spec.starts.map((/** @type {any} */ each) => [each.start, each.said])])]
      .map(([value, text]) => h("option", { value, selected: value === now.start }, text))));
  const host = /** @type {HTMLSelectElement} */ (h("select", { id: "where", disabled: held }));
  const fill = () => {
    const slot = spec.starts.findIndex((/** @type {any} */ each) => each.start === start.value);
    const kept = host.value || now.host;
    const all = Object.keys(board.facts.hosts);
    const free = all.filter((one) => (spec.offered[one] || []).includes(slot));
    const option = (/** @type {string} */ value) => h("option", { value, selected: value === kept }, name(value));
    host.replaceChildren(h("optgroup", { label: "Open at this time" }, ...free.map(option)),
      h("optgroup", { label: "Not open at this time" }, ...all.filter((one) => !free.includes(one)).map(option)));
  };
  fill();
  const wanted = () => (host.value === now.host && start.value === now.start ? null : { visits: [{ set, activity, host: host.value, start: start.value }] });
  const { told, look } = outlook(wanted);
  start.addEventListener("change", () => { fill(); look(); });
  host.addEventListener("change", look);
  const done = await open(`Set ${set} visits ${name(now.host)}`, held ? h("p", {}, "Locked: unlock to move.") : "",
    h("label", { for: "where" }, "Host"), host, h("label", { for: "when" }, "Time"), start, told,
    h("div", { class: "buttons" }, button("move", "Move", { class: "strong", disabled: held }), button("lock", held ? "Unlock" : "Lock"), button("", "Cancel")));
  const places = wanted();
  if (done === "move" && places) await board.place(places);
  if (done === "lock") await board.hold({ visits: [now] }, !held);
}

/** A whole set: lock it, or let it go. @param {string} id */
export async function set(id) {
  const group = board.groups().find((each) => each.id === id);
  if (!group) return;
  const seats = group.members.map((participant) => ({ participant, set: id }));
  const made = group.visits.map(({ activity, host, start }) => ({ set: id, activity, host, start }));
  const held = seats.filter(({ participant }) => board.lockedSeat(participant, id)).length + made.filter(({ activity }) => board.lockedVisit(id, activity)).length;
  const done = await open(`Set ${id}`,
    h("p", {}, `${count(seats.length, "member")}, ${count(made.length, "visit")}; ${held ? `${held} of them locked` : "none of them locked"}.`),
    h("div", { class: "buttons" },
      ...(held < seats.length + made.length ? [button("lock", "Lock all", { class: "strong" })] : []),
      ...(held ? [button("loose", "Unlock all")] : []),
      ...made.map(({ activity }) => button(`visit ${activity}`, "Move the visit…")), button("", "Cancel")));
  if (done === "lock") await board.hold({ seats, visits: made }, true);
  if (done === "loose") await board.hold({ seats, visits: made }, false);
  if (done.startsWith("visit ")) await visit(id, done.slice(6));
}

/** @param {string} title @param {string} text @param {string} yes @param {string} no @returns {Promise<boolean>} */
export async function sure(title, text, yes, no) {
  const done = await open(title, h("p", {}, text), h("div", { class: "buttons" }, button("yes", yes, { class: "strong" }), button("", no)));
  return done === "yes";
}
