// The page: one step at a time, what is missing, and the way out.

const by = (id) => document.getElementById(id);
const form = by("form");
const steps = [...form.querySelectorAll(".step")];
const screens = ["start", "resume", "form", "end"].map(by);
const asked = (step) => [...step.querySelectorAll("[data-field]")].map((one) => fieldOf[one.dataset.field]);
const holder = (field) => form.querySelector(`[data-field="${field.id}"]`);
const inputs = (field) => [...form.elements].filter((one) => one.name === field.id);
const MOST_LISTED = 8; // problems named at once; more would be a wall of text
let handed = false; // whether the answers are in somebody's hands
let tries = 0;
let timer = null;

function toTop(heading) {
  scrollTo({ top: 0, behavior: "instant" });
  heading.focus({ preventScroll: true });
}

function showScreen(id) {
  for (const screen of screens) screen.hidden = screen.id !== id;
  by("bar").hidden = id !== "form";
}

function showProgress() {
  const done = fields.filter(isAnswered).length;
  by("done").textContent = say("progress", { done, total: fields.length });
  by("progress").max = fields.length;
  by("progress").value = done;
}

function showStep(at, how = "push") {
  state.step = Math.min(Math.max(at, 0), steps.length - 1);
  const step = steps[state.step];
  for (const one of steps) one.hidden = one !== step;
  document.body.classList.toggle("wide", step.querySelector(".as-columns") !== null);
  by("problems").hidden = true;
  by("back").hidden = state.step === 0;
  by("next").textContent = say(state.step === steps.length - 1 ? "finish" : "next");
  by("where").textContent = steps.length > 1 ? say("part", { at: state.step + 1, of: steps.length }) : document.title;
  showScreen("form");
  showProgress();
  if (how === "push") history.pushState({ step: state.step }, "");
  if (how === "replace") history.replaceState({ step: state.step }, "");
  toTop(step.querySelector("h1"));
  keep();
}

function showAnswer(field) {
  const value = state.answers[field.id] ?? "";
  for (const input of inputs(field)) {
    if (input.type === "radio") input.checked = input.value === value;
    else if (input.value !== value) input.value = value;
  }
  const chosen = holder(field).querySelector(".chosen");
  const point = holder(field).querySelector("input:checked")?.closest(".point");
  const ends = holder(field).querySelectorAll(".point:first-child, .point:last-child");
  const word = point && ![...ends].includes(point) ? point.querySelector(".word") : null;
  if (chosen) chosen.textContent = word ? word.textContent : "";
  holder(field).querySelector(".ends")?.classList.toggle("low", point === ends[0] && Boolean(point));
  holder(field).querySelector(".ends")?.classList.toggle("high", point === ends[1] && Boolean(point));
  const clear = holder(field).querySelector("[data-clear]");
  if (clear) clear.hidden = value === "";
  const left = holder(field).querySelector(".left");
  const limit = holder(field).querySelector("textarea")?.maxLength;
  if (left) left.textContent = limit - value.length <= 200 ? say("characters_left", { left: limit - value.length }) : "";
  if (field.kind === "points") showPoints();
}

function showPoints() {
  const total = form.querySelector(".total");
  const sum = sumOfPoints();
  total.querySelector("progress").value = Math.min(sum, 100);
  total.classList.toggle("over", sum > 100);
  total.classList.toggle("full", sum === 100);
  const text = sum > 100 ? say("points_over", { over: sum - 100 }) : sum === 100 ? say("points_done") : say("points_left", { left: 100 - sum });
  total.querySelector("p").textContent = text;
}

