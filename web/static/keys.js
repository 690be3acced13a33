// Keys for quick hands; every page works without them. "/" goes to the search box, j and k to the next and the
// previous hit (or place found), Enter opens what has the focus, as everywhere, Space presses a filter, since that looks
// like a box to tick, and "?" shows these keys. Whoever comes back to a list is where they left it, and whoever chooses
// a filter by key stays at it.
"use strict";

(() => {
  const LEFT_AT = "fangzhi-facet";
  const box = document.getElementById("q");
  const dialog = document.getElementById("keys");
  const stops = [...document.querySelectorAll(".hits h2 a, .newest h3 a, .text mark[id] a")];

  function goTo(place, block) {
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block });
  }

  // Without a focus the first one in sight is next, so that nobody is taken back to the top of what they have read.
  function following(by) {
    const here = stops.indexOf(document.activeElement);
    if (here >= 0) {
      return Math.min(Math.max(here + by, 0), stops.length - 1);
    }
    const below = stops.findIndex((stop) => stop.getBoundingClientRect().top >= 0);
    const next = below < 0 ? stops.length : below;
    return Math.min(Math.max(by > 0 ? next : next - 1, 0), stops.length - 1);
  }

  function comeBack() {
    const [navigation] = performance.getEntriesByType("navigation");
    const state = history.state;
    if (navigation && navigation.type === "back_forward" && state && stops[state.stop]) {
      stops[state.stop].focus({ preventScroll: true });
    }
  }

  stops.forEach((stop, number) => stop.addEventListener("click", () => history.replaceState({ stop: number }, "")));

  function nameOf(choice) {
    return `${choice.closest("[data-facet]").dataset.facet}/${choice.firstElementChild.textContent}`;
  }

  function stayAtFilters() {
    const choices = [...document.querySelectorAll("[data-facet] .choice")];
    const left = sessionStorage.getItem(LEFT_AT);
    sessionStorage.removeItem(LEFT_AT);
    const choice = choices.find((one) => nameOf(one) === left);
    if (choice) {
      for (let around = choice.closest("details"); around; around = around.parentElement.closest("details")) {
        around.open = true;
      }
      goTo(choice, "nearest");
    }
    // A click that a key made has no detail.
    choices.forEach((one) => one.addEventListener("click", (event) => {
      if (!event.detail) {
        sessionStorage.setItem(LEFT_AT, nameOf(one));
      }
    }));
  }

  function pressFilter(event) {
    const choice = event.target instanceof Element && event.target.closest(".side .choice");
    if (choice && event.key === " ") {
      event.preventDefault();
      choice.click();
    }
  }

  const KEYS = {
    "/": () => {
      box?.focus();
      box?.select();
    },
    "?": () => dialog?.showModal(),
    j: () => stops.length && goTo(stops[following(1)], "center"),
    k: () => stops.length && goTo(stops[following(-1)], "center"),
  };

  document.documentElement.classList.add("has-keys");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog?.open) {
      return;
    }
    if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape" && event.target === box) {
        box.blur();
      }
      return;
    }
    pressFilter(event);
    if (Object.hasOwn(KEYS, event.key)) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });
  comeBack();
  stayAtFilters();
})();
