(function () {
  "use strict";
  var contents = document.querySelector("nav.contents details");
  if (contents && window.matchMedia("(min-width: 64rem)").matches) { contents.open = true; }

  // A spreadsheet must take every pasted cell as a value: never as a formula.
  function safe(text) {
    var flat = text.replace(/[\t\r\n]+/g, " ").trim();
    var formula = /^[=+\-@＝＋－＠]/.test(flat);
    var number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(flat);
    return formula && !number ? "'" + flat : flat;
  }

  function values(cell) {
    var carried = cell.getAttribute("data-copy");
    return (carried === null ? [cell.textContent] : carried.split("\t")).map(safe);
  }

  function asTsv(part) {
    var grouped = part.querySelector("table").getAttribute("data-grouped");
    var group = grouped === null ? [] : [safe(grouped)];
    var lines = [];
    part.querySelectorAll("tr").forEach(function (row) {
      var cells = Array.from(row.cells);
      if (row.className === "group") { group = values(cells[0]); return; }
      lines.push(group.concat(...cells.map(values)).join("\t"));
    });
    return lines.join("\n");
  }

  function asText(part) {
    return Array.from(part.querySelectorAll("p")).map(function (p) {
      return p.textContent.trim();
    }).join("\n\n");
  }

  function oldWay(text) {
    var area = document.createElement("textarea");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copying is not allowed here"));
  }

  function put(text) {
    if (!navigator.clipboard) { return oldWay(text); }
    return navigator.clipboard.writeText(text).catch(function () { return oldWay(text); });
  }

  var told = document.getElementById("told");

  function say(button, words) {
    var label = button.firstChild;
    var before = label.data;
    label.data = words;
    told.textContent = words;
    window.setTimeout(function () { label.data = before; }, 1600);
  }

  document.querySelectorAll("button.copy").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var table = button.getAttribute("data-table");
      var part = document.getElementById(table || button.getAttribute("data-text"));
      put(table ? asTsv(part) : asText(part)).then(
        function () { say(button, told.getAttribute("data-copied")); },
        function () { say(button, told.getAttribute("data-refused")); }
      );
    });
  });
})();
