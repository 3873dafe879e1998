// Speaking with the board's server.

/** What the server would not do, and why. */
export class Refused extends Error {
  /** @param {number} status @param {string} why */
  constructor(status, why) {
    super(why);
    this.status = status;
  }
}

/**
 * @param {string} action
 * @param {object} [wish]
 * @returns {Promise<any>}
 */
export async function ask(action, wish = {}) {
  let answer;
  try {
    answer = await fetch(`/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(wish),
    });
  } catch {
    throw new Refused(0, "The board has ended. Start it again with `cohortplan board`.");
  }
  const told = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, told.error);
  return told;
}

/** Show the token from the address once; from then on a cookie says that we know it. */
export async function enter() {
  const token = location.hash.slice(1);
  if (!/^[\w-]{20,}$/.test(token)) return;
  history.replaceState(null, "", location.pathname);
  await ask("enter", { token });
}

/** @param {(news: any) => void} hear @param {(there: boolean) => void} known whether the server can be reached */
export function listen(hear, known) {
  const source = new EventSource("/events");
  source.onmessage = (event) => hear(JSON.parse(event.data));
  source.onopen = () => known(true);
  source.onerror = () => known(false);
}
