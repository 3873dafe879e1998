// Making elements: text is always text, never markup.

/**
 * @param {string} tag
 * @param {Record<string, any>} [traits] attributes; `on…` are listeners, `class` and `data-…` as in HTML
 * @param {...(Node | string | null | false | undefined)} children
 * @returns {HTMLElement}
 */
export function h(tag, traits = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  return fill(made, ...children);
}

/** Give an element other children; what is nothing is left out. @param {HTMLElement} box @param {...(Node | string | null | false | undefined)} children */
export function fill(box, ...children) {
  box.replaceChildren(.../** @type {(Node | string)[]} */ (children.filter((child) => child instanceof Node || typeof child === "string")));
  return box;
}

/** @param {string} id @returns {HTMLElement} */
export function at(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page lacks ${id}`);
  return found;
}

/** The sign of a sector: a shape with a colour. @param {number} mark @returns {SVGElement} */
export function sign(mark) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = /** @type {SVGElement} */ (document.createElementNS(space, "svg"));
  drawn.setAttribute("class", "sign");
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#mark-${mark}`);
  drawn.append(use);
  return drawn;
}

/** Tell those who hear the page. @param {string} text */
export function announce(text) {
  at("live").textContent = text;
}

const grouped = new Intl.NumberFormat("en-GB");

/** @param {number} number */
export const figure = (number) => grouped.format(number);

/** @param {number} number */
export const step = (number) => (number === 0 ? "±0" : number > 0 ? `+${figure(number)}` : `−${figure(-number)}`);

/** @param {number} number @param {string} noun @param {string} [plural] */
export const count = (number, noun, plural) => `${figure(number)} ${number === 1 ? noun : plural || `${noun}s`}`;
