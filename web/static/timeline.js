// Lets a span of time be drawn over the bars of a timeline, with a mouse, a finger or Shift and the arrow keys. Each
// bar is a link by itself; with this script the bars are one stop of the Tab key, and arrows move between them.
"use strict";

{
  const chart = document.querySelector(".timeline svg[data-before]");
  const told = document.querySelector(".timeline output");
  const slots = [...chart.querySelectorAll(".reach")];
  const links = [...chart.querySelectorAll("a")];
  const drawn = { from: -1, to: -1, pressed: false, moved: false };

  const lastOf = (chosen) => chosen.at(-1).dataset.last || chosen.at(-1).dataset.first;
  const within = () => slots.slice(Math.min(drawn.from, drawn.to), Math.max(drawn.from, drawn.to) + 1);
  const indexOf = (link) => slots.indexOf(link.querySelector(".reach"));

  function paint() {
    const chosen = drawn.moved ? within() : [];
    slots.forEach((slot) => slot.classList.toggle("within", chosen.includes(slot)));
    const count = chosen.reduce((sum, slot) => sum + Number(slot.dataset.count || 0), 0);
    told.value = chosen.length
      ? `${chosen[0].dataset.first} – ${lastOf(chosen)}: ${count.toLocaleString(document.documentElement.lang)}`
      : "";
    return count;
  }

  function forget() {
    Object.assign(drawn, { from: -1, to: -1, pressed: false, moved: false });
    paint();
  }

  function go() {
    const chosen = within();
    const { before, between, after } = chart.dataset;
    location.assign(`${before}${chosen[0].dataset.first}${between}${lastOf(chosen)}${after}`);
  }

  function slotAt(x) {
    const beyond = slots.findIndex((slot) => x < slot.getBoundingClientRect().right);
    return beyond < 0 ? slots.length - 1 : beyond;
  }

  chart.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.isPrimary && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      const at = slotAt(event.clientX);
      Object.assign(drawn, { from: at, to: at, pressed: true, moved: false });
    }
  });

  chart.addEventListener("pointermove", (event) => {
    const at = drawn.pressed ? slotAt(event.clientX) : drawn.to;
    if (at === drawn.to) {
      return;
    }
    chart.setPointerCapture(event.pointerId);
    Object.assign(drawn, { to: at, moved: true });
    paint();
  });

  chart.addEventListener("pointerup", () => {
    if (drawn.pressed && drawn.moved && paint()) {
      go();
    }
    drawn.pressed = false;
  });

  // What follows the end of a drawn span is no click on the bar below.
  chart.addEventListener("click", (event) => {
    if (drawn.moved && event.detail) {
      event.preventDefault();
      if (!paint()) {
        forget();
      }
    }
  });

  chart.addEventListener("pointercancel", forget);
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("pageshow", forget);

  function stopAt(link) {
    links.forEach((one) => one.setAttribute("tabindex", one === link ? "0" : "-1"));
  }

  function move(key, extend) {
    const here = links.indexOf(document.activeElement);
    const next = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: links.length - 1 }[key];
    const link = links[Math.min(Math.max(next, 0), links.length - 1)];
    if (extend) {
      Object.assign(drawn, { from: drawn.moved ? drawn.from : indexOf(links[here]), to: indexOf(link), moved: true });
      paint();
    } else {
      forget();
    }
    stopAt(link);
    link.focus();
  }

  chart.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !links.includes(document.activeElement)) {
      return;
    }
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      move(event.key, event.shiftKey);
    } else if (event.key === "Enter" && drawn.moved) {
      event.preventDefault();
      go();
    } else if (event.key === "Escape") {
      forget();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawn.pressed) {
      forget();
    }
  });
  stopAt(links.at(-1));
}
