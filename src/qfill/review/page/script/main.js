/* Keys, the download, and the start. */

/** Saves what was settled as a file for `qfill apply`. */
function download() {
  const decided = rows.filter(decisionOf).map(decisionOf);
  if (!decided.length) { find("told").textContent = "Nothing is settled yet, so there is nothing to save."; return; }
  const found = { version: 1, audit_sha256: data.audit_sha256, output_sha256: data.output_sha256,
    reviewer: state.reviewer.trim(), rows: decided };
  const who = plain(state.reviewer).replaceAll(" ", "-");
  const name = `${data.name}${who ? "." + who : ""}.decisions.json`;
  const link = make("a", { download: name, hidden: true,
    href: URL.createObjectURL(new Blob([JSON.stringify(found, null, 1) + "\n"], { type: "application/json" })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  find("told").textContent = `Saved ${count(decided.length, "decision", "decisions")}. Next: qfill apply ${legible(name)} ${legible(data.name)}`;
}

const help = () => find("keys").showModal();

/** On a narrow screen the list lies over the question. @param {boolean} open */
function showList(open) {
  document.body.classList.toggle("listing", open);
  find("listing").setAttribute("aria-expanded", String(open));
}

const KEYS = {
  y: accept, e: () => rows[current] && (rows[current].proposed || rows[current].candidates.length) && edit(), w: () => edit({}),
  n: blank, u: undoLast, j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
  s: download, "/": () => { showList(true); find("search").focus(); }, "?": help,
  1: () => choose(0), 2: () => choose(1), 3: () => choose(2), 4: () => choose(3), 5: () => choose(4),
};

function onKey(event) {
  const target = event.target;
  const open = target.closest("form.settle");
  if (event.key === "Escape") {
    if (open) closeForm();
    else if (target.id === "search") { showList(false); focusQuestion(); }
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (open) { event.preventDefault(); open.requestSubmit(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("textarea, select, dialog, input:not([type=checkbox])")) return;
  if (event.key in KEYS && (state.shortcuts || event.key.length > 1)) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

recall();
fillFilters();
find("reviewer").value = state.reviewer;
find("reviewer").addEventListener("input", (event) => {
  state.reviewer = event.target.value;
  prefer("reviewer", state.reviewer);
  keep();
});
find("shortcuts").checked = state.shortcuts;
find("shortcuts").addEventListener("change", (event) => {
  state.shortcuts = event.target.checked;
  prefer("shortcuts", state.shortcuts ? "on" : "off");
  drawDetail();
});
for (const id of ["show", "section", "owner"]) find(id).addEventListener("change", drawList);
find("search").addEventListener("input", drawList);
find("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && shown.length) { event.preventDefault(); showList(false); show(shown[0].index); }
});
find("save").addEventListener("click", download);
find("help").addEventListener("click", help);
find("listing").addEventListener("click", () => showList(!document.body.classList.contains("listing")));
find("more").addEventListener("click", () => drawMore(drawn + BATCH));
new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) drawMore(drawn + BATCH); }, { rootMargin: "400px" })
  .observe(find("more"));
document.addEventListener("keydown", onKey);
// The same page in another tab: what is settled there shows here, so that neither overwrites the other.
window.addEventListener("storage", (event) => {
  if (event.key !== STORE || event.newValue === null) return;
  state.decisions = {};
  recall();
  drawList();
  if (!find("detail").querySelector("form.settle")) drawDetail();
});
keep();
drawList();
const first = shown.find((row) => !decisionOf(row)) || shown[0];
if (first) show(first.index, true); else drawDetail();
