/* The list of questions with its filters, and how far the reviewer has come. */

const OUTCOMES = { review: "to review", filled: "filled", unanswered: "unanswered" };
const DONE = { accept: "accepted", choose: "chosen", edit: "written", blank: "left blank", confirm: "confirmed" };
const TYPICAL_SECONDS = 12;
const BATCH = 120;

let current = -1;
let shown = [];
let drawn = 0;
let wordsSought = [];

for (const row of rows) {
  row.haystack = fold([row.question_id, row.question, row.group, row.context.control, row.context.parent,
    row.proposed && row.proposed.text, ...row.candidates.map((found) => found.answer)].filter(Boolean).join(" "));
}

function fillFilters() {
  const put = (id, pairs) => find(id).replaceChildren(...pairs.map(([value, label]) => make("option", { value }, legible(label))));
  const number = (outcome) => rows.filter((row) => row.outcome === outcome).length;
  put("show", [...Object.entries(OUTCOMES).map(([name, label]) => [name, `${label[0].toUpperCase()}${label.slice(1)} (${number(name)})`]),
    ["open", "Not yet settled"], ["settled", "Settled"], ["all", `All (${rows.length})`]]);
  put("section", [["", "All"], ...[...new Set(rows.map((row) => row.group))].map((name) => [name, name || "(none)"])]);
  put("owner", [["", "All"], ...[...new Set(rows.flatMap((row) => row.owners))].sort().map((name) => [name, name])]);
  find("show").value = number("review") ? "review" : "all";
  if (data.owner) find("owner").value = data.owner;
}

function wanted(row) {
  const show = find("show").value, section = find("section").value, owner = find("owner").value;
  if (show === "open" && (decisionOf(row) || row.outcome === "filled")) return false;
  if (show === "settled" && !decisionOf(row)) return false;
  if (show in OUTCOMES && row.outcome !== show) return false;
  if (find("section").selectedIndex > 0 && row.group !== section) return false;
  if (owner && !row.owners.includes(owner)) return false;
  return wordsSought.every((word) => row.haystack.includes(word));
}

/** Draws the list anew for the filters; a long one is drawn as it is scrolled to. */
function drawList() {
  wordsSought = fold(find("search").value).split(/\s+/).filter(Boolean);
  shown = rows.filter(wanted);
  shown.forEach((row, number) => { row.shownAt = number; });
  drawn = 0;
  find("list").replaceChildren();
  drawMore(BATCH);
  find("count").textContent = shown.length ? count(shown.length, "question", "questions") : "No question fits these filters.";
  drawProgress();
}

/** Draws the list up to a number of questions. @param {number} upTo */
function drawMore(upTo) {
  const list = find("list");
  for (; drawn < Math.min(upTo, shown.length); drawn += 1) {
    const row = shown[drawn];
    if (!drawn || shown[drawn - 1].group !== row.group) {
      list.append(make("h2", { class: "group" }, outside(row.group || "Questions")), make("ol", { class: "rows" }));
    }
    list.lastElementChild.append(make("li", {}, rowButton(row)));
  }
  find("more").hidden = drawn >= shown.length;
}

function rowButton(row) {
  if (!row.button) {
    row.button = make("button", { type: "button", class: "row", onclick: () => { show(row.index); showList(false); } },
      make("span", { class: "glyph", "aria-hidden": "true" }),
      make("span", { class: "text" }, row.question_id ? [outside(row.question_id, "id"), " "] : null, outside(row.question)),
      make("span", { class: "state" }));
  }
  refreshRow(row);
  return row.button;
}

/** Brings a row of the list up to date, if it has been drawn. */
function refreshRow(row) {
  if (!row.button) return;
  const decision = decisionOf(row);
  row.button.className = "row " + (decision ? "settled" : row.outcome);
  row.button.setAttribute("aria-current", row.index === current ? "true" : "false");
  row.button.querySelector(".glyph").textContent = decision ? (decision.action === "blank" ? "–" : "✓") : { review: "?", filled: "•" }[row.outcome] || "";
  row.button.querySelector(".state").textContent = decision ? DONE[decision.action]
    : OUTCOMES[row.outcome] + (row.confidence === null ? "" : ", " + percent(row.confidence));
}

function drawProgress() {
  const due = rows.filter((row) => row.outcome === "review");
  const done = due.filter(decisionOf).length;
  const all = Object.keys(state.decisions).length;
  const each = all >= 3 ? Math.max(3, state.seconds / all) : TYPICAL_SECONDS;
  const minutes = Math.ceil(((due.length - done) * each) / 60);
  find("done").max = Math.max(1, due.length);
  find("done").value = due.length ? done : 1;
  const beyond = all > done ? ` (and ${count(all - done, "other", "others")})` : "";
  find("told").textContent = !due.length ? `Nothing waits for review; ${all} settled`
    : done === due.length ? `All ${done} settled${beyond}: save the decisions`
    : `${done} of ${due.length}${beyond}, about ${count(minutes, "minute", "minutes")} left`;
}

/** Opens a question: in the list, and beside it. @param {number} index @param {boolean} [quietly] leaves the focus */
function show(index, quietly) {
  const before = rows[current];
  current = index;
  if (before) refreshRow(before);
  since = Date.now();
  const row = rows[index];
  if (shown[row.shownAt] === row) {
    drawMore(Math.ceil((row.shownAt + 20) / BATCH) * BATCH);
    refreshRow(row);
    row.button.scrollIntoView({ block: "nearest" });
  }
  drawDetail();
  if (!quietly) focusQuestion();
}

/** Goes on or back in the list. @param {number} by 1 or -1 @param {boolean} [unsettled] skips what is settled */
function step(by, unsettled) {
  const row = rows[current];
  const start = row && shown[row.shownAt] === row ? row.shownAt : by > 0 ? -1 : shown.length;
  for (let next = start + by; next >= 0 && next < shown.length; next += by) {
    if (!unsettled || !decisionOf(shown[next])) { show(shown[next].index); return; }
  }
  if (unsettled) {
    const left = shown.find((one) => !decisionOf(one));
    if (left) { show(left.index); return; }
  }
  drawDetail();
  focusQuestion();
}
