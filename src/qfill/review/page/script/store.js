/* What was decided, kept in this browser under the audit's hash, with enough to undo it. */

const STORE = "qfill:" + data.audit_sha256;
const UNDO_STEPS = 200;
const ACTIONS = ["accept", "choose", "edit", "blank", "confirm"];

/**
 * @typedef {{sheet: ?string, row: (number|string), action: string, answer: ?string, verdict: ?string,
 *   text: ?string, reason: ?string, at: string}} Decision
 * @type {{reviewer: string, decisions: Object<string, Decision>, seconds: number, shortcuts: boolean,
 *   undo: Array<{at: string, before: Array<[string, ?Decision]>}>}}
 */
const state = { reviewer: "", decisions: {}, seconds: 0, shortcuts: true, undo: [] };

const byKey = new Map();
for (const [index, row] of rows.entries()) {
  row.index = index;
  row.key = JSON.stringify([row.sheet, row.row]);
  byKey.set(row.key, row);
}

const decisionOf = (row) => state.decisions[row.key] || null;

/** Keeps the state; where the browser keeps nothing, the page says so. */
function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify(state));
    find("unkept").hidden = true;
  } catch {
    find("unkept").hidden = false;
  }
}

/** Reads what was kept; anything that is not what this page wrote is left out. */
function recall() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(STORE) || "null");
    state.reviewer = localStorage.getItem("qfill:reviewer") || "";
    state.shortcuts = localStorage.getItem("qfill:shortcuts") !== "off";
  } catch { /* begun anew */ }
  if (!kept || typeof kept !== "object") return;
  for (const [key, decision] of Object.entries(kept.decisions || {})) {
    if (byKey.has(key) && decision && ACTIONS.includes(decision.action)) state.decisions[key] = decision;
  }
  if (typeof kept.reviewer === "string" && kept.reviewer) state.reviewer = kept.reviewer;
  if (Number.isFinite(kept.seconds)) state.seconds = kept.seconds;
  if (Array.isArray(kept.undo)) state.undo = kept.undo.filter((step) => step && byKey.has(step.at) && Array.isArray(step.before));
}

/** Keeps a preference that holds for every page. @param {string} name @param {string} value */
function prefer(name, value) {
  try { localStorage.setItem("qfill:" + name, value); } catch { /* it holds until the page is closed */ }
}

/**
 * Sets or takes back decisions as one step.
 * @param {object} at the row on which it was done @param {Array<[object, ?object]>} changes
 */
function change(at, changes) {
  state.undo.push({ at: at.key, before: changes.map(([row]) => [row.key, decisionOf(row)]) });
  state.undo.splice(0, state.undo.length - UNDO_STEPS);
  for (const [row, decision] of changes) {
    if (decision) state.decisions[row.key] = decision; else delete state.decisions[row.key];
  }
  keep();
}

/** Takes the last step back. @returns {?{at: object, rows: object[]}} where it was, null where none is left */
function revert() {
  const step = state.undo.pop();
  if (!step) return null;
  for (const [key, decision] of step.before) {
    if (decision) state.decisions[key] = decision; else delete state.decisions[key];
  }
  keep();
  return { at: byKey.get(step.at), rows: step.before.map(([key]) => byKey.get(key)).filter(Boolean) };
}
