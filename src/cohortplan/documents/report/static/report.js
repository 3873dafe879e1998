"use strict";
// The page says everything without this. With it, people are found by typing, and the matrix is sorted.

(function finder() {
  const form = document.getElementById("finder");
  if (!form) return;
  const wanted = document.getElementById("wanted");
  const found = document.getElementById("found");
  const entries = [...document.querySelectorAll("#everyone > li")].map((entry) => ({
    entry,
    text: plain(entry.querySelector("summary").textContent),
  }));
  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }
  function look() {
    const words = plain(wanted.value).split(/\s+/).filter(Boolean);
    const here = entries.filter(({ entry, text }) => !(entry.hidden = !words.every((word) => text.includes(word))));
    found.textContent = here.length === 1 ? "1 person" : `${here.length || "No"} people`;
    if (words.length && here.length === 1) here[0].entry.firstElementChild.open = true;
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  wanted.addEventListener("input", look);
  form.hidden = false;
})();

(function strangers() {
  const data = document.getElementById("contacts-data");
  if (!data) return;
  const { ids, names, pairs } = JSON.parse(data.textContent);
  document.getElementById("everyone")?.addEventListener("toggle", (event) => {
    const told = event.target.querySelector("[data-strangers]");
    if (!told) return;
    const me = ids.indexOf(told.dataset.strangers);
    const met = new Set([me]);
    for (let k = 0; k < pairs.length; k += 3) {
      if (pairs[k] === me) met.add(pairs[k + 1]);
      if (pairs[k + 1] === me) met.add(pairs[k]);
    }
    const left = names.filter((_, person) => !met.has(person)).sort((a, b) => a.localeCompare(b));
    told.textContent = left.length ? `${told.dataset.label}: ${left.join(", ")}.` : "Meets everyone.";
    delete told.dataset.strangers;
  }, true);
})();

(function sorter() {
  const data = document.getElementById("contacts-data");
  const form = document.getElementById("sorting");
  const cells = document.getElementById("who-cells");
  if (!data || !form || !cells) return;
  const { names, organisations, pairs } = JSON.parse(data.textContent);
  const chart = cells.ownerSVGElement;
  const given = chart.innerHTML;
  const met = names.map(() => 0);
  for (let k = 0; k < pairs.length; k += 3) {
    met[pairs[k]] += 1;
    met[pairs[k + 1]] += 1;
  }
  const compare = {
    names: (a, b) => names[a].localeCompare(names[b]),
    organisations: (a, b) => organisations[a].localeCompare(organisations[b]) || a - b,
    met: (a, b) => met[b] - met[a] || a - b,
  };
  function sort(by) {
    chart.innerHTML = given;
    if (!compare[by]) return;
    const place = [];
    names.map((_, k) => k).sort(compare[by]).forEach((person, k) => (place[person] = k));
    draw(place);
    move(place);
  }
  function draw(place) {
    const paths = ["", "", "", "", ""];
    for (let k = 0; k < pairs.length; k += 3) {
      const a = place[pairs[k]], b = place[pairs[k + 1]];
      paths[Math.min(pairs[k + 2], 4)] += `M${a} ${b + 0.5}h1M${b} ${a + 0.5}h1`;
    }
    for (const path of document.getElementById("who-cells").children) {
      path.setAttribute("d", paths[path.dataset.times]);
    }
  }
  function move(place) {
    for (const part of chart.querySelectorAll("[data-row]")) {
      const row = place[part.dataset.row];
      part.setAttribute("y", Number(chart.dataset.top) + (row + 0.5) * chart.dataset.cell + 3.6);
      if (part.dataset.column === undefined) continue;
      part.setAttribute("x", Number(chart.dataset.left) + (place[part.dataset.column] + 0.5) * chart.dataset.cell);
    }
    for (const part of chart.querySelectorAll(".group")) part.remove();
  }
  document.getElementById("order").addEventListener("change", (event) => sort(event.target.value));
  form.hidden = false;
})();
