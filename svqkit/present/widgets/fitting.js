// Plotly fits a figure to its place when the window changes. In JupyterLab the place changes alone:
// the file browser opens, a cell is drawn before its width is known. Then say so to plotly.
function render({ model, el }) {
  el.style.display = "none";
  let width = 0;
  const fit = () => {
    const frame = el.closest(".svq-widget")?.querySelector(".svq-frame");
    const plot = frame?.querySelector(".svg-container");
    if (!plot || !frame.clientWidth) return;
    const narrow = frame.clientWidth < model.get("least");
    if (narrow !== model.get("narrow")) {
      model.set("narrow", narrow);
      model.save_changes();
    }
    const overflows = Math.abs(plot.clientWidth - frame.clientWidth) > 1;
    if (frame.clientWidth === width && !overflows) return;
    width = frame.clientWidth;
    window.dispatchEvent(new Event("resize"));
  };
  const sized = new ResizeObserver(() => requestAnimationFrame(fit));
  let wait;
  const begin = () => {
    const frame = el.closest(".svq-widget")?.querySelector(".svq-frame");
    if (!frame?.querySelector(".svg-container")) {
      wait = setTimeout(begin, 100);
      return;
    }
    sized.observe(frame);
  };
  begin();
  return () => {
    clearTimeout(wait);
    sized.disconnect();
  };
}

export default { render };
