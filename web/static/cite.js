// Puts a button beside the name of each citation style that copies the citation, where the browser lets pages do so.
// Without it a citation is chosen as a whole by one click.
"use strict";

(() => {
  const box = document.querySelector(".citing");
  if (!box || !navigator.clipboard) {
    return;
  }
  const told = box.querySelector("output");
  for (const citation of box.querySelectorAll(".citation")) {
    const style = citation.closest("div").querySelector("dt");
    const name = style.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = box.dataset.copy;
    button.setAttribute("aria-label", `${box.dataset.copy}: ${name}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(citation.textContent);
      told.value = `${box.dataset.copied}: ${name}`;
      button.textContent = box.dataset.copied;
    });
    style.append(" ", button);
  }
})();
