// Picking up and putting down: with the mouse, a finger, or the keyboard.
import * as board from "./board.mjs";
import { announce, at, h, step } from "./dom.mjs";
import * as visits from "./visits.mjs";

/** How far a pointer goes before it drags, in points; how long a finger rests, in milliseconds. */
const FAR = 5;
const REST = 350;
/** How near to an edge the page is scrolled, and by how much in each frame, in points. */
const EDGE = 60;
const STRIDE = 10;
/** How long a target is hovered over before the server is asked what it would mean, in milliseconds. */
const PAUSE = 40;

/** @type {{item: HTMLElement, x: number, y: number, pointer: number, touch: boolean, timer: number, live: boolean} | null} */
let held = null;
/** @type {HTMLElement | null} */
let target = null;
/** @type {HTMLElement | null} what the keyboard has picked up */
let picked = null;
let considering = 0;

/** Whether a drag has just ended, so that its click opens no menu. */
export let dragged = false;

/** @param {EventTarget | null} where */
const itemAt = (where) => (where instanceof Element ? /** @type {HTMLElement | null} */ (where.closest("[data-person], [data-visit]")) : null);

/** What it means to put something down on something; null if it means nothing. @param {HTMLElement} item @param {HTMLElement} on */
function wish(item, on) {
  if (item.dataset.person) {
    const name = item.dataset.person;
    if (on.dataset.person && on.dataset.person !== name) return board.swap(name, on.dataset.person);
    const to = on.dataset.set || on.dataset.head;
    return to && board.setOf(name)?.id !== to ? { seats: [{ participant: name, set: to }] } : null;
  }
  if (on.dataset.visit) return visits.swap(item, on);
  return on.dataset.host ? visits.elsewhere(item, on.dataset.host, on.dataset.start || "") : null;
}

/** Where something can be put down. @param {number} x @param {number} y @param {HTMLElement} item */
function under(x, y, item) {
  const found = document.elementFromPoint(x, y);
  const places = item.dataset.person ? "[data-person], [data-set]" : "[data-visit], [data-host]";
  return /** @type {HTMLElement | null} */ (found ? found.closest(places) : null);
}

/** @param {HTMLElement | null} on @param {HTMLElement} item */
function aim(on, item) {
  const places = on ? wish(item, on) : null;
  const next = places ? on : null;
  if (next === target) return;
  target?.classList.remove("target");
  target = next;
  target?.classList.add("target");
  at("ghost").querySelector(".means")?.replaceChildren();
  clearTimeout(considering);
  if (places) considering = setTimeout(() => foresee(places, next), PAUSE);
}

/** Say what a change would come to while it is not made. @param {board.Places} places @param {HTMLElement | null} on */
async function foresee(places, on) {
  const { change, error } = await board.consider(places);
  if (target !== on) return;
  const means = error ? [error] : meaning(change);
  at("ghost").querySelector(".means")?.replaceChildren(...means.map((text) => h("span", { class: text.startsWith("✗") ? "bad" : "" }, text)));
  if (held) follow(held.x, held.y);
  if (picked) announce(means.join(". "));
}

/** What a change comes to, in words; nothing if the board has changed since it was asked. @param {any} change @returns {string[]} */
export function meaning(change) {
  if (!change) return [];
  const [hard, soft] = [change.hard[1] - change.hard[0], change.soft[1] - change.soft[0]];
  const said = [`soft cost ${step(soft)}`];
  if (hard) said.push(`${hard > 0 ? "✗ " : ""}hard rules ${step(hard)}`);
  return [...said, ...change.broken.slice(0, 2).map((/** @type {string} */ sentence) => `✗ ${sentence}`)];
}

/** @param {HTMLElement} item @param {string} [how] */
function lift(item, how = "") {
  item.classList.add("lifted");
  document.body.classList.add("dragging");
  const ghost = at("ghost");
  ghost.replaceChildren(h("span", { class: "what" }, item.querySelector(".called")?.textContent || item.dataset.visit || ""), h("span", { class: "means" }));
  ghost.hidden = how === "keyboard";
}

/** Keep the ghost above the pointer, so that it hides nothing of what it is about. @param {number} x @param {number} y */
function follow(x, y) {
  const ghost = at("ghost");
  const left = Math.min(x + 14, window.innerWidth - ghost.offsetWidth - 8);
  const above = y - ghost.offsetHeight - 12;
  ghost.style.transform = `translate(${Math.max(4, left)}px, ${above < 4 ? y + 24 : above}px)`;
}

