// FormApp's documented methods, as far as they make a form; anything else is an error.
const made = { title: null, items: [], log: [], published: false };

function only(name, methods) {
  return new Proxy(methods, {
    get(target, key) {
      if (typeof key !== "string" || key in target) return target[key];
      throw new Error(`${name} has no method ${key}`);
    },
  });
}

function text(value, what) {
  if (typeof value !== "string") throw new Error(`${what} is no text: ${JSON.stringify(value)}`);
  return value;
}

function texts(values, what) {
  if (!Array.isArray(values) || values.length === 0) throw new Error(`${what} is empty`);
  values.forEach((value) => { if (!text(value, what)) throw new Error(`${what} has an empty text`); });
  if (new Set(values).size !== values.length) throw new Error(`${what} has a text twice`);
  return values;
}

function item(kind, setters) {
  const own = { kind };
  made.items.push(own);
  const methods = {
    setTitle(value) { own.title = text(value, "title"); return proxy; },
    setHelpText(value) { own.help = text(value, "help"); return proxy; },
  };
  const all = {
    setRequired(value) { if (typeof value !== "boolean") throw new Error("required is true or false"); own.required = value; return proxy; },
    setRows(values) { own.rows = texts(values, "rows"); return proxy; },
    setColumns(values) { own.columns = texts(values, "columns"); return proxy; },
    setChoiceValues(values) { own.choices = texts(values, "choices"); return proxy; },
    setBounds(low, high) {
      if (![0, 1].includes(low) || !Number.isInteger(high) || high < 3 || high > 10) throw new Error(`bounds ${low}, ${high}`);
      own.bounds = [low, high];
      return proxy;
    },
    setLabels(low, high) { own.labels = [text(low, "label"), text(high, "label")]; return proxy; },
    setValidation(value) { if (!value || value.built !== true) throw new Error("no validation"); own.validation = value; return proxy; },
  };
  for (const name of setters) methods[name] = all[name];
  const proxy = only(kind, methods);
  return proxy;
}

function number(value) {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Error(`no number: ${value}`);
  return value;
}

function validation() {
  const own = {};
  const proxy = only("TextValidationBuilder", {
    setHelpText(value) { own.help = text(value, "help"); return proxy; },
    requireNumber() { own.rule = ["number"]; return proxy; },
    requireNumberBetween(a, b) { own.rule = ["between", number(a), number(b)]; return proxy; },
    requireNumberGreaterThanOrEqualTo(a) { own.rule = [">=", number(a)]; return proxy; },
    requireNumberLessThanOrEqualTo(a) { own.rule = ["<=", number(a)]; return proxy; },
    build() { if (!own.rule) throw new Error("a validation without a rule"); return { ...own, built: true }; },
  });
  return proxy;
}

const Logger = only("Logger", { log(value) { made.log.push(text(value, "log")); } });
const FormApp = only("FormApp", {
  createTextValidation: validation,
  create(title) {
    made.title = text(title, "title");
    const form = only("Form", {
      setDescription(value) { made.description = text(value, "description"); return form; },
      setProgressBar(value) { made.progress = value; return form; },
      setConfirmationMessage(value) { made.confirmation = text(value, "confirmation"); return form; },
      getEditUrl() { return "https://edit"; },
      getPublishedUrl() { return "https://view"; },
      addGridItem() { return item("GridItem", ["setRows", "setColumns", "setRequired"]); },
      addScaleItem() { return item("ScaleItem", ["setBounds", "setLabels", "setRequired"]); },
      addMultipleChoiceItem() { return item("MultipleChoiceItem", ["setChoiceValues", "setRequired"]); },
      addTextItem() { return item("TextItem", ["setValidation", "setRequired"]); },
      addParagraphTextItem() { return item("ParagraphTextItem", ["setRequired"]); },
      addPageBreakItem() { return item("PageBreakItem", []); },
      addSectionHeaderItem() { return item("SectionHeaderItem", []); },
    });
    return form;
  },
});
