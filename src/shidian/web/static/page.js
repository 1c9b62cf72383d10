// What makes pages quicker. Every page works without it.
"use strict";

const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

// --- light or dark ---------------------------------------------------------------------------------------
const theme = document.querySelector(".theme");
if (theme) {
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not kept, still switched */ }
  });
}

// --- days of a form in the language of the page, where the browser writes them otherwise or with the month first ----
const monthFirst = new Intl.DateTimeFormat(navigator.language).formatToParts(new Date())[0].type === "month";
if (monthFirst || !navigator.language.startsWith(lang)) for (const field of document.querySelectorAll("input[type=date]")) {
  const said = document.createElement("small");
  const tell = () => { said.textContent = field.value ? new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {dateStyle: "long", timeZone: "UTC"}).format(new Date(field.value)) : ""; };
  said.className = "day-said";
  field.after(said);
  field.addEventListener("input", tell);
  tell();
}

// --- the page one is on, in view in the navigation -----------------------------------------------------------
for (const here of document.querySelectorAll(".main-nav [aria-current], .tabs [aria-current]")) here.closest(".nav-row, ul").scrollLeft = here.offsetLeft - 24;

// --- copy the permanent link -----------------------------------------------------------------------------
for (const button of document.querySelectorAll(".copy")) {
  const link = button.parentElement.querySelector("a");
  if (!link || !navigator.clipboard) continue;
  button.hidden = false;
  const said = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = said; }, 2000);
    } catch { location.assign(link.href); }
  });
}

// --- a file on its way: reading it may take a while ------------------------------------------------------
for (const form of document.querySelectorAll("main form[enctype]")) {
  form.addEventListener("submit", () => { document.documentElement.setAttribute("aria-busy", "true"); });
}
addEventListener("pageshow", () => document.documentElement.removeAttribute("aria-busy"));

// --- back to a form that was refused, with what was written in it -----------------------------------------
const back = document.querySelector(".back");
if (back && window.history.length > 1) {
  back.hidden = false;
  back.addEventListener("click", () => window.history.back());
}

// what a browser put back into a folded form is seen
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("details form textarea, details form input[type=text]")) {
    if (field.value !== field.defaultValue) field.closest("details").open = true;
  }
});

// --- search as you type ----------------------------------------------------------------------------------
let count = 0;
function combobox(input) {
  const list = document.createElement("ul");
  const hidden = document.createElement("input");
  const name = input.name;
  const kept = new Map();
  let shown = [], at = -1, timer = 0, asked = 0;
  hidden.type = "hidden";
  list.id = `words-${++count}`;
  list.className = "words";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") || (input.labels && input.labels[0] ? input.labels[0].textContent : name));
  list.hidden = true;
  const box = document.createElement("span");
  box.className = "combo";
  input.replaceWith(box);
  box.append(input, hidden, list);
  for (const [key, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(key, value);

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", i === at ? "true" : "false"));
    const item = list.children[at];
    if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({block: "nearest"}); }
  };
  const choose = (entry) => {
    input.value = entry.name[lang];
    hidden.name = name;
    hidden.value = entry.id;
    input.removeAttribute("name");
    close();
  };
  const show = (entries) => {
    shown = entries;
    list.replaceChildren(...entries.map((entry, i) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const title = document.createElement("b");
      title.textContent = entry.name[lang];
      const more = document.createElement("span");
      const around = entry.within.map((w) => w[lang]).slice(-2).join(" › ");
      more.textContent = [entry.name[lang === "zh" ? "en" : "zh"], around, Object.values(entry.codes)[0]].filter(Boolean).join(" · ");
      item.append(title, more);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(entry); });
      return item;
    }));
    list.hidden = entries.length === 0;
    input.setAttribute("aria-expanded", String(entries.length > 0));
    at = -1;
  };
  const look = async () => {
    const text = input.value.trim();
    if (!text) { close(); return; }
    const turn = ++asked;
    if (!kept.has(text)) {
      try {
        const answer = await fetch(`/api/v1/vocabulary/${input.dataset.words}?most=8&q=${encodeURIComponent(text)}`);
        if (!answer.ok) return;
        kept.set(text, (await answer.json()).items);
      } catch { return; }
    }
    if (turn === asked && document.activeElement === input) show(kept.get(text));
  };
  input.addEventListener("input", () => {
    input.name = name;
    hidden.removeAttribute("name");
    clearTimeout(timer);
    timer = setTimeout(look, 90);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) { if (event.key === "ArrowDown") { look(); event.preventDefault(); } return; }
    if (event.key === "ArrowDown") { mark((at + 1) % shown.length); event.preventDefault(); }
    else if (event.key === "ArrowUp") { mark((at - 1 + shown.length) % shown.length); event.preventDefault(); }
    else if (event.key === "Enter" && at >= 0) { choose(shown[at]); event.preventDefault(); }
    else if (event.key === "Escape") { close(); event.preventDefault(); }
    else if (event.key === "Tab" && at >= 0) choose(shown[at]);
  });
  input.addEventListener("blur", close);
}
document.querySelectorAll("input[data-words]").forEach(combobox);

