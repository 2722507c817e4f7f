// Buttons that save what is on show, and what a screen reader is told. Nothing leaves the machine:
// the picture is made by plotly's own download, the state by the browser.
const TRIES = 100;

function render({ model, el }) {
  el.classList.add("svq-saving");
  const board = () => el.closest(".svq-widget");
  const plot = () => board()?.querySelector(".js-plotly-plot");

  const live = document.createElement("div");
  live.className = "svq-unseen t-live";
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");

  const button = (name, label, title, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `jupyter-button widget-button t-${name}`;
    made.textContent = label;
    made.title = title;
    made.addEventListener("click", act);
    el.append(made);
  };
  const picture = (format) => {
    const shown = plot();
    const download = shown?.querySelector(".modebar-btn");
    if (!download) return;
    Object.assign(shown._context.toImageButtonOptions, {
      format, filename: model.get("file"), scale: format === "png" ? 2 : 1,
    });
    download.click();
  };
  const state = () => {
    const address = URL.createObjectURL(new Blob([model.get("state")], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${model.get("file")}.json`;
    link.click();
    URL.revokeObjectURL(address);
  };
  const words = model.get("words");
  button("save-png", words.png, words.png_title, () => picture("png"));
  button("save-svg", "SVG", words.svg_title, () => picture("svg"));
  button("save-state", words.state, words.state_title, state);

  // A file too large for a state is not sent: empty text is answered by the same sentence.
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "file", accept: ".json,application/json", hidden: true });
  chosen.className = "t-state-file";
  chosen.addEventListener("change", async () => {
    const [file] = chosen.files;
    if (!file) return;
    const text = file.size > model.get("largest") ? "" : await file.text();
    chosen.value = "";
    model.send({ open: text });
  });
  button("open-state", words.open, words.open_title, () => chosen.click());
  const told = document.createElement("p");
  told.className = "svq-note t-told";
  told.style.flexBasis = "100%";
  told.setAttribute("role", "status");
  el.append(chosen, told, live);

  // ipywidgets leaves its sliders without a name that a screen reader could say, and makes some of
  // them anew at a change.
  const name = () => {
    for (const handle of board()?.querySelectorAll("[role=slider]:not([aria-label])") ?? []) {
      const label = handle.closest(".widget-slider, .jupyter-widgets")?.querySelector(".widget-label");
      if (label) handle.setAttribute("aria-label", label.textContent);
    }
  };
  const named = new MutationObserver(name);

  let gone = false;
  const describe = (tries = 0) => {
    const shown = plot();
    if (shown) {
      shown.setAttribute("role", "img");
      shown.setAttribute("aria-label", model.get("alt"));
      name();
      named.observe(board(), { childList: true, subtree: true });
    } else if (!gone && tries < TRIES) {
      setTimeout(() => describe(tries + 1), 100);
    }
  };
  const tell = () => { live.textContent = model.get("said"); };
  const answer = () => { told.textContent = model.get("told"); };
  const again = () => describe();
  model.on("change:alt", again);
  model.on("change:said", tell);
  model.on("change:told", answer);
  describe();
  tell();
  answer();
  return () => {
    gone = true;
    named.disconnect();
    model.off("change:alt", again);
    model.off("change:said", tell);
    model.off("change:told", answer);
  };
}
export default { render };
