// Suggestions for search boxes: asks the register as one types and fills the box's own list.
// Without this file the boxes still work: type a reference such as CASE-12, or the title.
// A row that was asked for stands open.
(() => {
  let waiting;
  const fill = async (box) => {
    const list = document.getElementById(box.getAttribute("list"));
    const term = box.value.trim();
    if (!list || term.length < 2) return;
    const answer = await fetch(`${box.dataset.suggest}&term=${encodeURIComponent(term)}`, { credentials: "same-origin" });
    if (!answer.ok) return;
    const { results } = await answer.json();
    list.replaceChildren(...results.map(({ text }) => {
      const option = document.createElement("option");
      option.value = text;
      return option;
    }));
  };
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !box.dataset.suggest) return;
    // A row added to a table copies the row before it, list name included: give each box its own list.
    const own = `${box.id}_suggestions`;
    if (box.getAttribute("list") !== own && box.nextElementSibling?.tagName === "DATALIST") {
      box.nextElementSibling.id = own;
      box.setAttribute("list", own);
    }
    clearTimeout(waiting);
    waiting = setTimeout(() => fill(box), 200);
  });
  document.addEventListener("formset:added", ({ target }) => {
    const closed = target.querySelector("details:not([open])");
    if (!closed) return;
    closed.open = true;
    closed.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
})();
