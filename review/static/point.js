// Adding a missed tag: words selected in the text fill the form, with their place in code points.
//   data-text="n"   an element whose text begins at code point n of title, newline, body
"use strict";
(() => {
  const form = () => document.querySelector("#adding form");
  const codePoints = (text) => [...text].length;
  const root = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-text]");

  function pointed() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    const [first, last] = [root(range.startContainer), root(range.endContainer)];
    const home = first ?? last;
    if (!home || (first && last && first !== last)) return null;
    if (!first) range.setStart(home, 0);
    if (!last) range.setEnd(home, home.childNodes.length);
    const before = document.createRange();
    before.setStart(home, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const text = range.toString();
    const words = text.trim();
    if (!words) return null;
    const blank = text.slice(0, text.length - text.trimStart().length);
    const start = Number(home.dataset.text) + codePoints(before.toString() + blank);
    return { start, end: start + codePoints(words), words };
  }

  function fill(place) {
    const { start, end, surface } = form().elements;
    start.value = place?.start ?? "";
    end.value = place?.end ?? "";
    surface.value = place?.words ?? "";
    const adding = document.getElementById("adding");
    adding.open = adding.open || Boolean(place);
    adding.classList.toggle("pointing", Boolean(place));
    if (!place) adding.open = false;
  }

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!form() || form().contains(document.activeElement)) return;
      const place = pointed();
      if (place || document.querySelector(".pointing")) fill(place);
    }, 120);
  });
  // Browsers drag links instead of selecting in them: a mark is no link while the button is down.
  document.addEventListener("mousedown", (event) => {
    const mark = event.button === 0 && event.target.closest?.("[data-text] a.mark");
    const href = mark && mark.getAttribute("href");
    if (!href) return;
    mark.removeAttribute("href");
    window.addEventListener("mouseup", () => mark.setAttribute("href", href), { once: true, capture: true });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a.mark") && !getSelection().isCollapsed) event.preventDefault();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id !== "surface") return;
    event.target.form.elements.start.value = "";
    event.target.form.elements.end.value = "";
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !document.querySelector(".pointing")) return;
    getSelection().removeAllRanges();
    fill(null);
  });
})();
