// Completes the last word in the search box from the archive's own words, names and titles. A combobox with a list
// below it: arrows move, Enter or a click searches, Tab takes and goes on, Escape closes. While an input method composes, nothing is asked. Without this
// the box is a plain one.
"use strict";

(() => {
  const box = document.getElementById("q");
  const address = box && box.dataset.completions;
  if (!address) {
    return;
  }
  const PAUSE = 120;
  const LATER = 1500;
  const SHOWN = 10;
  const LONGEST = 48;
  const FIELDS = {
    source: /(?:source|来源|來源)[:：]$/i,
    author: /(?:author|作者)[:：]$/i,
    site: /(?:site|网站|網站)[:：]$/i,
  };
  const NAMES = {
    "zh-Hans": { source: "来源", author: "作者", site: "网站" },
    "zh-Hant": { source: "來源", author: "作者", site: "網站" },
  };
  const QUOTES = [['"', '"'], ["「", "」"], ["『", "』"]];
  const list = document.createElement("ul");
  const known = new Map();
  let timer = 0;
  let asking = null;
  let composing = false;
  let active = -1;
  let shown = [];

  list.id = "completions";
  list.className = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  box.form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) {
    box.setAttribute(name, value);
  }

  // What is being typed: the last word before the caret, where it begins, and the field and quotes it stands in.
  // `fangzhi suggest` goes by the same rule: indexer/answers/completion.py.
  function piece() {
    const end = box.selectionStart;
    if (end !== box.selectionEnd || /^[^\s)）」』”"]/.test(box.value.slice(end))) {
      return null;
    }
    const [word] = box.value.slice(0, end).match(/[^\s()（）"＂“”「」『』:：]*$/);
    const text = word.replace(/^[-－]/, "");
    const before = box.value.slice(0, end - text.length);
    const field = Object.keys(FIELDS).find((name) => FIELDS[name].test(before.replace(/["＂“「『]$/, "")));
    const plain = before.replace(/“[^”]*”|「[^」]*」|『[^』]*』|["＂][^"＂]*["＂]/g, "");
    const quoted = /["＂“「『]/.test(plain);
    const usable = text && text.length <= LONGEST && !/^(?:AND|OR|NOT)$/.test(text);
    return usable ? { text, start: before.length, end, field, quoted, after: /[:：]$/.test(before) } : null;
  }

  function inQuotes(text) {
    const pair = QUOTES.find((quotes) => !quotes.some((quote) => text.includes(quote)));
    return pair ? pair[0] + text + pair[1] : text;
  }

  function asTyped(completion, at) {
    const { text, kind } = completion;
    const name = (NAMES[document.documentElement.lang] || {})[kind] || kind;
    if (at.quoted) {
      // A quote of its own would close the one that is open.
      return text.split(/["＂“”「」『』]/, 1)[0];
    }
    if (kind === "word" || kind === "phrase") {
      return text;
    }
    return kind === "title" || at.after ? inQuotes(text) : `${name}:${inQuotes(text)}`;
  }

  function close() {
    clearTimeout(timer);
    if (asking) {
      asking.abort();
      asking = null;
    }
    list.hidden = true;
    shown = [];
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function option(completion, number) {
    const item = document.createElement("li");
    const text = document.createElement("bdi");
    item.id = `completion-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    text.textContent = completion.text;
    item.append(text);
    const kind = box.dataset[completion.kind];
    if (kind) {
      const label = document.createElement("i");
      label.textContent = kind;
      item.append(" ", label);
    }
    item.addEventListener("click", () => search(number));
    return item;
  }

  function show(completions, at) {
    const fitting = completions.filter((one) => one.text !== at.text && (!at.field || one.kind === at.field) && asTyped(one, at));
    close();
    shown = fitting.slice(0, SHOWN).map((completion) => ({ completion, at }));
    if (shown.length) {
      list.replaceChildren(...shown.map((one, number) => option(one.completion, number)));
      list.hidden = false;
      box.setAttribute("aria-expanded", "true");
    }
  }

  function move(by) {
    // One of the places is the box itself.
    const places = shown.length + 1;
    active = ((active + 1 + by + places) % places) - 1;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === active)));
    if (active < 0) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function take(number) {
    const { completion, at } = shown[number];
    box.setRangeText(asTyped(completion, at), at.start, at.end, "end");
    close();
    box.focus();
  }

  function search(number) {
    take(number);
    box.form.requestSubmit();
  }

  async function ask() {
    const at = piece();
    if (!at) {
      close();
      return;
    }
    const limit = at.field ? 50 : SHOWN + 1;
    const query = `${address}?${new URLSearchParams({ q: at.text, limit })}`;
    if (!known.has(query)) {
      const request = new AbortController();
      if (asking) {
        asking.abort();
      }
      asking = request;
      try {
        const answer = await fetch(query, { signal: request.signal });
        if (!answer.ok) {
          throw new Error(answer.statusText);
        }
        if (answer.status === 202) {
          // The archive's words are still being gathered.
          timer = setTimeout(ask, LATER);
          return;
        }
        const { completions } = await answer.json();
        if (completions.length) {
          known.set(query, completions);
        }
      } catch {
        if (asking === request) {
          close();
        }
        return;
      }
      if (asking !== request) {
        return;
      }
    }
    show(known.get(query) || [], at);
  }

  function askSoon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  box.addEventListener("compositionstart", () => {
    composing = true;
    close();
  });
  box.addEventListener("compositionend", () => {
    composing = false;
    askSoon();
  });
  box.addEventListener("input", (event) => {
    if (!composing && !event.isComposing) {
      askSoon();
    }
  });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  // The box keeps the focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  box.addEventListener("keydown", (event) => {
    if (composing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (shown.length) {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "ArrowDown") {
        ask();
      }
    } else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) {
      event.preventDefault();
      (event.key === "Enter" ? search : take)(active);
    } else if (event.key === "Escape" && shown.length) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
})();
