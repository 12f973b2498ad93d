/* Settling: what the buttons and keys do to the open question and to those settled with it. */

let since = Date.now();

/** The open row and the rows chosen to be settled with it. */
function members() {
  const row = rows[current];
  const chosen = [...find("detail").querySelectorAll("#together input:checked")].map((box) => box.dataset.row);
  return [row, ...(chosen.includes("same") ? alike(row).same : []), ...chosen.map((id) => byKey.get(id)).filter(Boolean)];
}

/** Settles the open row and those with it. @param {{action: string}} decision without place and time */
function settle(decision) {
  const row = rows[current];
  if (!row) return;
  const at = new Date().toISOString();
  const changes = [];
  for (const one of members()) {
    const agreed = ["accept", "confirm"].includes(decision.action);
    if (agreed && !one.proposed) continue;
    changes.push([one, { sheet: one.sheet, row: one.row, answer: null, verdict: null, text: null, reason: null, ...decision,
      action: agreed ? (one.outcome === "filled" ? "confirm" : "accept") : decision.action, at }]);
  }
  change(row, changes);
  state.seconds += Math.min(120, (Date.now() - since) / 1000);
  keep();
  changes.forEach(([one]) => refreshRow(one));
  drawProgress();
  step(1, true);
}

function accept() {
  const row = rows[current];
  if (row && row.proposed) settle({ action: "accept" });
}

/** Chooses a candidate; one whose verdict the dropdown cannot say opens the form, to be put otherwise. */
function choose(number) {
  const row = rows[current];
  const found = row && row.candidates[number];
  if (!found) return;
  if (labelOf(row, found.verdict)) settle({ action: "choose", answer: found.answer });
  else edit({ verdict: null, text: textOf(row, found).text }, `No option says “${VERDICTS[found.verdict]}”: choose one.`);
}

function undoLast() {
  const undone = revert();
  if (undone) { undone.rows.forEach(refreshRow); drawProgress(); show(undone.at.index); }
  else if (rows[current] && decisionOf(rows[current])) takeBack();
}

/** Takes the open row's decision back, whenever it was made. */
function takeBack() {
  const row = rows[current];
  change(row, [[row, null]]);
  refreshRow(row);
  drawProgress();
  drawDetail();
  focusQuestion();
}

/** A form above the suggestion. @param {function(): (object|string)} read the decision, or what is wrong with it */
function form(title, fields, read) {
  const problem = make("p", { class: "lacking", role: "alert" });
  const node = make("form", { class: "settle", "aria-label": title, onsubmit: (event) => {
    event.preventDefault();
    const decision = read();
    if (typeof decision === "string") problem.textContent = decision; else settle(decision);
  } }, make("h3", {}, title), ...fields, problem,
  make("div", { class: "buttons" },
    make("button", { type: "submit", class: "primary" }, "Settle ", key("Ctrl Enter")),
    make("button", { type: "button", onclick: closeForm }, "Cancel ", key("Esc"))));
  find("form").replaceChildren(node);
  node.querySelector("textarea, input").focus();
  node.scrollIntoView({ block: "nearest" });
}

function closeForm() {
  find("form").replaceChildren();
  focusQuestion();
}

/**
 * Edits the suggestion (the first candidate where there is none), or the draft given.
 * @param {{verdict: ?string, text: string}} [draft] empty for a new answer @param {string} [remark]
 */
function edit(draft, remark) {
  const row = rows[current];
  if (!row) return;
  const decision = decisionOf(row), first = row.candidates[0];
  const start = draft || (decision && decision.action === "edit" ? decision : null) || row.proposed
    || (first ? { verdict: first.verdict, text: textOf(row, first).text } : {});
  const wanted = start.verdict === undefined ? (row.options.length ? null : "none") : start.verdict;
  const choices = wanted === null ? [make("option", { value: "", selected: true }, "Choose…")] : [];
  const verdict = make("select", { name: "verdict" }, choices, row.verdicts.map((one) =>
    make("option", { value: one.verdict, selected: one.verdict === wanted }, legible(one.label))));
  const text = make("textarea", { name: "text", maxlength: 32767, rows: 5, lang: row.answer_language });
  text.value = start.text || "";
  const where = row.cells.answer ? ` (${legible(row.cells.answer)})` : "";
  form(draft && !draft.text ? "New answer" : "Edit the answer", [
    remark ? make("p", { class: "lacking" }, remark) : "",
    make("label", {}, "Verdict" + where, verdict),
    make("label", {}, `Text, in ${LANGUAGES[row.answer_language] || "the question's language"}`, text)],
  () => {
    const said = text.value.trim();
    if (!verdict.value || (!said && verdict.value === "none")) return "Give a verdict or a text.";
    return contradiction(said, verdict.value) || { action: "edit", verdict: verdict.value, text: said };
  });
}

const LEADS = { yes: /^(?:yes|ja|jo|jepp)(?![\p{L}\p{N}])/iu, no: /^(?:no|nej|nei)(?![\p{L}\p{N}])(?!\s+[\p{L}\p{N}])/iu };

/** What is wrong where a text begins with the opposite of the verdict, else "". */
function contradiction(text, verdict) {
  const opposite = { yes: "no", no: "yes" }[verdict];
  return opposite && LEADS[opposite].test(text)
    ? `The verdict says ${VERDICTS[verdict].toLowerCase()} and the text begins with ${opposite}: change one of them.` : "";
}

function blank() {
  if (!rows[current]) return;
  const reason = make("input", { name: "reason", maxlength: 500, list: "reasons", autocomplete: "off" });
  form("Leave blank", [make("label", {}, "Why (for the colleague who reads the audit)", reason)],
    () => ({ action: "blank", reason: reason.value.trim() || null }));
}