function markProblem(field, problem) {
  const box = holder(field);
  const error = by(`error-${field.id}`);
  error.textContent = problem;
  error.hidden = !problem;
  box.classList.toggle("wrong", Boolean(problem));
  for (const input of inputs(field)) {
    if (problem) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

function nameOf(field) {
  const whole = holder(field).closest(".item");
  const letters = [...whole.querySelector(".text").textContent];
  const short = letters.length > 60 ? letters.slice(0, 58).join("").trimEnd() + " …" : letters.join("");
  const text = `${whole.querySelector(".number").textContent} ${short}`;
  const aspect = holder(field).classList.contains("aspect") ? holder(field).querySelector("legend").firstChild.textContent : "";
  return aspect ? `${text} (${aspect})` : text;
}

function showProblems(found) {
  const list = by("problems").querySelector("ul");
  const entries = found.slice(0, MOST_LISTED).map(([field, problem]) => {
    const link = document.createElement("a");
    link.href = `#q-${field.id}`;
    link.textContent = answerTo(field) ? `${nameOf(field)}: ${problem}` : nameOf(field);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      holder(field).scrollIntoView({ block: "center" });
      inputs(field)[0].focus({ preventScroll: true });
    });
    const entry = document.createElement("li");
    entry.append(link);
    return entry;
  });
  if (found.length > MOST_LISTED) {
    const more = document.createElement("li");
    more.textContent = say("more_problems", { count: found.length - MOST_LISTED });
    entries.push(more);
  }
  list.replaceChildren(...entries);
  by("problems").hidden = entries.length === 0;
}

// Mark what is wrong in the step shown; whether it is fine.
function checkStep() {
  const here = asked(steps[state.step]);
  const found = problemsOf(here);
  for (const field of here) markProblem(field, "");
  for (const [field, problem] of found) markProblem(field, problem);
  showProblems(found);
  return found.length === 0;
}

function answer(field, value) {
  if (value === "") delete state.answers[field.id];
  else state.answers[field.id] = value;
  showAnswer(field);
  showProgress();
  keep();
  if (!by("problems").hidden) {
    const found = problemsOf(asked(steps[state.step])).filter(([one]) => holder(one).classList.contains("wrong"));
    for (const one of asked(steps[state.step])) if (!found.some(([wrong]) => wrong === one)) markProblem(one, "");
    showProblems(found);
  }
}

// Items of a dimension change places among themselves; everything else stays where it is.
function mixed() {
  const shown = [];
  for (const group of form.querySelectorAll(".questions")) {
    const items = [...group.querySelectorAll(":scope > .item[data-dimension]:not(.share)")];
    const order = new Map(items.map((item) => [item, item]));
    for (const name of new Set(items.map((item) => item.dataset.dimension))) {
      const alike = items.filter((item) => item.dataset.dimension === name);
      const drawn = alike.map((item) => [crypto.getRandomValues(new Uint32Array(1))[0], item]);
      drawn.sort(([a], [b]) => a - b);
      alike.forEach((item, at) => order.set(item, drawn[at][1]));
    }
    const asks = (item) => (item.dataset.field ? [item] : [...item.querySelectorAll("[data-field]")]);
    for (const item of items) shown.push(...asks(order.get(item)).map((one) => fieldOf[one.dataset.field].column));
  }
  return shown;
}

// Put the items in the order kept, and number them anew.
function arrange() {
  if (!about.shuffle) return;
  const rank = new Map(state.order.map((column, at) => [column, at]));
  for (const group of form.querySelectorAll(".questions")) {
    const items = [...group.querySelectorAll(":scope > .item[data-dimension]:not(.share)")];
    const rankOf = (item) => rank.get(fieldOf[(item.dataset.field ? item : item.querySelector("[data-field]")).dataset.field].column);
    const marks = items.map((item) => {
      const mark = document.createComment("");
      item.replaceWith(mark);
      return mark;
    });
    [...items].sort((a, b) => rankOf(a) - rankOf(b)).forEach((item, at) => marks[at].replaceWith(item));
  }
  [...form.querySelectorAll(".number")].forEach((number, at) => { number.textContent = `${at + 1}.`; });
}

function start(from) {
  state = from;
  handed = false;
  opened = performance.now();
  const known = new Set(about.columns);
  if (about.shuffle && !(Array.isArray(state.order) && state.order.every((one) => known.has(one)))) state.order = mixed();
  arrange();
  for (const field of fields) {
    markProblem(field, "");
    showAnswer(field);
  }
  if (state.record) end();
  else showStep(state.step, "replace");
}

