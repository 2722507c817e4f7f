// The order of the items: drawn for each respondent, kept with the answers.

// Items of a dimension change places among themselves; everything else stays where it is.
function mixed() {
  const shown = [];
  for (const group of form.querySelectorAll(".questions")) {
    const items = [...group.querySelectorAll(":scope > .item[data-dimension]:not(.share)")];
    const order = new Map(items.map((item) => [item, item]));
    for (const name of new Set(items.map((item) => item.dataset.dimension))) {
      const alike = items.filter((item) => item.dataset.dimension === name);
      const drawn = alike.map((item) => [crypto.getRandomValues(new Uint32Array(1))[0], item]);
      drawn.sort(([a], [b]) => a - b);
      alike.forEach((item, at) => order.set(item, drawn[at][1]));
    }
    const asks = (item) => (item.dataset.field ? [item] : [...item.querySelectorAll("[data-field]")]);
    for (const item of items) shown.push(...asks(order.get(item)).map((one) => fieldOf[one.dataset.field].column));
  }
  return shown;
}

// Put the items in the order kept, and number them anew.
function arrange() {
  if (!about.shuffle) return;
  const rank = new Map(state.order.map((column, at) => [column, at]));
  for (const group of form.querySelectorAll(".questions")) {
    const items = [...group.querySelectorAll(":scope > .item[data-dimension]:not(.share)")];
    const rankOf = (item) => rank.get(fieldOf[(item.dataset.field ? item : item.querySelector("[data-field]")).dataset.field].column);
    const marks = items.map((item) => {
      const mark = document.createComment("");
      item.replaceWith(mark);
      return mark;
    });
    [...items].sort((a, b) => rankOf(a) - rankOf(b)).forEach((item, at) => marks[at].replaceWith(item));
  }
  [...form.querySelectorAll(".number")].forEach((number, at) => { number.textContent = `${at + 1}.`; });
}
