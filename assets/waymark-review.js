/* Makes the review page quick: its forms and links are answered without leaving the page, keys press its buttons, words
   of the text can be picked for a figure, and what is typed outlives a lost connection. All of it is an addition; the
   page's own links and forms do the same without it. Words come from the page, as data-say-… attributes. */
(function () {
  "use strict";

  const root = document.documentElement;
  const live = document.getElementById("live");
  if (!document.getElementById("review") || !window.fetch || !window.DOMParser) { return; }
  root.classList.add("scripted");

  const PATIENCE = 20000;
  const KEYS_OFF = "waymark.review.keys-off";
  let busy = false;

  function byId(id) { return document.getElementById(id); }
  function review() { return byId("review"); }
  function say(name) { return review().getAttribute("data-say-" + name) || ""; }
  function fields() { return Array.from(document.querySelectorAll("#decide [data-shown]")); }

  function kept(storage, name, value) {
    /* A browser may forbid storage; the page then works without a memory. */
    try {
      if (value === undefined) { return storage.getItem(name); }
      if (value === null) { storage.removeItem(name); } else { storage.setItem(name, value); }
    } catch (error) { /* nothing is kept */ }
    return null;
  }

  function announce(text) {
    live.textContent = "";
    setTimeout(function () { live.textContent = text; }, 50);
  }

  /* --- This tab's name: its undo takes back its own decisions alone. ------------------------------------------- */

  const REVIEWER = "waymark.reviewer";
  const nonce = fresh();
  let reviewer = kept(sessionStorage, REVIEWER) || fresh();
  kept(sessionStorage, REVIEWER, reviewer);

  function fresh() {
    return Array.from(crypto.getRandomValues(new Uint8Array(8)), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  function signForms() {
    document.querySelectorAll("#review input[name=reviewer]").forEach(function (input) { input.value = reviewer; });
  }

  if (window.BroadcastChannel) {
    /* A tab that was duplicated starts with a copy of the other's name, and takes one of its own. */
    const channel = new BroadcastChannel("waymark.review");
    channel.onmessage = function (event) {
      if (event.data.asks === reviewer && event.data.from !== nonce) {
        channel.postMessage({ taken: reviewer, to: event.data.from });
      } else if (event.data.taken === reviewer && event.data.to === nonce) {
        reviewer = fresh();
        kept(sessionStorage, REVIEWER, reviewer);
        signForms();
      }
    };
    channel.postMessage({ asks: reviewer, from: nonce });
  }

  /* --- What is typed and not yet decided ----------------------------------------------------------------------- */

  function draftName(form) {
    const part = function (name) { return form.elements[name] ? form.elements[name].value : ""; };
    return ["waymark.draft", review().getAttribute("data-path"), part("start") ? part("start") + "-" + part("end") : part("figure")].join(":");
  }

  function typed() {
    const changed = {};
    fields().forEach(function (field) {
      if (field.value !== plain(field.getAttribute("data-shown"))) { changed[field.name] = field.value; }
    });
    return changed;
  }

  function plain(text) { return text.replace(/\r\n?/g, "\n"); }

  function remember() {
    const form = byId("decide");
    if (!form) { return; }
    const changed = typed();
    const draft = Object.keys(changed).length ? JSON.stringify({ mark: form.getAttribute("data-mark"), values: changed }) : null;
    kept(sessionStorage, draftName(form), draft);
  }

  function recall() {
    const form = byId("decide");
    const text = form && kept(sessionStorage, draftName(form));
    if (!text) { return ""; }
    if (form.hasAttribute("data-answered")) { return ""; }
    const draft = JSON.parse(text);
    fields().forEach(function (field) {
      if (Object.prototype.hasOwnProperty.call(draft.values, field.name)) { field.value = draft.values[field.name]; }
      compare(field);
    });
    const note = byId("draft");
    const words = say(draft.mark === form.getAttribute("data-mark") ? "kept" : "moved");
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "btn";
    discard.textContent = say("discard");
    discard.addEventListener("click", function () {
      kept(sessionStorage, draftName(form), null);
      fields().forEach(function (field) { field.value = plain(field.getAttribute("data-shown")); compare(field); });
      note.hidden = true;
      byId("figure-title").focus();
    });
    note.replaceChildren(words + " ", discard);
    note.hidden = false;
    return words;
  }

  function compare(field) {
    /* Marks a field that is not as it was proposed. */
    const was = byId("was-" + field.name);
    if (!was) { return; }
    const differs = squeezed(field.value) !== squeezed(field.getAttribute("data-proposed"));
    was.hidden = !differs;
    field.closest(".control").classList.toggle("differs", differs);
  }

  function squeezed(text) { return text.replace(/\s+/g, ""); }

  /* --- Answers in the place of the page ------------------------------------------------------------------------ */

  function request(address, options) {
    const patience = new AbortController();
    const timer = setTimeout(function () { patience.abort(); }, PATIENCE);
    return fetch(address, Object.assign({ signal: patience.signal, credentials: "same-origin" }, options))
      .then(function (response) {
        return response.text().then(function (text) { return { response: response, text: text }; });
      })
      .finally(function () { clearTimeout(timer); });
  }

  function wait(on) {
    busy = on;
    review().setAttribute("aria-busy", String(on));
  }

  function alertOf(words, detail) {
    const line = document.createElement("p");
    line.className = "warning-line";
    line.textContent = detail ? words + " " + detail : words;
    byId("alerts").replaceChildren(line);
    line.scrollIntoView({ block: "nearest" });
  }

  function show(answer, push) {
    /* Puts an answer on the page; false if it is none of the review page's. */
    const parsed = new DOMParser().parseFromString(answer.text, "text/html");
    const next = parsed.getElementById("review");
    if (!next) {
      const main = parsed.querySelector("main");
      alertOf(say("refused"), (main || parsed.body).textContent.trim().slice(0, 600) || String(answer.response.status));
      return false;
    }
    const before = document.activeElement;
    const focused = before && review().contains(before) ? before.id : "";
    const pressed = /^(BUTTON|A|SUMMARY)$/.test(before ? before.tagName : "") && !/^(load|over)$/.test(focused);
    const scrolled = byId("text").scrollTop;
    const open = Array.from(document.querySelectorAll("#review details[open]"), function (one) { return one.id; });
    review().replaceWith(document.adoptNode(next));
    document.title = parsed.title;
    open.forEach(function (id) { if (byId(id)) { byId(id).open = true; } });
    const address = clean(new URL(answer.response.url));
    if (push && address !== clean(new URL(location.href))) { history.pushState(null, "", address); }
    byId("text").scrollTop = scrolled;
    const draft = ready();
    const wrong = document.querySelector("#decide [aria-invalid=true]");
    const alerts = byId("alerts");
    const said = byId("said").textContent;
    if (wrong) { wrong.focus(); }
    else if (alerts.textContent.trim()) { alerts.focus(); }
    else if (pressed && focused && byId(focused)) { byId(focused).focus({ preventScroll: true }); }
    else { byId("figure-title").focus({ preventScroll: true }); }
    const figure = byId("figure-title").textContent;
    announce([said, alerts.textContent.trim() ? "" : figure, byId("figure-state") ? byId("figure-state").textContent : "", draft].filter(Boolean).join(" "));
    return true;
  }

  function load(address, push) {
    if (busy) { announce(say("busy")); return; }
    wait(true);
    request(address, {}).then(function (answer) { show(answer, push); }, function () { alertOf(say("lost")); })
      .finally(function () { wait(false); });
  }

  function send(form, button) {
    if (busy) { announce(say("busy")); return; }
    remember();
    signForms();
    const data = new URLSearchParams(new FormData(form));
    if (button && button.name) { data.set(button.name, button.value); }
    const name = form.id === "decide" ? draftName(form) : "";
    const pane = byId("text");
    wait(true);
    request(form.action, { method: "POST", body: data }).then(function (answer) {
      if (answer.response.ok && name) { kept(sessionStorage, name, null); }
      if (show(answer, answer.response.ok) && byId("text") !== pane) { remember(); }
    }, function () { alertOf(say("lost")); })
      .finally(function () { wait(false); });
  }

  function clean(address) {
    /* What has been done, and by whom, is no part of where one is. */
    ["reviewer", "did", "of"].forEach(function (name) { address.searchParams.delete(name); });
    address.hash = "";
    return address.pathname + address.search;
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.closest("#review") || event.defaultPrevented) { return; }
    event.preventDefault();
    if (form.method === "post") { send(form, event.submitter); return; }
    const address = new URL(form.action);
    new FormData(form).forEach(function (value, name) { address.searchParams.set(name, value); });
    load(address.href, true);
  });

  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("#review a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return; }
    const address = new URL(link.href);
    if (address.origin !== location.origin || address.pathname !== location.pathname) { return; }
    if (link.getAttribute("href").charAt(0) === "#") {
      /* To a field or a heading of this page: the focus goes along. */
      const target = byId(link.getAttribute("href").slice(1));
      if (target) { event.preventDefault(); target.scrollIntoView({ block: "center" }); target.focus({ preventScroll: true }); }
      return;
    }
    event.preventDefault();
    if (byId("text").contains(link) && String(window.getSelection())) { return; }
    if (link.hasAttribute("data-discard")) { kept(sessionStorage, draftName(byId("decide")), null); }
    load(link.href, true);
  });

  window.addEventListener("popstate", function () { load(location.href, false); });

  document.addEventListener("input", function (event) {
    if (event.target.matches("#decide [data-shown]")) { compare(event.target); remember(); }
  });

  window.addEventListener("beforeunload", function (event) {
    if (byId("decide") && Object.keys(typed()).length) { event.preventDefault(); }
  });

  /* --- Keys ---------------------------------------------------------------------------------------------------- */

  const PRESSES = { a: "accept", r: "reject", n: "next", j: "next", p: "previous", k: "previous", u: "undo" };

  function keyOf(event) {
    /* The letter printed, or, on a keyboard of another script, the one that stands there on a Latin one. */
    if (event.key === "؟") { return "?"; }
    if (event.key.length === 1 && event.key.charCodeAt(0) > 127) { return event.code.replace("Key", "").toLowerCase(); }
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  }

  document.addEventListener("keydown", function (event) {
    const target = event.target;
    const typing = target.matches && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing && !event.isComposing) {
      byId("figure-title").focus({ preventScroll: true });
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) { return; }
    if (kept(localStorage, KEYS_OFF)) { return; }
    const key = keyOf(event);
    if (key === "?") {
      const keys = byId("keys");
      keys.open = !keys.open;
      if (keys.open) { byId("keys-title").focus(); }
    } else if (key === "e") {
      const first = fields()[0];
      if (!first) { return; }
      first.focus();
    } else if (Object.prototype.hasOwnProperty.call(PRESSES, key)) {
      const button = byId(PRESSES[key]);
      if (!button) {
        if (PRESSES[key] === "next") { announce(say("end")); }
        if (PRESSES[key] === "previous") { announce(say("begin")); }
        return;
      }
      /* What a key does to the page, it does from the figure: no button keeps the focus. */
      if (review().contains(document.activeElement)) { document.activeElement.blur(); }
      button.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("change", function (event) {
    if (event.target.id === "keys-on") { kept(localStorage, KEYS_OFF, event.target.checked ? null : "1"); }
  });

  /* --- Words of the text for a new figure ---------------------------------------------------------------------- */

  function codePoints(text) { return Array.from(text).length; }

  function picked() {
    /* The words selected in the text, as code points of it; null when none are, or when they are a figure already. */
    const selection = window.getSelection();
    const text = byId("text");
    if (!selection.rangeCount || selection.isCollapsed || !text) { return null; }
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) { return null; }
    if (codePoints(text.textContent) !== Number(review().getAttribute("data-length"))) { return null; }
    const words = range.toString();
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = codePoints(before.toString()) + codePoints(words) - codePoints(words.trimStart());
    const end = start + codePoints(words.trim());
    if (end <= start || end - start > Number(review().getAttribute("data-longest"))) { return null; }
    const taken = Array.from(text.querySelectorAll("[data-figures]")).some(function (one) {
      return one.getAttribute("data-figures").split(" ").includes(start + "-" + end);
    });
    return taken ? null : { start: start, end: end, words: words.trim() };
  }

  let picking = 0;
  document.addEventListener("selectionchange", function () {
    clearTimeout(picking);
    picking = setTimeout(function () {
      const bar = byId("adding");
      const found = bar && picked();
      if (!bar) { return; }
      bar.hidden = !found;
      if (!found) { return; }
      const link = byId("add");
      const address = new URL(review().getAttribute("data-path"), location.href);
      address.searchParams.set("start", found.start);
      address.searchParams.set("end", found.end);
      link.href = address.href;
      const words = document.createElement("bdi");
      words.textContent = found.words.length > 80 ? found.words.slice(0, 79) + "…" : found.words;
      link.replaceChildren(say("add") + " ", words);
    }, 120);
  });

  /* --- After each drawing -------------------------------------------------------------------------------------- */

  function ready() {
    signForms();
    const on = byId("keys-on");
    if (on) { on.checked = !kept(localStorage, KEYS_OFF); }
    /* One stop of the Tab key in the text, at the current figure: n and p go through the others. */
    const links = Array.from(document.querySelectorAll("#text a"));
    const current = byId("current");
    links.forEach(function (link) { link.tabIndex = link === current ? 0 : -1; });
    if (!current && links.length) { links[0].tabIndex = 0; }
    const text = byId("text");
    if (current && text) {
      const place = current.getBoundingClientRect();
      const pane = text.getBoundingClientRect();
      if (place.top < pane.top + 24 || place.bottom > pane.bottom - 24) {
        text.scrollTop += place.top - pane.top - (text.clientHeight - place.height) / 2;
      }
    }
    return recall();
  }

  history.replaceState(null, "", clean(new URL(location.href)));
  const words = [byId("said").textContent, ready()].filter(Boolean).join(" ");
  if (words) { announce(words); }
})();
