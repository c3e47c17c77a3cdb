"use strict";
// Sort a table by the clicked heading; rows without a value stay last, .total rows stay put.
for (const button of document.querySelectorAll("table.sortable th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const column = head.cellIndex;
    const rising = head.getAttribute("aria-sort") !== "ascending";
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    const german = new Intl.Collator("de");
    const numeric = head.classList.contains("num");
    const keyed = [...body.rows].map((row) => {
      const cell = row.cells[column];
      const key = cell.dataset.key ?? cell.textContent;
      return { row, key: numeric ? (key === "" ? NaN : Number(key)) : key };
    });
    keyed.sort((a, b) => {
      const none = numeric ? [Number.isNaN(a.key), Number.isNaN(b.key)] : [a.key === "", b.key === ""];
      if (none[0] || none[1]) return none[0] - none[1];
      const order = numeric ? a.key - b.key : german.compare(a.key, b.key);
      return rising ? order : -order;
    });
    body.append(...keyed.map((entry) => entry.row));
  });
}
