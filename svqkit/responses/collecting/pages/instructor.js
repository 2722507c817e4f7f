"use strict";
(() => {
  // The counter asks each second; the results only while they are looked at.
  const about = JSON.parse(document.getElementById("about").textContent);
  const by = (id) => document.getElementById(id);
  const lasting = (number, unit) => new Intl.NumberFormat(about.language, { style: "unit", unit, unitDisplay: "narrow" }).format(number);
  const decimals = new Intl.NumberFormat(about.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  let misses = 0;

  function spoken(seconds) {
    if (seconds === null) return "–";
    if (seconds < 60) return lasting(seconds, "second");
    return seconds < 3600 ? lasting(Math.floor(seconds / 60), "minute") : lasting(Math.floor(seconds / 3600), "hour");
  }

  function bars(holder, numbers) {
    const most = Math.max(1, ...numbers);
    holder.replaceChildren(...numbers.map((number) => {
      const bar = document.createElement("span");
      bar.style.height = `${(100 * number) / most}%`;
      return bar;
    }));
  }

  async function ask(what) {
    const ends = new AbortController();
    const timer = setTimeout(() => ends.abort(), 8000);
    try {
      const answer = await fetch(what, { signal: ends.signal });
      if (answer.status === 503) trouble(about.words.trouble);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null; // stopped, or out of reach: said after some misses
    } finally {
      clearTimeout(timer);
    }
  }

  function trouble(text) {
    by("trouble").textContent = text;
    by("trouble").hidden = !text;
  }

  async function count() {
    const counts = await ask("counts");
    if (counts) {
      misses = 0;
      for (const name of ["begun", "finished", "last_minute"]) by(name).textContent = counts[name];
      by("last").textContent = spoken(counts.last);
      bars(by("pace"), counts.pace);
      by("pace-holder").hidden = !counts.finished;
      if (counts.closed) by("ends").textContent = about.words.ended_now;
      trouble(counts.trouble ? about.words.trouble : "");
    } else if (++misses >= 3 && by("trouble").hidden) trouble(about.words.silent);
    setTimeout(count, misses ? 2000 : 1000);
  }

  function cell(row, text, kind = "td", name = "") {
    const made = document.createElement(kind);
    made.textContent = text;
    made.className = name;
    row.append(made);
    return made;
  }

  function table(form, items) {
    const made = document.createElement("table");
    made.createCaption().textContent = about.forms[form] ?? form;
    const head = made.createTHead().insertRow();
    cell(head, about.words.item, "th");
    cell(head, "n", "th", "number");
    cell(head, about.words.mean, "th", "number");
    cell(head, about.words.spread, "th");
    const body = made.createTBody();
    for (const one of items) {
      const row = body.insertRow();
      cell(row, about.labels[one.item] ?? one.item);
      cell(row, one.n, "td", "number");
      cell(row, one.mean === null ? "–" : decimals.format(one.mean), "td", "number");
      const place = cell(row, "");
      if (one.counts) {
        const drawn = document.createElement("div");
        drawn.className = "bars";
        drawn.setAttribute("role", "img");
        drawn.setAttribute("aria-label", one.counts.join(", "));
        bars(drawn, one.counts);
        place.append(drawn);
      }
    }
    return made;
  }

  async function results() {
    if (!by("results").open) return;
    const items = await ask("items");
    if (items) {
      const forms = [...new Set(items.map((one) => one.form))];
      by("tables").replaceChildren(...forms.map((form) => table(form, items.filter((one) => one.form === form))));
    }
    setTimeout(results, 2000);
  }

  by("results").addEventListener("toggle", results);
  count();
})();
