/* Copies a briefing: as rich text together with plain text, or as plain text alone. What is copied lies in the page's
   templates; the buttons are shown once this runs, and a live region says how it went. */
(function () {
  "use strict";

  const status = document.getElementById("briefing-status");
  const buttons = document.querySelectorAll("[data-copy-briefing]");
  const rich = document.getElementById("briefing-rich");
  const plain = document.getElementById("briefing-plain");
  if (!status || !rich || !plain) { return; }

  function forms(kind) {
    const found = { "text/plain": plain.content.textContent };
    if (kind === "rich") { found["text/html"] = rich.innerHTML; }
    return found;
  }

  function say(name) {
    /* Emptied first, so that the same words are announced again. */
    status.textContent = "";
    setTimeout(function () { status.textContent = status.getAttribute("data-" + name) || ""; }, 50);
  }

  async function byClipboard(found) {
    const blobs = {};
    Object.keys(found).forEach(function (type) { blobs[type] = new Blob([found[type]], { type: type }); });
    await navigator.clipboard.write([new ClipboardItem(blobs)]);
  }

  function byEvent(found) {
    /* Where the page did not come over HTTPS there is no clipboard to write to, but a copying can still be filled. */
    let filled = false;
    function fill(event) {
      Object.keys(found).forEach(function (type) { event.clipboardData.setData(type, found[type]); });
      event.preventDefault();
      filled = true;
    }
    document.addEventListener("copy", fill);
    const done = document.execCommand("copy");
    document.removeEventListener("copy", fill);
    if (!done || !filled) { throw new Error("copying was refused"); }
  }

  async function copy(kind) {
    const found = forms(kind);
    try {
      if (navigator.clipboard && window.ClipboardItem) {
        await byClipboard(found).catch(function () { byEvent(found); });
      } else {
        byEvent(found);
      }
      say("copied");
    } catch (error) {
      say("not-copied");
    }
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () { copy(button.getAttribute("data-copy-briefing")); });
    button.hidden = false;
  });
})();
