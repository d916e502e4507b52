// Says what went wrong when a word could not be kept: what the server answered, as text.
"use strict";
document.addEventListener("htmx:beforeRequest", () => (document.getElementById("trouble").hidden = true));
for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, ({ detail }) => {
    const page = new DOMParser().parseFromString(detail.xhr?.responseText ?? "", "text/html");
    const told = page.querySelector(".refusal .told") ?? (page.title ? null : page.body);
    const trouble = document.getElementById("trouble");
    trouble.dataset.always ??= trouble.textContent;
    trouble.textContent = [trouble.dataset.always, told?.textContent.trim()].filter(Boolean).join(" ");
    trouble.hidden = false;
  });
}
