// What an answer is worth, and what is wrong with it.

const answerTo = (field) => (state.answers[field.id] ?? "").trim();
const isChosen = (field) => field.kind === "scale" || field.kind === "choice";

// A number as typed, with a decimal comma or full-width digits; NaN where it is none.
function numberIn(text) {
  const plain = text.normalize("NFKC").replace(/\s/g, "").replace(",", ".");
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

function pointsIn(field) {
  const number = numberIn(answerTo(field));
  return Number.isInteger(number) && number >= 0 && number <= 100 ? number : 0;
}

const shares = () => fields.filter((field) => field.kind === "points");
const sumOfPoints = () => shares().reduce((sum, field) => sum + pointsIn(field), 0);

// Say what is wrong with one answer; an empty text where nothing is.
function problemOf(field) {
  const text = answerTo(field);
  if (field.kind === "points") return text && !(Number.isInteger(numberIn(text)) && numberIn(text) >= 0 && numberIn(text) <= 100) ? say("bad_whole") : "";
  if (!text) return field.required ? say(isChosen(field) ? "missing_choice" : "missing_entry") : "";
  if (field.kind !== "number") return "";
  const number = numberIn(text);
  if (Number.isNaN(number)) return say("bad_number");
  const away = (field.low !== null && number < field.low) || (field.high !== null && number > field.high);
  return away ? say("out_of_range", { range: field.range }) : "";
}

// All problems of some fields, in their order: pairs of field and what is wrong.
function problemsOf(asked) {
  const found = asked.map((field) => [field, problemOf(field)]).filter(([, problem]) => problem);
  const points = asked.filter((field) => field.kind === "points");
  const fine = found.every(([field]) => field.kind !== "points");
  if (points.length && fine && sumOfPoints() !== 100) found.push([points[0], say("bad_sum", { sum: sumOfPoints() })]);
  return found;
}

// Points are answered when they are all shared; then an empty one is a zero.
const isAnswered = (field) => (field.kind === "points" ? sumOfPoints() === 100 : Boolean(answerTo(field)));
