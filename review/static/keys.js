// Keys of the desk, found in the markup alone:
//   data-item="name"    what j and k move between; the name finds it again after a change
//   data-key="a"        pressed by this key; "gi" by g, then i; "u m" by u or by m. What is in the
//                       current item goes before what is outside all items
//   data-open, data-original, data-search   the links of o and v, the field of /
// Keys are off where one writes, with Ctrl, Alt or Meta, and while an input method composes.
"use strict";
(() => {
  const PATIENCE = 1500; // milliseconds between the two keys of "g i"
  const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable='false'])";
  let current = null;
  let place = -1;
  let first = "";
  let waiting = 0;

  const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.checkVisibility());
  const within = (selector) => {
    const found = [...document.querySelectorAll(selector)].filter((element) => !element.disabled && (element.checkVisibility() || element.closest(".menu details")));
    return found.find((element) => current?.contains(element)) ?? found.find((element) => !element.closest("[data-item]"));
  };

  function choose(item, quietly) {
    current?.removeAttribute("aria-current");
    current = item;
    place = items().indexOf(item);
    if (!item) return;
    item.setAttribute("aria-current", "true");
    if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
    item.focus({ preventScroll: true });
    if (!quietly) item.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const all = items();
    const here = current && all.indexOf(current);
    const next = here === null || here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
    if (all[next]) choose(all[next]);
    return all.length > 0;
  }

  function press(element) {
    if (!element) return false;
    if (element.matches(WRITING)) element.focus();
    else element.click();
    return true;
  }

  const follow = (selector) => press(within(selector));
  const fixed = {
    j: () => move(1),
    k: () => move(-1),
    o: () => follow("[data-open]"),
    v: () => follow("[data-original]"),
    "/": () => follow("[data-search]"),
    "?": () => {
      const help = document.getElementById("keys");
      help?.showModal();
      return Boolean(help);
    },
  };

  const begins = (key) =>
    [...document.querySelectorAll("[data-key]")].some((element) =>
      element.dataset.key.split(" ").some((token) => token.length === 2 && token[0] === key),
    );

  function act(key) {
    const keys = first + key;
    first = "";
    if (keys.length === 1 && begins(key)) {
      first = key;
      clearTimeout(waiting);
      waiting = setTimeout(() => (first = ""), PATIENCE);
      return true;
    }
    return follow(`[data-key~="${CSS.escape(keys)}"]`) || (fixed[keys]?.() ?? false);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    if (event.target.closest?.(WRITING) || document.querySelector("dialog[open]")) return;
    // On a French keyboard the row of digits gives signs.
    const key = /^Digit\d$/.test(event.code) ? event.code.at(-1) : event.key;
    if (key !== " " && act(key)) event.preventDefault();
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (place < 0 || current?.isConnected) return;
    const all = items();
    const name = current?.dataset.item;
    choose(all.find((item) => item.dataset.item === name) ?? all[Math.min(place, all.length - 1)], true);
  });
})();