/** Scroll as long as something is held at an edge, even if the pointer rests. */
function roll() {
  if (!held?.live) return;
  const { x, y, item } = held;
  const side = (/** @type {number} */ where, /** @type {number} */ low, /** @type {number} */ high) => (where < low + EDGE ? -STRIDE : where > high - EDGE ? STRIDE : 0);
  const box = item.closest(".scroll");
  const before = [window.scrollY, box?.scrollLeft];
  window.scrollBy({ top: side(y, at("rounds").getBoundingClientRect().bottom - EDGE / 2, window.innerHeight), behavior: "instant" });
  if (box) box.scrollLeft += side(x, box.getBoundingClientRect().left, Math.min(window.innerWidth, box.getBoundingClientRect().right));
  if (before[0] !== window.scrollY || before[1] !== box?.scrollLeft) aim(under(x, y, item), item);
  requestAnimationFrame(roll);
}

function letGo() {
  clearTimeout(considering);
  if (held) clearTimeout(held.timer);
  document.querySelectorAll(".lifted, .target").forEach((each) => each.classList.remove("lifted", "target"));
  document.body.classList.remove("dragging");
  at("ghost").hidden = true;
  held = target = picked = null;
}

/** @param {PointerEvent} event */
function down(event) {
  const item = itemAt(event.target);
  if (!item || event.button !== 0 || held) return;
  const touch = event.pointerType !== "mouse";
  held = { item, x: event.clientX, y: event.clientY, pointer: event.pointerId, touch, timer: 0, live: false };
  if (touch) held.timer = setTimeout(begin, REST);
}

function begin() {
  if (!held || held.live) return;
  if (item_held(held.item)) return letGo();
  held.live = true;
  if (held.touch && "vibrate" in navigator) navigator.vibrate(10);
  lift(held.item);
  follow(held.x, held.y);
  roll();
}

/** Whether it is locked, which is then said. @param {HTMLElement} item */
function item_held(item) {
  if (!item.classList.contains("held")) return false;
  board.show({ error: "This is locked. Unlock it first: L, or its menu." });
  return true;
}

/** @param {PointerEvent} event */
function move(event) {
  if (!held || event.pointerId !== held.pointer) return;
  const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR;
  if (!held.live && far && held.touch) return letGo(); // the page is scrolled
  if (!held.live && far) begin();
  if (!held?.live) return;
  event.preventDefault();
  [held.x, held.y] = [event.clientX, event.clientY];
  follow(held.x, held.y);
  aim(under(held.x, held.y, held.item), held.item);
}

/** @param {PointerEvent} event */
function up(event) {
  if (!held || event.pointerId !== held.pointer) return;
  const { item, live } = held;
  const on = target;
  letGo();
  if (!live) return;
  dragged = true;
  setTimeout(() => (dragged = false), 0);
  const places = on && wish(item, on);
  if (places) board.place(places);
}

/** Pick up with the keyboard what has the focus, or put down on it what was picked up. @param {HTMLElement} focused */
export function pick(focused) {
  if (!picked) {
    const item = itemAt(focused);
    if (!item || item_held(item)) return;
    picked = item;
    lift(item, "keyboard");
    announce(`${item.getAttribute("aria-label")}: picked up. Arrow keys, then Space to put down; Escape to leave it.`);
    return;
  }
  const places = wish(picked, focused.closest("[data-person], [data-visit], [data-host]") || focused);
  letGo();
  if (places) board.place(places);
}

/** What the focus is on while something is picked up. @param {HTMLElement} focused */
export function hover(focused) {
  if (picked) aim(focused, picked);
}

/** Leave what is picked up or dragged where it was; say whether there was anything. */
export function leave() {
  const there = picked !== null || (held?.live ?? false);
  letGo();
  return there;
}

export function start() {
  document.addEventListener("pointerdown", down);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", letGo);
  document.addEventListener("touchmove", (event) => held?.live && event.preventDefault(), { passive: false });
  document.addEventListener("contextmenu", (event) => held?.touch && event.preventDefault());
  document.addEventListener("dragstart", (event) => event.preventDefault());
}