function button(text, act, kind = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function showEnd(heading, text, buttons) {
  by("end-heading").textContent = heading;
  by("end-text").textContent = text;
  by("end-buttons").replaceChildren(...buttons);
}

function thank(text) {
  handed = true;
  forget();
  by("thanks").hidden = !by("thanks").textContent;
  return [say("saved_heading"), text];
}

// Buttons to save or share; where answers are sent they are only for safety, and nothing is forgotten.
function saveButtons(again = false) {
  const kinds = about.save === "both" ? ["csv", "json"] : [about.save];
  return kinds.flatMap((kind, at) => {
    const file = fileOf(state.record, kind);
    const tail = kinds.length > 1 ? ` (${kind.toUpperCase()})` : "";
    const look = at === 0 && !again && !about.submitTo ? "main" : "";
    const done = (text) => {
      if (about.submitTo) return;
      showEnd(...thank(text), [...saveButtons(true), next()]);
      toTop(by("end-heading"));
    };
    const save = button(say(again ? "save_again" : "save_button") + tail, () => {
      download(file);
      done(say("saved_text", { file: file.name }));
    }, canShare(file) ? "" : look);
    if (!canShare(file)) return [save];
    const share = button(say("share_button") + tail, async () => {
      try {
        await navigator.share({ files: [file] });
      } catch {
        return; // changed their mind: everything stays as it is
      }
      done(say("shared_text"));
    }, look);
    return [share, save];
  });
}

const next = () => button(say("new_respondent"), () => {
  state = null;
  by("thanks").hidden = true;
  history.replaceState(null, "");
  showScreen("start");
  toTop(by("title"));
});

async function send() {
  clearTimeout(timer);
  showEnd(say("saved_heading"), say("sending"), []);
  try {
    const receipt = await sendOnce(state.record);
    if (receipt !== null) {
      const [heading, text] = thank(say("sent_text"));
      showEnd(heading, `${text} ${say("receipt", { receipt })}`, []);
      return;
    }
  } catch {
    showEnd(say("save_heading"), say("send_refused"), [button(say("send_now"), send, "main"), ...saveButtons()]);
    return;
  }
  tries += 1;
  const seconds = Math.min(2 ** tries, 60);
  timer = setTimeout(send, 1000 * (seconds + Math.random()));
  const ways = [button(say("send_now"), send, "main"), ...(tries >= 3 ? saveButtons() : [])];
  showEnd(say("save_heading"), say("send_failed", { seconds }), ways);
}

function end() {
  showScreen("end");
  document.body.classList.remove("wide");
  if (about.submitTo) send();
  else showEnd(say("save_heading"), say("save_text"), saveButtons(false));
  toTop(by("end-heading"));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!checkStep()) {
    by("problems").focus();
    by("problems").scrollIntoView({ block: "nearest" });
  } else if (state.step < steps.length - 1) {
    showStep(state.step + 1);
  } else {
    state.record = recorded();
    keep();
    end();
  }
});
form.addEventListener("input", ({ target }) => {
  if (target.name in fieldOf) answer(fieldOf[target.name], target.value);
});
form.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input[type=text]");
  if (event.key === "Enter" && (typing || event.target.type === "radio")) event.preventDefault();
});
form.addEventListener("click", ({ target }) => {
  const cleared = fieldOf[target.dataset?.clear];
  const step = target.dataset?.by;
  if (cleared) {
    answer(cleared, "");
    inputs(cleared)[0].focus();
  } else if (step) {
    const field = fieldOf[target.closest("[data-field]").dataset.field];
    const room = pointsIn(field) + Math.max(0, 100 - sumOfPoints());
    const wanted = pointsIn(field) + Number(step);
    answer(field, String(Math.max(0, Number(step) > 0 ? Math.min(wanted, room) : wanted)));
  }
});
by("back").addEventListener("click", () => showStep(state.step - 1));
addEventListener("popstate", (event) => {
  if (state && !state.record && event.state) showStep(event.state.step, "stay");
});
addEventListener("pagehide", () => { if (state && !state.record) keep(); });
addEventListener("beforeunload", (event) => {
  if (!storing && state && !handed && Object.keys(state.answers).length) event.preventDefault();
});
by("begin").addEventListener("click", () => start(fresh()));
by("go-on").addEventListener("click", () => start(before));
by("anew").addEventListener("click", () => {
  forget();
  start(fresh());
});

const before = kept();
by("steps").hidden = false;
by("blocked").hidden = storing;
if (before?.record) start(before);
else if (before && Object.keys(before.answers).length) {
  const done = Object.keys(before.answers).length;
  by("resume-text").textContent = say("resume_text", { done, total: fields.length });
  showScreen("resume");
} else showScreen("start");
