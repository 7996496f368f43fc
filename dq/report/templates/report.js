"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);

  // Language: both are in the page, the attribute on <html> decides which is shown.
  const tools = byId("tools");
  tools.hidden = false;
  const speak = (language) => {
    root.lang = language;
    for (const element of all("[data-vi][data-en]")) element.textContent = element.dataset[language];
    dispatchEvent(new Event("languagechange"));
  };
  tools.addEventListener("click", (event) => {
    const language = event.target.dataset.to;
    if (!language) return;
    speak(language);
    byId(language === "en" ? "to-vi" : "to-en").focus();
  });

  // Rules are open in the page as it is sent; with a script they open on demand.
  const details = all("details");
  const open = (state) => details.forEach((element) => { element.open = state; });
  open(false);
  const reveal = () => {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches(".rule")) target.querySelectorAll("details").forEach((element) => { element.open = true; });
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Paper shows everything.
  let before = [];
  addEventListener("beforeprint", () => { before = details.filter((element) => element.open); open(true); });
  addEventListener("afterprint", () => { open(false); before.forEach((element) => { element.open = true; }); });

  const form = byId("filter");
  if (!form) return;
  form.hidden = false;
  const rules = all(".rule");
  // As a reader types: without case and marks, so that "dat dai" finds "đất đai".
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const texts = rules.map((rule) => fold(rule.querySelector("summary").textContent + " " + rule.querySelector(".terms").textContent));
  const selects = all("#filter select[data-by]");
  const commune = byId("f-commune");
  const counts = rules.map((rule) => new Map((rule.dataset.communes || "").split(" ").map((pair) => pair.split(":"))));
  const apply = () => {
    const here = commune ? commune.value : "";
    const number = new Intl.NumberFormat(root.lang === "vi" ? "vi" : "en-GB");
    const words = fold(byId("q").value).split(/\s+/).filter(Boolean);
    let found = 0;
    rules.forEach((rule, index) => {
      const chosen = selects.every((select) => !select.value || rule.dataset[select.dataset.by] === select.value);
      const shown = chosen && (!here || counts[index].has(here)) && words.every((word) => texts[index].includes(word));
      rule.hidden = !shown;
      const inCommune = rule.querySelector(".here");
      inCommune.hidden = !here || !shown;
      inCommune.querySelector("b").textContent = here && shown ? number.format(counts[index].get(here)) : "";
      if (shown) found += 1;
    });
    byId("found-n").textContent = String(found);
    byId("nothing").hidden = found > 0;
  };
  form.addEventListener("input", apply);
  addEventListener("languagechange", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("open-all").addEventListener("click", () => open(true));
  byId("close-all").addEventListener("click", () => open(false));
  // Sorting: most severe or most findings first, names from A; a second press turns the order round.
  const sort = byId("sort");
  sort.hidden = false;
  const place = (name, list) => (rule) => list.indexOf(rule.dataset[name]);
  const keys = {
    severity: (rule) => rules.indexOf(rule),
    title: (rule) => rule.querySelector("h3 [lang=" + root.lang + "], h3").textContent,
    dimension: place("dimension", ["correct", "complete", "clean", "live"]),
    owner: place("owner", ["sector", "civil_registry", "police"]),
    n: (rule) => -Number(rule.dataset.n),
    share: (rule) => -Number(rule.dataset.share),
  };
  const compare = (one, other) => (typeof one === "string" ? one.localeCompare(other, root.lang) : one - other);
  sort.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const again = button.getAttribute("aria-pressed") === "true";
    const turned = again && !button.classList.contains("turned");
    sort.querySelectorAll("button").forEach((other) => { other.setAttribute("aria-pressed", String(other === button)); other.classList.remove("turned"); });
    button.classList.toggle("turned", turned);
    const key = keys[button.dataset.sort];
    const order = rules.map((rule, index) => [key(rule), index, rule]);
    order.sort((one, other) => (turned ? -1 : 1) * compare(one[0], other[0]) || one[1] - other[1]);
    rules[0].parentNode.append(...order.map((item) => item[2]));
  });

  // A link to a rule that the filter hides must still lead there.
  addEventListener("hashchange", () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) { form.reset(); apply(); target.scrollIntoView(); }
  });
  apply();
})();
