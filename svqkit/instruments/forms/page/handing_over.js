// The answers as one row, saved as a file or sent to the server.

// A text that a spreadsheet would take for a formula gets an apostrophe before it.
const harmless = (value) => (typeof value === "string" && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value);

function valueOf(field) {
  const text = answerTo(field);
  if (field.kind === "points") return pointsIn(field);
  if (!text) return null;
  if (field.kind === "scale" || field.kind === "number") return numberIn(text);
  return text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}

function recorded() {
  const row = Object.fromEntries(fields.map((field) => [field.column, valueOf(field)]));
  row.respondent = state.respondent;
  row.started = state.started;
  row.submitted = new Date().toISOString();
  row.seconds = Math.round(spent());
  row.language = about.language;
  if (about.shuffle) row.order = state.order.join(" ");
  return row;
}

function asCsv(row) {
  const cell = (value) => {
    const text = value === null ? "" : String(harmless(value));
    return /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [about.columns, about.columns.map((column) => row[column])];
  return "\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

function asJson(row) {
  const answers = Object.fromEntries(about.columns.map((column) => [column, harmless(row[column])]));
  return JSON.stringify([answers], null, 1) + "\n";
}

function fileOf(row, kind) {
  const text = kind === "csv" ? asCsv(row) : asJson(row);
  const type = kind === "csv" ? "text/csv" : "application/json";
  return new File([text], `${about.name}-${about.language}-${row.respondent}.${kind}`, { type });
}

function download(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// Phones have a share sheet; elsewhere a download is what people look for.
function canShare(file) {
  return matchMedia("(pointer: coarse)").matches && Boolean(navigator.canShare?.({ files: [file] }));
}

// Send once: the receipt, or null where another try may help; refusals are thrown.
async function sendOnce(row) {
  const ends = new AbortController();
  const timer = setTimeout(() => ends.abort(), 20000);
  try {
    const answer = await fetch(about.submitTo, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ columns: row, code: about.code, token: about.token }),
      signal: ends.signal,
    });
    if (answer.status === 201) {
      const said = await answer.json();
      return typeof said.receipt === "string" ? said.receipt : null;
    }
    if (answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status)) throw new RangeError(`status ${answer.status}`);
    return null;
  } catch (problem) {
    if (problem instanceof RangeError) throw problem;
    return null; // no connection, no answer in time, or an answer that is none
  } finally {
    clearTimeout(timer);
  }
}
