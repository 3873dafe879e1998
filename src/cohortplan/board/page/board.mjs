// The plan as the page knows it, and every way to change it.
import { ask, Refused } from "./api.mjs";

/**
 * @typedef {{participant: string, set: string}} Seat
 * @typedef {{set: string, activity: string, host: string, start: string | null}} Visit
 * @typedef {{seats?: Seat[], visits?: Visit[]}} Places
 * @typedef {{activity: string, host: string, start: string, said: string}} Made
 * @typedef {{id: string, members: string[], visits: Made[], carers: number}} Group
 */

/** How long a change waits for its answer before it is shown without, in milliseconds: to draw twice takes longer. */
const PATIENCE = 60;

/** @type {any} */
export let facts = null;
/** @type {any} */
export let state = null;
export const view = { round: "", shown: "sets" };

/** @type {Set<string>} */
let held = new Set();
/** @type {((told: any) => void)[]} */
const watchers = [];
/** @type {Promise<any>} */
let queue = Promise.resolve();
/** @type {Promise<any>} the last question what a change would come to */
let considered = Promise.resolve();
let questions = 0;
let asking = 0;

/** Have `watch` called whenever something is otherwise, with what the server told of it. @param {(told: any) => void} watch */
export const watch = (watch) => watchers.push(watch);
/** @param {any} [told] */
export const show = (told = null) => watchers.forEach((watcher) => watcher(told));
export const busy = () => asking > 0;

/** Look again, after all that is still being asked: an answer that is late must not undo what came since. */
export function reload() {
  queue = queue.then(load).catch(tell);
  return queue;
}

/** Take in how the search stands, unless something newer is known. @param {any} search */
export function search(search) {
  if (state && !(search.look < state.search?.look)) state.search = search;
}

/** Say what was refused. @param {any} error */
function tell(error) {
  if (!(error instanceof Refused)) throw error;
  show({ error: error.message });
  return null;
}

export async function load() {
  facts = facts || (await ask("facts"));
  const told = await ask("state");
  learn(told);
  view.round = state.rounds[view.round] ? view.round : Object.keys(told.rounds)[0];
  show();
}

/** @param {any} told */
function learn(told) {
  const rounds = { ...(state ? state.rounds : {}), ...told.rounds };
  const known = state?.search || told.search;
  state = { ...state, ...told, rounds, search: known };
  search(told.search);
  const keys = (/** @type {string} */ kind) => told.locks[kind].map((/** @type {string[]} */ pair) => [kind, ...pair].join("\n"));
  held = new Set([...keys("seats"), ...keys("visits")]);
}

/**
 * Ask for a change, one after the other; what cannot be done is told, and the board looked at again.
 * @param {string} action
 * @param {object} [wish]
 * @param {number} [early] the timer that would show it before it is answered
 */
export function change(action, wish = {}, early = 0) {
  asking += 1;
  queue = queue.then(async () => {
    try {
      const told = await ask(action, { ...wish, revision: state.revision }).finally(() => clearTimeout(early));
      learn(told);
      show(told);
      return told;
    } catch (error) {
      if (error instanceof Refused && error.status) await load().catch(tell);
      return tell(error);
    } finally {
      asking -= 1;
    }
  });
  return queue;
}

/**
 * What a change would come to. A question waits for what was asked before it, and is not asked any more if another comes
 * meanwhile or something is put down: that must not stand behind all the places a pointer has passed.
 * @param {Places} places
 */
export function consider(places) {
  const mine = (questions += 1);
  considered = Promise.all([considered, queue]).then(async () => {
    if (mine !== questions) return { change: null };
    try {
      return await ask("consider", { ...places, revision: state.revision });
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  });
  return considered;
}

/** Put people and visits elsewhere: shown when the server answers, or before if that takes a while. @param {Places} places */
export function place(places) {
  performance.mark("drop");
  questions += 1;
  const early = setTimeout(() => {
    put(places);
    show({ early: true });
  }, PATIENCE);
  return change("place", places, early);
}

/** @param {Places} places */
function put(places) {
  for (const { participant, set } of places.seats || []) seatOf(participant, set);
  for (const visit of places.visits || []) {
    const group = groups().find(({ id }) => id === visit.set);
    const made = group && group.visits.find(({ activity }) => activity === visit.activity);
    if (made && visit.start) Object.assign(made, { host: visit.host, start: visit.start });
  }
}

/** @param {string} name @param {string} to */
function seatOf(name, to) {
  const moved = groups().map((group) => {
    const members = group.members.filter((member) => member !== name);
    return { ...group, members: group.id === to ? [...members, name] : members };
  });
  state.rounds[view.round] = moved;
}

/** The rounds of the plan. */
export const round = () => facts.rounds.find((/** @type {any} */ each) => each.id === view.round);
/** The sets of the round that is shown. @returns {Group[]} */
export const groups = () => state.rounds[view.round] || [];
/** @param {string} name @returns {Group | undefined} */
export const setOf = (name) => groups().find(({ members }) => members.includes(name));
/** @param {string} name @param {string} set */
export const lockedSeat = (name, set) => held.has(`seats\n${name}\n${set}`);
/** @param {string} set @param {string} activity */
export const lockedVisit = (set, activity) => held.has(`visits\n${set}\n${activity}`);

/** What two people who swap want. @param {string} one @param {string} other @returns {Places | null} */
export function swap(one, other) {
  const [here, there] = [setOf(one), setOf(other)];
  if (!there || here === there) return null;
  if (!here) return { seats: [{ participant: one, set: there.id }] };
  return { seats: [{ participant: one, set: there.id }, { participant: other, set: here.id }] };
}

/** Those who take part in the round and sit in no set. @returns {string[]} */
export function unplaced() {
  const seated = new Set(groups().flatMap(({ members }) => members));
  return round().attending.filter((/** @type {string} */ name) => !seated.has(name));
}

/** Lock or let go what is shown of somebody or something. @param {Places} places @param {boolean} on */
export const hold = (places, on) => change("hold", { ...places, on });
