// What happens when: the events of the page, and how a visit begins.

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
