"use strict";
/* The review page. All text comes from the questionnaire or the bank and is put in with textContent only. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const rows = data.rows;
  const store = "qfill:" + data.audit_sha256;
  const TYPICAL_SECONDS = 12;
  /** @type {{reviewer: string, decisions: Object<string, object>, seconds: number}} */
  let state = { reviewer: "", decisions: {}, seconds: 0 };
  let current = -1;
  let shown = [];
  let undo = [];
  let since = Date.now();

  const find = (id) => document.getElementById(id);

  /** An element with attributes, event handlers (on…) and children; strings become text. */
  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : String(value));
    }
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  /** Text from outside in an element of its own direction, so that bidi controls end where it ends. */
  const outside = (text, cls) => make("bdi", { class: cls }, text || "");

  const fold = (text) => (text || "").normalize("NFKC").toLowerCase();
  const plain = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  /** A text with some of its words marked: those matched, and those that the answer lacks. */
  function marked(text, matched, lacking) {
    const all = [...(lacking || []).map((word) => [word, "lacks"]), ...(matched || []).map((word) => [word, ""])];
    const patterns = all.map(([word]) => word.split(/\s+/).map(escaped).join("[^\\p{L}\\p{N}]+"));
    const whole = outside("");
    if (!patterns.length) { whole.append(text || ""); return whole; }
    const expression = new RegExp("(?<![\\p{L}\\p{N}])(?:" + patterns.map((p) => "(" + p + ")").join("|") + ")", "giu");
    let at = 0;
    for (const hit of (text || "").matchAll(expression)) {
      if (!hit[0]) continue;
      const which = hit.slice(1).findIndex((group) => group !== undefined);
      whole.append(text.slice(at, hit.index));
      whole.append(make("mark", { class: all[which][1] || null }, hit[0]));
      at = hit.index + hit[0].length;
    }
    whole.append((text || "").slice(at));
    return whole;
  }

  const decisionOf = (row) => state.decisions[row.key];
  const percent = (share) => Math.round(share * 100) + " %";
  const VERDICTS = { yes: "Yes", no: "No", partial: "Partially", "not-applicable": "Not applicable", none: "No verdict" };
  const OUTCOMES = { review: "to review", filled: "filled", unanswered: "unanswered", skipped: "skipped" };
  const DONE = { accept: "accepted", choose: "chosen", edit: "written", blank: "left blank", confirm: "confirmed" };

  function save() {
    try { localStorage.setItem(store, JSON.stringify(state)); } catch { /* a page without storage still works */ }
  }

  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(store) || "null");
      if (kept && typeof kept === "object" && kept.decisions) state = { ...state, ...kept };
      if (!state.reviewer) state.reviewer = localStorage.getItem("qfill:reviewer") || "";
    } catch { /* what cannot be read is begun anew */ }
    if (typeof state.reviewer !== "string") state.reviewer = "";
  }

  /* ---- the list -------------------------------------------------------------------------------- */

  function options(select, pairs) {
    select.replaceChildren(...pairs.map(([value, label]) => make("option", { value }, label)));
  }

  function fillFilters() {
    const count = (outcome) => rows.filter((row) => row.outcome === outcome).length;
    options(find("show"), [
      ["open", "To settle"],
      ...["review", "filled", "unanswered"].map((name) => [name, `${OUTCOMES[name]} (${count(name)})`]),
      ["settled", "Settled"], ["all", `All (${rows.length})`],
    ]);
    const sections = [...new Set(rows.map((row) => row.group))];
    options(find("section"), [["", "All"], ...sections.map((name) => [name, name])]);
    const owners = [...new Set(rows.flatMap((row) => row.owners))].sort();
    options(find("owner"), [["", "All"], ...owners.map((name) => [name, name])]);
    find("show").value = count("review") ? "review" : "all";
    if (data.owner) find("owner").value = data.owner;
  }

  function wanted(row) {
    const show = find("show").value, section = find("section").value, owner = find("owner").value;
    if (show === "open" && (decisionOf(row) || !["review", "unanswered"].includes(row.outcome))) return false;
    if (show === "settled" && !decisionOf(row)) return false;
    if (["review", "filled", "unanswered"].includes(show) && row.outcome !== show) return false;
    if (section && row.group !== section) return false;
    if (owner && !row.owners.includes(owner)) return false;
    const words = fold(find("search").value).split(/\s+/).filter(Boolean);
    return words.every((word) => row.haystack.includes(word));
  }

  function drawList() {
    shown = rows.filter(wanted);
    const groups = [];
    for (const row of shown) {
      if (!groups.length || groups[groups.length - 1][0] !== row.group) groups.push([row.group, []]);
      groups[groups.length - 1][1].push(row);
    }
    find("list").replaceChildren(...groups.flatMap(([name, members]) => [
      make("h2", { class: "group" }, outside(name)),
      make("ol", { class: "rows" }, ...members.map((row) => make("li", {}, rowButton(row)))),
    ]));
    find("count").textContent = shown.length === 1 ? "1 question" : `${shown.length} questions`;
    drawProgress();
  }

  function rowButton(row) {
    const decision = decisionOf(row);
    row.button = make("button", {
      type: "button", class: "row" + (decision ? " settled" : ""), "aria-current": row.index === current ? "true" : "false",
      onclick: () => open(row.index, true),
    },
    make("span", { class: "text" }, outside((row.question_id ? row.question_id + " " : "") + row.question)),
    make("span", { class: "state" }, stateOf(row)));
    return row.button;
  }

  function stateOf(row) {
    const decision = decisionOf(row);
    if (decision) return "✓ " + DONE[decision.action];
    return OUTCOMES[row.outcome] + (row.confidence === null ? "" : ", " + percent(row.confidence));
  }

  function refreshRow(row) {
    if (!row.button) return;
    row.button.classList.toggle("settled", Boolean(decisionOf(row)));
    row.button.querySelector(".state").textContent = stateOf(row);
  }

  function drawProgress() {
    const due = rows.filter((row) => row.outcome === "review");
    const done = due.filter(decisionOf).length;
    const all = Object.keys(state.decisions).length;
    const each = all >= 3 ? Math.max(3, state.seconds / all) : TYPICAL_SECONDS;
    const minutes = Math.ceil(((due.length - done) * each) / 60);
    find("done").max = Math.max(1, due.length);
    find("done").value = done;
    const left = done === due.length ? "all settled" : `about ${minutes} minute${minutes === 1 ? "" : "s"} left`;
    find("told").textContent = due.length
      ? `${done} of ${due.length} to review, ${left}; ${all} decided in all`
      : `nothing waits for review; ${all} decided in all`;
  }

  /* ---- one question ---------------------------------------------------------------------------- */

  function open(index, focus) {
    const before = rows[current];
    if (before && before.button) before.button.setAttribute("aria-current", "false");
    current = index;
    since = Date.now();
    const row = rows[index];
    if (row.button) {
      row.button.setAttribute("aria-current", "true");
      row.button.scrollIntoView({ block: "nearest" });
    }
    drawDetail();
    if (focus) find("detail").focus({ preventScroll: false });
  }

  function drawDetail() {
    const row = rows[current];
    if (!row) { find("detail").replaceChildren(make("p", { class: "quiet" }, "No question is chosen.")); return; }
    const best = row.candidates[0];
    const decision = decisionOf(row);
    const where = [row.sheet, Object.values(row.cells).join(", ") || row.row, row.question_id, row.context.control]
      .filter(Boolean).join(" · ");
    find("detail").replaceChildren(
      make("p", { class: "quiet" }, outside(where)),
      row.group ? make("p", { class: "quiet" }, outside(row.group)) : "",
      row.context.parent ? make("p", { class: "quiet" }, "Follows: ", outside(row.context.parent)) : "",
      make("h2", { class: "question" }, best ? marked(row.question, best.matched, best.missing) : outside(row.question)),
      make("p", { class: "quiet" }, `${OUTCOMES[row.outcome]}: `, outside(row.reason)),
      decision ? settledNote(decision) : "",
      suggestion(row),
      actions(row),
      same(row),
      ...others(row),
    );
  }

  function settledNote(decision) {
    const said = decision.text || decision.answer || decision.reason || "";
    return make("div", { class: "settled-note" }, make("p", {}, make("strong", {}, DONE[decision.action]), said ? ": " : "", outside(said)),
      make("button", { type: "button", onclick: () => settle(null) }, "Undo ", make("kbd", {}, "u")));
  }

  function suggestion(row) {
    if (!row.proposed) return "";
    const texts = Object.entries(row.proposed.writes || {});
    const card = make("div", { class: "card best" },
      make("div", { class: "head" }, make("span", { class: "name" }, row.outcome === "filled" ? "What was filled" : "What would be written"),
        row.confidence === null ? "" : bar(row.confidence)));
    for (const [role, text] of texts) {
      card.append(make("p", { class: "said" }, make("span", { class: "quiet" }, `${role} (${row.cells[role] || "?"}): `), outside(text)));
    }
    if (!texts.length) card.append(make("p", { class: "said" }, outside(row.proposed.text)));
    card.append(sources(row.facts));
    return card;
  }

  function bar(confidence) {
    return make("span", {}, make("meter", { min: 0, max: 1, value: confidence, "aria-label": "confidence" }), " ", percent(confidence));
  }

  function sources(facts) {
    return make("ul", { class: "facts" }, ...facts.filter((id) => data.facts[id]).map((id) => {
      const fact = data.facts[id];
      return make("li", {}, outside(`${fact.source}${fact.place ? ", " + fact.place : ""} (${id}): `), outside(fact.says));
    }));
  }

  function others(row) {
    if (!row.candidates.length) return [];
    return [make("h2", {}, "Answers of the bank"), ...row.candidates.map((found, number) => {
      const answer = data.answers[found.answer] || { text: {}, verdict: found.verdict };
      const text = answer.text[row.language] || answer.text.en || Object.values(answer.text)[0] || "";
      const decision = decisionOf(row);
      const taken = decision && decision.action === "choose" && decision.answer === found.answer;
      return make("div", { class: "card" + (taken ? " taken" : "") },
        make("div", { class: "head" },
          make("button", { type: "button", onclick: () => choose(number) }, make("kbd", {}, String(number + 1)), " Choose"),
          make("span", { class: "name" }, outside(found.answer)),
          make("span", { class: "verdict" }, VERDICTS[found.verdict] || "No verdict"), bar(found.confidence)),
        make("p", { class: "said" }, marked(text, found.matched, [])),
        make("p", { class: "quiet" }, "Nearest wording: ", marked(found.phrasing, found.matched, [])),
        found.missing.length ? make("p", { class: "lacking" }, "Not covered: ", outside(found.missing.join(", "))) : "",
        ...found.guards.map((guard) => make("p", { class: "lacking" }, outside(guard))),
        sources(found.facts));
    })];
  }

  function actions(row) {
    const key = (letter) => make("kbd", {}, letter);
    const yes = row.outcome === "filled" ? "Confirm " : "Accept ";
    return make("div", { class: "actions" },
      row.proposed ? make("button", { type: "button", class: "primary", onclick: accept }, yes, key("y")) : "",
      row.proposed ? make("button", { type: "button", onclick: () => edit(true) }, "Edit ", key("e")) : "",
      make("button", { type: "button", onclick: () => edit(false) }, "New answer ", key("n")),
      make("button", { type: "button", onclick: blank }, "Leave blank ", key("b")),
      make("button", { type: "button", onclick: () => step(1) }, "Next ", key("j")));
  }

  const twins = (row) => rows.filter((other) => other !== row && other.plain === row.plain && other.twin === row.twin);

  function same(row) {
    const found = twins(row);
    if (!found.length) return "";
    return make("label", { class: "same" }, make("input", { type: "checkbox", id: "together", checked: true }),
      found.length === 1 ? "Settle the other row that asks the same together with this one"
        : `Settle the ${found.length} other rows that ask the same together with this one`);
  }

  /* ---- settling -------------------------------------------------------------------------------- */

  function settle(decision) {
    const row = rows[current];
    if (!row) return;
    const together = find("together");
    const members = together && together.checked && decision ? [row, ...twins(row)] : [row];
    const before = members.map((one) => [one, decisionOf(one)]);
    for (const one of members) {
      if (!decision) { delete state.decisions[one.key]; continue; }
      const action = decision.action === "confirm" && one.outcome !== "filled" ? "accept"
        : decision.action === "accept" && one.outcome === "filled" ? "confirm" : decision.action;
      if (["accept", "confirm"].includes(action) && !one.proposed) continue;
      state.decisions[one.key] = {
        sheet: one.sheet, row: one.row, answer: null, verdict: null, text: null, reason: null,
        ...decision, action, at: new Date().toISOString(),
      };
    }
    undo.push([row.index, before]);
    if (decision) state.seconds += Math.min(120, (Date.now() - since) / 1000);
    save();
    members.forEach(refreshRow);
    drawProgress();
    if (decision) step(1, true); else drawDetail();
  }

  function accept() {
    const row = rows[current];
    if (row && row.proposed) settle({ action: row.outcome === "filled" ? "confirm" : "accept" });
  }

  function choose(number) {
    const row = rows[current];
    const found = row && row.candidates[number];
    if (found) settle({ action: "choose", answer: found.answer });
  }

  function undoLast() {
    const last = undo.pop();
    if (!last) return;
    for (const [row, decision] of last[1]) {
      if (decision) state.decisions[row.key] = decision; else delete state.decisions[row.key];
      refreshRow(row);
    }
    save();
    drawProgress();
    open(last[0], true);
  }

  /** A form in the place of the actions; `build` gives its fields and a function that reads them. */
  function form(title, fields, read) {
    const place = find("detail").querySelector(".actions, form.settle");
    const node = make("form", { class: "settle", "aria-label": title, onsubmit: (event) => {
      event.preventDefault();
      const decision = read();
      if (decision) settle(decision);
    } }, make("strong", {}, title), ...fields,
    make("div", { class: "actions" },
      make("button", { type: "submit", class: "primary" }, "Settle ", make("kbd", {}, "Ctrl Enter")),
      make("button", { type: "button", onclick: () => { drawDetail(); find("detail").focus(); } }, "Cancel ", make("kbd", {}, "Esc"))));
    place.replaceWith(node);
    (node.querySelector("textarea") || node.querySelector("input, select")).focus();
  }

  function edit(fromSuggestion) {
    const row = rows[current];
    if (!row) return;
    const proposed = (fromSuggestion && row.proposed) || { verdict: "none", text: "" };
    const verdict = make("select", { name: "verdict" }, ...row.verdicts.map((name) =>
      make("option", { value: name.verdict, selected: name.verdict === proposed.verdict }, name.label)));
    const text = make("textarea", { name: "text", maxlength: 32767 });
    text.value = proposed.text || "";
    form(fromSuggestion ? "Edit the answer" : "Write a new answer",
      [make("label", {}, "Verdict", verdict), make("label", {}, "Text", text)],
      () => (text.value.trim() || verdict.value !== "none")
        ? { action: "edit", verdict: verdict.value, text: text.value.trim() } : null);
  }

  function blank() {
    if (!rows[current]) return;
    const reason = make("input", { name: "reason", maxlength: 500, list: "reasons" });
    form("Leave blank", [make("label", {}, "Why (for the colleague who reads the audit)", reason)],
      () => ({ action: "blank", reason: reason.value.trim() || null }));
  }

  function step(by, toOpen) {
    if (!shown.length) return;
    const at = shown.findIndex((row) => row.index === current);
    const start = at < 0 ? (by > 0 ? -1 : shown.length) : at;
    for (let next = start + by; next >= 0 && next < shown.length; next += by) {
      if (!toOpen || !decisionOf(shown[next])) { open(shown[next].index, true); return; }
    }
    drawDetail();
    find("detail").focus();
  }

  /* ---- saving ---------------------------------------------------------------------------------- */

  function download() {
    const decided = rows.filter(decisionOf).map((row) => decisionOf(row));
    const found = {
      version: 1, audit_sha256: data.audit_sha256, output_sha256: data.output_sha256,
      reviewer: state.reviewer, rows: decided,
    };
    const blob = new Blob([JSON.stringify(found, null, 1) + "\n"], { type: "application/json" });
    const who = plain(state.reviewer).replaceAll(" ", "-");
    const link = make("a", { href: URL.createObjectURL(blob), download: `${data.name}${who ? "." + who : ""}.decisions.json` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    find("told").textContent = `saved ${decided.length} decision${decided.length === 1 ? "" : "s"}: qfill apply ${link.download} ${data.name}`;
  }

  function help() { find("keys").showModal(); }

  const KEYS = {
    y: accept, e: () => rows[current] && rows[current].proposed && edit(true), n: () => edit(false), b: blank, u: undoLast,
    j: () => step(1), k: () => step(-1), s: download, "?": help, "/": () => find("search").focus(),
    ArrowDown: () => step(1), ArrowUp: () => step(-1),
    1: () => choose(0), 2: () => choose(1), 3: () => choose(2), 4: () => choose(3), 5: () => choose(4),
  };

  function onKey(event) {
    const inField = event.target.closest("input, textarea, select, dialog");
    if (event.key === "Escape" && event.target.closest("form.settle")) { drawDetail(); find("detail").focus(); return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const node = event.target.closest("form.settle");
      if (node) { event.preventDefault(); node.requestSubmit(); }
      return;
    }
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = KEYS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  rows.forEach((row, index) => {
    row.index = index;
    row.key = JSON.stringify([row.sheet, row.row]);
    row.plain = plain(row.question);
    row.twin = JSON.stringify([plain(row.context.parent), row.options]);
    row.haystack = fold([row.question_id, row.question, row.group, row.context.control, row.proposed && row.proposed.text].join(" "));
  });
  load();
  fillFilters();
  find("reviewer").value = state.reviewer;
  find("reviewer").addEventListener("input", (event) => {
    state.reviewer = event.target.value;
    save();
    try { localStorage.setItem("qfill:reviewer", state.reviewer); } catch { /* as above */ }
  });
  for (const id of ["show", "section", "owner"]) find(id).addEventListener("change", drawList);
  find("search").addEventListener("input", drawList);
  find("save").addEventListener("click", download);
  find("help").addEventListener("click", help);
  document.addEventListener("keydown", onKey);
  drawList();
  const first = shown.find((row) => !decisionOf(row)) || shown[0];
  if (first) open(first.index, false); else drawDetail();
})();
