// The end: the answers are saved, shared or sent, and only then thanks are said.

let handed = false; // whether the answers are in somebody's hands
let tries = 0;
let timer = null;

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
  showEnd(say("save_heading"), say("sending"), []);
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