// --- forms without their empty fields, so that addresses stay short -----------------------------------------
for (const form of document.querySelectorAll("form:not([method=post])")) {
  form.addEventListener("formdata", (event) => {
    for (const [key, value] of [...event.formData.entries()]) {
      if (value === "" && event.formData.getAll(key).length === 1) event.formData.delete(key);
    }
  });
}

// --- a form that takes its time says so, and is not sent twice ---------------------------------------------
for (const form of document.querySelectorAll("form[data-busy]")) {
  const said = Object.assign(document.createElement("p"), {className: "busy"});
  said.setAttribute("role", "status");
  form.append(said);
  form.addEventListener("submit", (event) => {
    if (form.ariaBusy) event.preventDefault();
    form.ariaBusy = "true";
    said.textContent = form.dataset.busy;
  });
  addEventListener("pageshow", () => { form.ariaBusy = null; said.textContent = ""; }); // back again
}

// --- long tables: their rows by words and in order, at once -------------------------------------------------
const sound = new Intl.Collator(document.documentElement.lang);
for (const form of document.querySelectorAll("form.sift")) {
  const place = form.nextElementSibling, {find, sort} = form.elements, said = form.querySelector("output"), flat = place.matches(".wide");
  const show = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0, all = 0;
    for (const row of place.querySelectorAll("tbody tr:not(.group)")) {
      const text = words.length ? row.textContent.toLowerCase() : "";
      row.hidden = !words.every((w) => text.includes(w));
      all += 1;
      shown += !row.hidden;
    }
    for (const head of place.querySelectorAll("tr.group")) head.hidden = !head.parentElement.querySelector("tr:not(.group, [hidden])");
    for (const fold of place.querySelectorAll("details")) {
      fold.dataset.open ??= fold.open;
      fold.hidden = !fold.querySelector("tbody tr:not([hidden])");
      fold.open = words.length ? true : fold.dataset.open === "true";
    }
    said.textContent = !words.length ? "" : shown ? `${shown} / ${all}` : said.dataset.none;
  };
  const key = (row, column) => { const cell = row.cells[column]; return cell?.dataset.key ?? cell?.textContent.trim() ?? ""; };
  const order = () => {
    const column = Math.abs(sort.value) - 1, way = Math.sign(sort.value);
    const by = (a, b) => isNaN(a) || isNaN(b) ? (isNaN(a) - isNaN(b) || sound.compare(a, b)) : a - b;
    for (const body of place.querySelectorAll("tbody")) {
      const rows = [...body.querySelectorAll("tr:not(.group)")].map((row) => [key(row, column), row]);
      const empty = (k) => k === "" || k === "–";
      rows.sort(([a], [b]) => empty(a) || empty(b) ? empty(a) - empty(b) : way * by(a, b));
      body.append(...rows.map(([, row]) => row));
    }
    for (const [i, head] of [...place.querySelectorAll("thead th")].entries()) {
      if (i === column) head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending"); else head.removeAttribute("aria-sort");
    }
    history.replaceState(null, "", `?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
  };
  find.addEventListener("input", show);
  if (find.value) show();
  if (!flat || !sort) continue; // a table in groups is sorted as one, by the page it leads to
  sort.addEventListener("change", () => { if (sort.value) order(); else form.requestSubmit(); });
  place.addEventListener("click", (event) => {
    const head = event.target.closest("thead th:has(a)");
    if (!head || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    sort.value = (head.ariaSort === "ascending" ? -1 : 1) * (head.cellIndex + 1);
    order();
  });
}

// --- parts of other pages, shown in place when they come into view -----------------------------------------
const parts = new Map([...document.querySelectorAll("[data-part]")].map((place) => [place, async () => {
  parts.delete(place);
  try {
    const answer = await fetch(place.dataset.part, {headers: {Accept: "text/html"}});
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = answer.ok ? read.querySelector("#part") : read.querySelector("h1");
    if (!part) return;
    if (answer.ok) part.removeAttribute("id");
    place.replaceChildren(answer.ok ? part : Object.assign(document.createElement("p"), {textContent: part.textContent}));
    place.querySelectorAll("[data-country]").forEach(country);
    if (aim && place.compareDocumentPosition(aim) & Node.DOCUMENT_POSITION_FOLLOWING) aim.scrollIntoView({behavior: "instant"});
  } catch { /* the link stays */ }
}]));
for (const place of parts.keys()) {
  new IntersectionObserver((seen, watch) => {
    if (!seen.some((s) => s.isIntersecting)) return;
    watch.disconnect();
    parts.get(place)?.();
  }, {rootMargin: "300px"}).observe(place);
}
// Where a link within the page leads is loaded at once, and kept in view while what is above it is still growing, until the reader moves on.
let aim = null;
const aiming = (hash) => {
  aim = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  for (const [place, load] of [...parts]) if (aim?.closest("section")?.contains(place)) load();
};
aiming(location.hash);
addEventListener("click", (event) => { const link = event.target.closest("a[href^='#']"); if (link) aiming(link.hash); }, true);
for (const moved of ["wheel", "touchmove", "keydown"]) addEventListener(moved, (event) => { if (event.key !== "Enter") aim = null; }, {passive: true});

const tongue = document.documentElement.lang;
const spoken = new Intl.DateTimeFormat(tongue === "en" ? "en-GB" : tongue, {day: "numeric", month: "long", year: "numeric", timeZone: "UTC"});

// --- the slider through the days of change ------------------------------------------------------------------
for (const bar of document.querySelectorAll(".days[data-days]")) {
  const days = bar.dataset.days.split(" ").filter(Boolean);
  const form = document.querySelector(".matrix-form");
  if (!form || days.length < 2) continue;
  const on = form.elements.on;
  const slider = Object.assign(document.createElement("input"), {type: "range", min: 0, max: days.length - 1, step: 1});
  slider.setAttribute("aria-label", bar.dataset.label);
  const at = days.filter((d) => d <= on.value).length - 1;
  slider.value = Math.max(at, 0);
  slider.setAttribute("aria-valuetext", days[slider.value]);
  const shown = bar.querySelector("b");
  slider.addEventListener("input", () => { shown.textContent = spoken.format(new Date(days[slider.value] + "T00:00:00Z")); slider.setAttribute("aria-valuetext", days[slider.value]); });
  slider.addEventListener("change", () => { on.value = days[slider.value]; form.requestSubmit(); });
  bar.prepend(slider);
}

// --- a screening that runs ------------------------------------------------------------------------------------
const job = document.querySelector("[data-job]");
if (job && ["queued", "running"].includes(job.dataset.state)) {
  const watch = async () => {
    try {
      const answer = await fetch(job.dataset.job);
      if (answer.ok) {
        const now = (await answer.json()).job;
        if (now.state !== job.dataset.state) { location.reload(); return; }
        const shown = job.querySelector(".progress");
        if (shown) shown.textContent = now.progress;
      }
    } catch { /* try again */ }
    setTimeout(watch, 700);
  };
  setTimeout(watch, 400);
}

// --- the map through time ------------------------------------------------------------------------------------
function country(figure) {
  if (figure.dataset.alive) return;
  figure.dataset.alive = "1";
  const days = figure.dataset.days.split(" ");
  if (days.length < 2) return;
  const controls = figure.querySelector(".country-controls"), slider = controls.querySelector("input"), button = controls.querySelector(".play");
  const shown = figure.querySelector(".country-day"), colon = tongue === "en" ? ": " : "：";
  const marks = [...figure.querySelectorAll(".marks li")].map((li) => ({
    disc: li.querySelector(".disc"), aside: li.querySelector(".aside-disc"), said: li.querySelector(".said-now"),
    phases: li.dataset.phases.split("~").map((p) => p.split("|")),
  }));
  const show = (at) => {
    const day = days[at];
    const words = spoken.format(new Date(day + "T00:00:00Z"));
    shown.textContent = words;
    slider.value = at;
    slider.setAttribute("aria-valuetext", words);
    for (const mark of marks) {
      const [, tone, sign, said, ahead, aheadSaid] = mark.phases.filter((p) => p[0] <= day).at(-1) ?? mark.phases[0];
      mark.disc.className = "disc " + tone;
      mark.disc.textContent = sign;
      mark.aside.className = "aside-disc " + ahead;
      mark.aside.hidden = !ahead;
      mark.said.textContent = aheadSaid ? `${said} (${aheadSaid})` : said;
    }
  };
  let timer = 0;
  const stop = () => { clearInterval(timer); timer = 0; button.textContent = "▶"; button.setAttribute("aria-label", button.dataset.play); };
  button.dataset.play = button.getAttribute("aria-label");
  button.addEventListener("click", () => {
    if (timer) { stop(); return; }
    let at = Number(slider.value) === days.length - 1 ? 0 : Number(slider.value);
    show(at);
    button.textContent = "❚❚";
    button.setAttribute("aria-label", button.dataset.stop);
    timer = setInterval(() => { if (at >= days.length - 1) stop(); else show(++at); }, 700);
  });
  slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
  show(Math.max(days.indexOf(figure.dataset.on), 0));
  controls.hidden = false;
}
document.querySelectorAll("[data-country]").forEach(country);

// --- a question in one's own words: what was understood, while typing -------------------------------------------
for (const input of document.querySelectorAll("input[data-understand]")) {
  const place = input.closest("form").nextElementSibling;
  let timer = 0, asked = input.value;
  const look = async () => {
    const text = input.value.trim();
    if (text === asked) return;
    asked = text;
    if (text.length < 3) { place.replaceChildren(); return; }
    try {
      const answer = await fetch(`${input.dataset.understand}?show=1&q=${encodeURIComponent(text)}`, {headers: {Accept: "text/html"}});
      if (!answer.ok || text !== input.value.trim()) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#part");
      part.removeAttribute("id");
      place.replaceChildren(part);
      document.querySelector("#part")?.remove();
    } catch { /* the button decides all the same */ }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 180); });
}

// --- a folded part opens when an address or a link points to it, into it or around it --------------------------
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const folds = [target.closest("details"), target.tagName === "SECTION" ? target.querySelector("details.fold") : null].filter((f) => f && !f.open);
  for (const fold of folds) fold.open = true;
  if (folds.length) target.scrollIntoView();
};
unfold();
addEventListener("hashchange", unfold);

// --- the review queue by keys: j and k move, x ticks, a accepts and r rejects what is ticked -------------------
const bulk = document.querySelector("form.bulk");
if (bulk) {
  const boxes = [...bulk.querySelectorAll('input[name="finding"]')];
  const says = (verdict) => bulk.requestSubmit(bulk.querySelector(`button[value="${verdict}"]`));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === bulk.elements.reason) { // a reason is one for rejecting
      if (event.target.value.trim()) says("reject");
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input[type="text"], textarea, select')) return;
    const now = boxes.indexOf(document.activeElement);
    if (event.key === "j" || event.key === "k") {
      const next = boxes[Math.min(boxes.length - 1, Math.max(0, now + (event.key === "j" ? 1 : -1)))];
      if (next) next.focus();
    } else if (event.key === "x" && now >= 0) boxes[now].checked = !boxes[now].checked;
    else if (event.key === "a" || event.key === "r") {
      if (!boxes.some((box) => box.checked) && now >= 0) boxes[now].checked = true;
      const reason = bulk.elements.reason;
      if (event.key === "r" && reason && !reason.value) reason.focus();
      else says(event.key === "a" ? "accept" : "reject");
    } else return;
    event.preventDefault();
  });
}
