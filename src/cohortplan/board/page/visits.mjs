// The visits of a round: hosts down, times across, and in the cells the sets that come.
import * as board from "./board.mjs";
import { at, h } from "./dom.mjs";

/** @typedef {{set: string, made: board.Made}} Coming */

export function draw() {
  const { visits } = board.round();
  const all = board.groups().flatMap((group) => group.visits.map((made) => ({ set: group.id, made })));
  const box = at("visits");
  if (!visits.length && !all.length) {
    box.replaceChildren(h("p", { class: "quiet" }, "No visits are made in this round."));
    return;
  }
  const kept = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
  const starts = times(all);
  const hosts = Object.keys(board.facts.hosts).filter((name) =>
    all.some(({ made }) => made.host === name) || visits.some((/** @type {any} */ each) => each.offered[name]));
  const table = h("table", {},
    h("caption", { class: "unseen" }, "Hosts, and when sets visit them"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Host"), ...starts.map(({ said }) => h("th", { scope: "col" }, said)))),
    h("tbody", {}, ...hosts.map((name) => row(name, starts, all))));
  box.replaceChildren(h("div", { class: "scroll", role: "group", "aria-label": "Visits", tabindex: 0 }, table));
  const again = kept && /** @type {HTMLElement | null} */ (box.querySelector(`[data-key="${CSS.escape(kept)}"]`));
  if (again) again.focus({ preventScroll: true });
}

/** The times that are columns: those that are offered, and those of the plan. @param {Coming[]} all */
function times(all) {
  const found = new Map();
  for (const each of board.round().visits) for (const { start, said } of each.starts) found.set(start, said);
  for (const { made } of all) found.set(made.start, made.said);
  return [...found].sort(([one], [other]) => one.localeCompare(other)).map(([start, said]) => ({ start, said }));
}

/** @param {string} name @param {{start: string, said: string}[]} starts @param {Coming[]} all */
function row(name, starts, all) {
  const host = board.facts.hosts[name];
  return h("tr", {},
    h("th", { scope: "row" }, h("span", { class: "called" }, host.name), h("span", { class: "from" }, [host.kind, host.town].filter(Boolean).join(", "))),
    ...starts.map(({ start, said }) => {
      const here = all.filter(({ made }) => made.host === name && made.start === start);
      const offered = board.round().visits.some((/** @type {any} */ each) => {
        const slot = each.starts.findIndex((/** @type {any} */ one) => one.start === start);
        return (each.offered[name] || []).includes(slot);
      });
      return h("td", { class: offered ? "offered" : "shut", "data-host": name, "data-start": start },
        !offered && !here.length && h("span", { class: "unseen" }, "not open"), ...here.map((one) => chip(one, said)));
    }));
}

/** @param {Coming} coming @param {string} said */
function chip({ set, made }, said) {
  const held = board.lockedVisit(set, made.activity);
  const bad = board.state.score.violations.filter((/** @type {any} */ each) => each.sets.includes(set) && !each.people.length);
  const host = board.facts.hosts[made.host];
  const more = [`visits ${host ? host.name : made.host}, ${said}`, held ? "locked" : "", ...bad.map((/** @type {any} */ each) => each.sentence)];
  return h("button", {
    type: "button", class: `chip${held ? " held" : ""}${bad.length ? " wrong" : ""}`, "data-visit": set, "data-activity": made.activity,
    "data-key": `visit ${set} ${made.activity}`, "aria-label": `Set ${set}, ${more.filter(Boolean).join(", ")}`, "aria-haspopup": "dialog",
  }, set, bad.length > 0 && h("span", { class: "flag", "aria-hidden": "true" }, "!"),
  held && h("span", { class: "pin", "aria-hidden": "true" }, "\u{1F512}\uFE0E"));
}

/** A visit as it is planned, in the form in which it is wanted elsewhere. @param {string} set @param {string} activity */
export function planned(set, activity) {
  const group = board.groups().find(({ id }) => id === set);
  const made = group && group.visits.find((each) => each.activity === activity);
  return made ? { set, activity, host: made.host, start: made.start } : null;
}

/** What a visit wants that goes elsewhere. @param {HTMLElement} chip @param {string} host @param {string} start */
export function elsewhere(chip, host, start) {
  const now = planned(chip.dataset.visit || "", chip.dataset.activity || "");
  if (!now || (now.host === host && now.start === start)) return null;
  return { visits: [{ ...now, host, start }] };
}

/** What two visits want that are made in each other's place. @param {HTMLElement} one @param {HTMLElement} other */
export function swap(one, other) {
  const [here, there] = [one, other].map((chip) => planned(chip.dataset.visit || "", chip.dataset.activity || ""));
  if (!here || !there || one === other) return null;
  if (here.host === there.host && here.start === there.start) return null;
  return { visits: [{ ...here, host: there.host, start: there.start }, { ...there, host: here.host, start: here.start }] };
}
