// The page: one step at a time, what is missing, and the way out.

const by = (id) => document.getElementById(id);
const form = by("form");
const steps = [...form.querySelectorAll(".step")];
const screens = ["start", "resume", "form", "end"].map(by);
const asked = (step) => [...step.querySelectorAll("[data-field]")].map((one) => fieldOf[one.dataset.field]);
const holder = (field) => form.querySelector(`[data-field="${field.id}"]`);
const inputs = (field) => [...form.elements].filter((one) => one.name === field.id);
const MOST_LISTED = 8; // problems named at once; more would be a wall of text

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
