// What the respondent has said so far, kept in this browser until it is handed over.

const about = JSON.parse(document.getElementById("about").textContent);
const words = about.words;
const fields = about.fields.map((field, at) => ({ ...field, id: `f${at}` }));
const fieldOf = Object.fromEntries(fields.map((field) => [field.id, field]));
const place = `svqkit:${about.name}:${about.language}:${about.version}:${about.code}`;

let state = null; // respondent, started, spent, step, order, answers; later record
let opened = 0; // when this visit began, for the time spent
let storing = true;

const say = (key, filled = {}) =>
  Object.entries(filled).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), words[key]);

function randomWord() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return "r" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fresh() {
  return { respondent: randomWord(), started: new Date().toISOString(), spent: 0, step: 0, order: null, answers: {}, record: null };
}

const spent = () => state.spent + (opened ? (performance.now() - opened) / 1000 : 0);

function keep() {
  if (!storing) return;
  try {
    localStorage.setItem(place, JSON.stringify({ ...state, spent: spent() }));
  } catch {
    storing = false;
  }
}

function forget() {
  try {
    localStorage.removeItem(place);
  } catch {
    storing = false;
  }
}

// What was kept, or null where there is nothing, or nothing of use.
function kept() {
  let found = null;
  try {
    localStorage.setItem(`${place}:try`, "1");
    localStorage.removeItem(`${place}:try`);
    found = JSON.parse(localStorage.getItem(place));
  } catch (problem) {
    storing = problem instanceof SyntaxError;
    return null;
  }
  const whole = found && typeof found.respondent === "string" && typeof found.started === "string"
    && typeof found.answers === "object" && found.answers !== null && Number.isFinite(found.spent)
    && Number.isInteger(found.step) && typeof found.record === "object";
  if (!whole) return null;
  const known = Object.entries(found.answers).filter(([id, value]) => id in fieldOf && typeof value === "string");
  return { ...fresh(), ...found, answers: Object.fromEntries(known) };
}
