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
  };
  tools.addEventListener("click", (event) => {
    const language = event.target.dataset.to;
    if (!language) return;
    speak(language);
    byId(language === "en" ? "to-vi" : "to-en").focus();
  });

  // Samples and evidence are open in the page as it is sent; with a script they open on demand.
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
  const texts = rules.map((rule) => fold(rule.querySelector("header").textContent + " " + rule.querySelector(".terms").textContent));
  const selects = all("#filter select");
  const apply = () => {
    const words = fold(byId("q").value).split(/\s+/).filter(Boolean);
    let found = 0;
    rules.forEach((rule, index) => {
      const chosen = selects.every((select) => !select.value || rule.dataset[select.dataset.by] === select.value);
      const shown = chosen && words.every((word) => texts[index].includes(word));
      rule.hidden = !shown;
      if (shown) found += 1;
    });
    byId("found-n").textContent = String(found);
    byId("nothing").hidden = found > 0;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("open-all").addEventListener("click", () => open(true));
  byId("close-all").addEventListener("click", () => open(false));
  // A link to a rule that the filter hides must still lead there.
  addEventListener("hashchange", () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) { form.reset(); apply(); target.scrollIntoView(); }
  });
  apply();
})();
