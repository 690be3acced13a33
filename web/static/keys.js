// Keys for quick hands; every page works without them. "/" goes to the search box, j and k to the next and the
// previous hit (or place found), Enter opens what has the focus, as everywhere.
"use strict";

const box = document.getElementById("q");
const stops = [...document.querySelectorAll(".hits h2 a, .newest h3 a, .text mark[id] a")];

function step(by) {
  const here = stops.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : stops.length - 1) : here + by;
  const stop = stops[Math.min(Math.max(next, 0), stops.length - 1)];
  if (stop) {
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center" });
  }
}

document.documentElement.classList.add("has-keys");
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  if (typing) {
    if (event.key === "Escape" && event.target === box) {
      box.blur();
    }
    return;
  }
  if (event.key === "/" && box) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "j") {
    step(1);
  } else if (event.key === "k") {
    step(-1);
  }
});
