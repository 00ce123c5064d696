/* What the page does by itself: gives way to the interactive charts when they are ready, keeps the address in step with
   the choices, and makes the charts reachable by keyboard. Everything here is an addition; without it the page works. */
(function () {
  "use strict";

  var root = document.documentElement;

  /* The page drawn by the server stands until the first interactive chart does. What a reader has opened, reached or
     scrolled to in it stays so. */
  function giveWay() {
    var drawn = document.getElementById("drawn");
    var app = document.getElementById("app");
    if (!drawn || !app || !(app.querySelector(".js-plotly-plot .main-svg") || app.querySelector("[data-no-charts]"))) {
      return false;
    }
    var focused = document.activeElement && drawn.contains(document.activeElement) ? document.activeElement.id : "";
    var opened = Array.prototype.map.call(drawn.querySelectorAll("details[open][id]"), function (part) { return part.id; });
    var place = window.scrollY;
    drawn.remove();
    root.classList.remove("waiting");
    root.classList.add("ready");
    opened.forEach(function (id) {
      var part = document.getElementById(id);
      if (part) { part.open = true; }
    });
    window.scrollTo(0, place);
    if (focused && document.getElementById(focused)) { document.getElementById(focused).focus({ preventScroll: true }); }
    return true;
  }

  function wait() {
    if (!document.getElementById("app")) { root.classList.add("ready"); return; }
    if (giveWay()) { return; }
    var observer = new MutationObserver(function () {
      if (giveWay()) { observer.disconnect(); }
    });
    observer.observe(document.getElementById("app"), { childList: true, subtree: true });
  }

  function asked() { return new URLSearchParams(window.location.search); }

  function written(parameters) {
    /* As the server writes it: a space is %20, and a plus sign, which would be read as a space, is %2B. */
    var text = parameters.toString().replace(/\+/g, "%20").replace(/%3A/g, ":");
    return text ? "?" + text : "";
  }

  function same(one, other) {
    var a = Array.from(one.entries()).map(String).sort().join("&");
    var b = Array.from(other.entries()).map(String).sort().join("&");
    return a === b;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    waymark: {
      /* The values of all controls → the address's query. A control at its default is left out of it. */
      choose: function () {
        var context = window.dash_clientside.callback_context;
        if (!context.triggered.length) { return window.dash_clientside.no_update; }
        var parameters = asked();
        var before = new URLSearchParams(parameters);
        context.inputs_list[0].forEach(function (control) {
          var value = control.value === null || control.value === undefined ? "" : String(control.value);
          if (value === "" || value === control.id.default) { parameters.delete(control.id.control); }
          else { parameters.set(control.id.control, value); }
        });
        return same(before, parameters) ? window.dash_clientside.no_update : written(parameters);
      },
      /* A click on a mark → the address with the figure's panel open. */
      open: function () {
        var context = window.dash_clientside.callback_context;
        var clicked = context.triggered.map(function (one) { return one.value; }).filter(Boolean)[0];
        var key = clicked && clicked.points && clicked.points[0] && clicked.points[0].customdata;
        if (Array.isArray(key)) { key = key[0]; }
        if (!key) { return window.dash_clientside.no_update; }
        var parameters = asked();
        if (parameters.get("figure") === key) { return window.dash_clientside.no_update; }
        parameters.set("figure", key);
        return written(parameters);
      }
    }
  });

  /* Arrow keys walk along a chart's marks, Enter opens the mark, Escape closes the panel. */
  function marksOf(graph) {
    var marks = [];
    (graph.data || []).forEach(function (trace, curve) {
      (trace.customdata || []).forEach(function (key, index) {
        if (key && trace.hoverinfo !== "skip" && trace.visible !== "legendonly") {
          marks.push({ curve: curve, index: index, key: Array.isArray(key) ? key[0] : key, x: trace.x[index], y: trace.y[index] });
        }
      });
    });
    return marks.sort(function (a, b) { return a.x < b.x ? -1 : a.x > b.x ? 1 : 0; });
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      if (replaying) { pause(); return; }
      var close = document.getElementById("figure-close");
      if (close) { close.click(); }
      return;
    }
    var chart = event.target.closest && event.target.closest("[data-chart]");
    var graph = chart && event.target === chart && chart.querySelector(".js-plotly-plot");
    if (!graph || !window.Plotly || !window.Plotly.Fx) { return; }
    var marks = marksOf(graph);
    if (!marks.length) { return; }
    var here = chart.markHere === undefined ? -1 : chart.markHere;
    var step = { ArrowRight: 1, ArrowLeft: -1, Home: -marks.length, End: marks.length }[event.key];
    if (step) {
      here = Math.max(0, Math.min(marks.length - 1, here + step));
      chart.markHere = here;
      window.Plotly.Fx.hover(graph, [{ curveNumber: marks[here].curve, pointNumber: marks[here].index }]);
      event.preventDefault();
    } else if (event.key === "Enter" && here >= 0 && here < marks.length) {
      opener = chart;
      graph.emit("plotly_click", { points: [{ customdata: marks[here].key, curveNumber: marks[here].curve, pointNumber: marks[here].index, data: graph.data[marks[here].curve], fullData: graph._fullData ? graph._fullData[marks[here].curve] : {}, x: marks[here].x, y: marks[here].y }], event: {} });
      event.preventDefault();
    }
  });

  /* A choice redraws the page; the control that was used keeps the focus. */
  var reached = "";
  document.addEventListener("focusin", function (event) { reached = event.target.id || ""; });
  document.addEventListener("submit", function (event) {
    if (event.target.id === "choices" && root.classList.contains("ready")) { event.preventDefault(); }
  });

  /* The document is titled by its view. Focus follows into a panel that opens and back to where it was opened from. */
  var opener = null;
  var panelWas = null;
  new MutationObserver(function () {
    var named = document.querySelector("#app [data-title]");
    if (named && document.title !== named.getAttribute("data-title")) { document.title = named.getAttribute("data-title"); }
    tellVintage();
    var kept = document.activeElement === document.body && reached ? document.getElementById(reached) : null;
    if (kept) { kept.focus({ preventScroll: true }); }
    var panel = root.classList.contains("ready") ? document.querySelector("#app .panel") : null;
    var name = panel ? new URLSearchParams(window.location.search).get("figure") : null;
    if (name === panelWas) { return; }
    if (name) {
      if (!panelWas && !opener) { opener = document.activeElement; }
      var title = document.getElementById("figure-title");
      if (title) { title.focus({ preventScroll: true }); }
      panel.scrollTop = 0;
    } else if (opener && document.contains(opener)) {
      opener.focus({ preventScroll: true });
      opener = null;
    }
    panelWas = name;
  }).observe(root, { childList: true, subtree: true });

  /* Dash's links go to the top of the page; one that stays on this page leaves the reader where they are. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("#app a[href]");
    if (!link || link.target || link.origin !== window.location.origin || link.pathname !== window.location.pathname) { return; }
    var place = window.scrollY;
    setTimeout(function () { if (window.scrollY !== place) { window.scrollTo(0, place); } }, 0);
  }, true);

  /* The slider over what was known when. A choice is settled when the slider has been let go of and rests: it becomes
     one entry of the history. A whole replay is one entry too, so that "back" leads to before it. */
  var SETTLED = 300, SHOWN_FOR = 700, PATIENCE = 30000;
  var settling = 0, replaying = null, told = null;

  function box() { return document.querySelector("#app #vintages"); }
  function range() { return document.querySelector("#app #vintage"); }
  function stopsOf(part) { return part.dataset.stops.split("|"); }
  function calm() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches; }

  function say(text) {
    var status = document.getElementById("replay-status");
    if (!status) {
      status = document.createElement("p");
      status.id = "replay-status";
      status.className = "visually-hidden";
      status.setAttribute("role", "status");
      document.body.appendChild(status);
    }
    status.textContent = text;
  }

  function put(part, text) { if (part && part.textContent !== text) { part.textContent = text; } }

  function tellStop(place) {
    var part = box();
    var text = part.dataset.texts.split("|")[place];
    range().setAttribute("aria-valuetext", text);
    put(document.querySelector("#app #vintage-text"), text);
  }

  /* After each drawing: the day in words, for the eye and the ear, and what the button does. */
  function tellVintage() {
    var part = box(), field = range();
    if (!part || !field) { told = null; return; }
    put(document.querySelector("#app #replay"), replaying ? part.dataset.pause : calm() ? part.dataset.step : part.dataset.replay);
    if (told && told.field === field && told.shown === part.dataset.shown) { return; }
    told = { field: field, shown: part.dataset.shown };
    if (settling) { return; }
    field.setAttribute("aria-valuetext", part.dataset.text);
    put(document.querySelector("#app #vintage-text"), part.dataset.text);
  }

  function show(day, again) {
    var parameters = asked();
    if (day) { parameters.set("as_of", day); } else { parameters.delete("as_of"); }
    parameters.delete("figure");
    var query = written(parameters);
    if (query === window.location.search) { return; }
    window.history[again ? "replaceState" : "pushState"](null, "", window.location.pathname + query);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }

  /* The slider is let go of by a finger that leaves it or by a key that rests. Redrawing gives the page a new slider, so
     nothing is asked for while a finger holds the old one. */
  var held = false;
  function settle() {
    clearTimeout(settling);
    settling = setTimeout(function () {
      settling = 0;
      if (box() && range()) { show(stopsOf(box())[Number(range().value)]); }
    }, SETTLED);
  }

  document.addEventListener("input", function (event) {
    if (event.target.id !== "vintage" || !box()) { return; }
    if (replaying) { pause(); }
    clearTimeout(settling);
    settling = -1;
    tellStop(Number(event.target.value));
    if (!held) { settle(); }
  });

  document.addEventListener("pointerdown", function (event) { held = event.target.id === "vintage"; }, true);
  ["pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () {
      if (held && settling) { settle(); }
      held = false;
    }, true);
  });

  /* Back to what still stands, nothing is drawn anew; the slider goes back all the same. */
  window.addEventListener("popstate", function () {
    var part = box(), field = range();
    if (!part || !field || held || settling) { return; }
    var day = asked().get("as_of") || "";
    if (day !== part.dataset.shown) { return; }
    field.value = part.dataset.place;
    field.setAttribute("aria-valuetext", part.dataset.text);
    put(document.querySelector("#app #vintage-text"), part.dataset.text);
  });

  /* Whether the charts of a stop stand: the page is that of the stop and every chart in it has been drawn. */
  function stands(day) {
    var part = box();
    return Boolean(part) && part.dataset.shown === day && Array.prototype.every.call(
      document.querySelectorAll("#app .graph"), function (graph) { return graph.querySelector(".main-svg"); });
  }

  function whenDrawn(run, day, then) {
    var since = Date.now();
    (function look() {
      if (replaying !== run) { return; }
      if (stands(day)) { requestAnimationFrame(function () { requestAnimationFrame(then); }); }
      else if (Date.now() - since > PATIENCE) { pause(); }
      else { setTimeout(look, 40); }
    })();
  }

  function step(run) {
    if (replaying !== run) { return; }
    /* A reader who goes elsewhere meanwhile is not brought back. */
    if (!box() || (run.search !== null && run.search !== window.location.search)) { pause(); return; }
    var days = stopsOf(box());
    run.place += 1;
    var day = days[run.place];
    show(day, run.search !== null);
    run.search = window.location.search;
    whenDrawn(run, day, function () {
      if (replaying !== run) { return; }
      if (run.place >= days.length - 1) { finish(box().dataset.ended); return; }
      run.timer = setTimeout(function () { step(run); }, SHOWN_FOR);
    });
  }

  function finish(text) {
    if (replaying) { clearTimeout(replaying.timer); }
    replaying = null;
    say(text);
    tellVintage();
  }

  function pause() {
    var part = box();
    finish(part ? part.dataset.paused.replace("{date}", part.dataset.text) : "");
  }

  function replay() {
    var days = stopsOf(box());
    var here = Number(range().value);
    /* From the end it begins anew. */
    var from = here >= days.length - 1 ? -1 : here;
    if (calm()) {
      show(days[from + 1]);
      say(box().dataset.texts.split("|")[from + 1]);
      return;
    }
    replaying = { place: from, search: null, timer: 0 };
    say(box().dataset.started);
    tellVintage();
    step(replaying);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("#app #replay");
    if (!button) { return; }
    if (replaying) { pause(); } else { replay(); }
  });

  /* A chart as another site's frame will show it, in a frame of the size that was asked for, below the link. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    event.preventDefault();
    var size = link.getAttribute("data-preview").split("x");
    var block = link.parentElement;
    var before = block.nextElementSibling;
    if (before && before.classList.contains("preview")) { before.remove(); }
    var frame = document.createElement("iframe");
    frame.className = "preview";
    frame.title = link.getAttribute("data-preview-title");
    frame.width = size[0];
    frame.height = size[1];
    frame.src = link.href;
    block.after(frame);
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]");
    var text = button && document.getElementById(button.getAttribute("data-copy"));
    if (text && navigator.clipboard) {
      navigator.clipboard.writeText(text.textContent).then(function () { button.setAttribute("data-copied", ""); });
    } else if (text) {
      window.getSelection().selectAllChildren(text);
    }
  });

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", wait); } else { wait(); }
})();
