(() => {
  "use strict";
  const words = JSON.parse(document.getElementById("svq-words").textContent);
  const say = (name, otherwise) => words[name] || otherwise;
  const root = document.querySelector(".reveal");
  const INSIDE = "input, select, textarea, button, summary, [role=slider], [contenteditable], .svq-widget, .widget-box, .jupyter-widgets, .js-plotly-plot";
  const inside = (event) => event.target instanceof Element && event.target.closest(INSIDE) && event.target.closest(".slides");
  // A clicker sends PageUp and PageDown: those turn slides wherever the focus is. All other keys
  // belong to the widget that has the focus; Esc leaves it.
  document.addEventListener("keydown", (event) => {
    if (!inside(event)) return;
    if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      event.stopImmediatePropagation();
      document.activeElement.blur();
      event.key === "PageDown" ? Reveal.next() : Reveal.prev();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopImmediatePropagation();
      document.activeElement.blur();
    }
  }, true);

  // Text is set smaller, down to seven tenths, until the slide fits; then it scrolls.
  const fit = (slide) => {
    const box = slide && slide.querySelector(":scope > .svq-slide");
    if (!box || Reveal.isOverview()) return;
    for (const size of [1, 0.9, 0.8, 0.7]) {
      box.style.setProperty("--svq-fit", size);
      if (slide.scrollHeight <= slide.clientHeight + 2) break;
    }
    const scrolls = slide.scrollHeight > slide.clientHeight + 2;
    scrolls ? slide.setAttribute("tabindex", "0") : slide.removeAttribute("tabindex");
  };
  let waiting = 0;
  const settle = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (root.offsetParent === null && !root.getClientRects().length) return;
      fit(Reveal.getCurrentSlide());
      describe();
    });
  };
  const arrived = () => {
    window.dispatchEvent(new Event("resize")); // pictures made on a hidden slide take their width now
    settle();
    setTimeout(settle, 350);
  };

  let speaker = null;
  const describe = () => {
    const slide = Reveal.getCurrentSlide();
    if (!slide) return;
    root.dataset.slide = Reveal.getSlidePastCount() + 1;
    root.dataset.slides = Reveal.getTotalSlides();
    if (!speaker || speaker.closed) return;
    const page = speaker.document;
    const notes = [...slide.querySelectorAll("aside.notes")].map((one) => one.innerHTML).join("");
    page.getElementById("notes").innerHTML = notes;
    if (!notes) page.getElementById("notes").textContent = say("no_notes", "No notes for this slide.");
    const all = Reveal.getSlides();
    const next = all[all.indexOf(slide) + 1];
    const head = next && next.querySelector("h1, h2, h3, p");
    page.getElementById("next").textContent = head ? `${say("next", "Next:")} ${head.textContent.replace("¶", "")}` : "";
    page.getElementById("place").textContent = `${root.dataset.slide} / ${root.dataset.slides}`;
  };
  const openNotes = () => {
    speaker = window.open("", "svqkit-notes", "width=900,height=640");
    if (!speaker) return;
    const page = speaker.document;
    page.title = `${say("title", "Slides")} · ${say("notes", "notes for the speaker")}`;
    page.body.innerHTML = '<p id="place"></p><div id="notes"></div><p id="next"></p><p id="clock"></p>';
    page.body.style.cssText = "font: 24px/1.45 sans-serif; margin: 24px; max-width: 46em";
    const began = Date.now();
    const tick = () => {
      if (speaker.closed) return;
      const minutes = Math.floor((Date.now() - began) / 60000);
      page.getElementById("clock").textContent = `${new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })} · ${minutes}′`;
      setTimeout(tick, 1000);
    };
    tick();
    page.addEventListener("keydown", (event) => {
      if (["ArrowRight", "PageDown", " "].includes(event.key)) Reveal.next();
      if (["ArrowLeft", "PageUp"].includes(event.key)) Reveal.prev();
    });
    describe();
  };

  const flip = (name) => { document.body.classList.toggle(name); settle(); };
  const start = () => {
    document.querySelectorAll(".slides .jp-OutputArea").forEach((one) => one.setAttribute("data-prevent-swipe", ""));
    Reveal.initialize({
      disableLayout: true, center: false, hash: true, history: false, controls: true, progress: true,
      slideNumber: "c/t", transition: "none", backgroundTransition: "none", viewDistance: 1000,
      mobileViewDistance: 1000, scrollActivationWidth: 0, pdfSeparateFragments: false, help: true,
      keyboardCondition: (event) => !inside(event),
    }).then(() => {
      Reveal.addKeyBinding({ keyCode: 67, key: "C", description: say("code", "show or hide code") }, () => flip("svq-code"));
      Reveal.addKeyBinding({ keyCode: 68, key: "D", description: say("dark", "dark or light") }, () => flip("svq-dark"));
      Reveal.addKeyBinding({ keyCode: 83, key: "S", description: say("notes", "notes for the speaker") }, openNotes);
      Reveal.addKeyBinding({ keyCode: 36, key: "Home", description: say("first", "first slide") }, () => Reveal.slide(0, 0));
      for (const name of ["slidechanged", "fragmentshown", "fragmenthidden", "overviewhidden"]) Reveal.on(name, arrived);
      new ResizeObserver(settle).observe(document.body);
      document.querySelectorAll(".svq-slide").forEach((one) => new ResizeObserver(settle).observe(one));
      if (window.matchMedia("(prefers-color-scheme: dark)").matches) document.body.classList.add("svq-dark");
      const hint = document.createElement("p");
      hint.className = "svq-keys";
      hint.textContent = `→ · C: ${say("code", "show or hide code")} · S: ${say("notes", "notes for the speaker")} · ${say("keys", "? shows all keys")}`;
      root.append(hint);
      Reveal.on("slidechanged", () => hint.classList.add("svq-gone"));
      root.dataset.ready = "true";
      arrived();
      window.addEventListener("load", arrived);
    });
  };
  start();
})();
