// JupyterLab moves from cell to cell by the arrow keys, and cuts or deletes cells by single letters,
// also while a slider, a list or an option of ours has the focus. It leaves an element alone that
// carries this attribute. Ctrl, Cmd and Shift + Enter stay its own: save and run work as ever.
const MARK = "data-lm-suppress-shortcuts";

function keep(event) {
  const lab = event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter");
  // On the element itself: JupyterLab looks for its own shortcuts from there upwards.
  if (event.target.closest?.(".svq-widget, .svq-quiz")) event.target.toggleAttribute(MARK, !lab);
}

function render({ el }) {
  el.style.display = "none";
  // The window hears a key before the document does, where JupyterLab listens; adding the same
  // function again changes nothing.
  window.addEventListener("keydown", keep, true);
}

export default { render };
