/* One question: what would be written, why, on which source, and what else the bank holds. */

const VERDICTS = { yes: "Yes", no: "No", partial: "Partially", "not-applicable": "Not applicable", none: "No verdict" };
const LANGUAGES = { en: "English", sv: "Swedish", nb: "Norwegian" };
const PARTS = { answer: "Answer", comment: "Comment", ownership: "Ownership" };

const key = (name) => make("kbd", { "aria-hidden": "true" }, name);
const button = (label, letter, onclick, cls) => make("button", { type: "button", class: cls, onclick,
  "aria-keyshortcuts": letter && state.shortcuts ? letter : null }, label, letter ? " " : null, letter ? key(letter) : null);

function focusQuestion() {
  const heading = find("question");
  if (!heading) { find("detail").focus(); return; }
  heading.focus({ preventScroll: true });
  const top = heading.getBoundingClientRect().top;
  if (top < 0 || top > innerHeight / 2) find("detail").scrollIntoView({ block: "start" });
}

function drawDetail() {
  const row = rows[current];
  if (!row) {
    find("detail").replaceChildren(make("p", { class: "quiet" }, "No question is open."));
    find("actions").replaceChildren();
    return;
  }
  const trail = [row.sheet, row.group.split(" · ").slice(row.sheet ? 1 : 0).join(" · ")].filter(Boolean);
  find("detail").replaceChildren(
    make("p", { class: "trail" }, trail.map((part, at) => [at ? " › " : null, outside(part)]),
      make("span", { class: "tags" }, row.question_id ? outside(row.question_id, "tag") : null,
        row.context.control ? outside(row.context.control, "tag") : null,
        make("span", { class: "tag" }, row.sheet ? `row ${row.row}` : legible(row.row)))),
    row.context.parent ? make("p", { class: "parent" }, make("span", { class: "label" }, "Follows "), outside(row.context.parent)) : "",
    make("h2", { id: "question", tabindex: "-1" }),
    make("p", { class: "outcome" }, make("span", { class: "pill " + row.outcome }, OUTCOMES[row.outcome]), " ", outside(row.reason)),
    ...row.notes.map((note) => make("p", { class: "lacking" }, outside(note))),
    settledNote(row),
    make("div", { id: "form" }),
    suggestion(row),
    together(row),
    ...others(row),
  );
  mark(row, row.candidates[0]);
  drawActions(row);
}

/** Marks in the question what an answer covers and what it lacks. */
function mark(row, found) {
  find("question").replaceChildren(found ? marked(row.question, found.matched, found.missing) : outside(row.question));
}

function drawActions(row) {
  const confirm = row.outcome === "filled";
  find("actions").replaceChildren(
    ...[row.proposed ? button(confirm ? "Confirm" : "Accept", "y", accept, "primary") : null,
      row.proposed || row.candidates.length ? button("Edit", "e", () => edit()) : null,
      button("New answer", "w", () => edit({})),
      button("Leave blank", "n", blank),
      make("span", { class: "steps" }, button("Back", "k", () => step(-1)), button("Next", "j", () => step(1)))].filter(Boolean));
}

function settledNote(row) {
  const decision = decisionOf(row);
  if (!decision) return "";
  const label = decision.verdict && row.verdicts.find((one) => one.verdict === decision.verdict);
  const told = [label && decision.verdict !== "none" ? label.label : null, decision.text, decision.answer, decision.reason].filter(Boolean);
  return make("div", { class: "settled-note" },
    make("p", {}, make("strong", {}, "✓ " + DONE[decision.action]), told.length ? ": " : null, outside(told.join(" · "))),
    button("Undo", null, takeBack));
}

/** What stands in the cells if the suggestion is accepted. */
function suggestion(row) {
  if (!row.proposed) return "";
  const cells = Object.entries(row.proposed.writes);
  const open = row.options.length && row.cells.answer && !row.proposed.writes.answer;
  return make("section", { class: "card best", "aria-label": "Suggestion" },
    make("div", { class: "head" },
      make("h3", {}, row.outcome === "filled" ? "Filled in" : "Would be written"),
      make("span", { class: "quiet" }, LANGUAGES[row.proposed.language] || legible(row.proposed.language)),
      row.confidence === null ? null : bar(row.confidence)),
    make("dl", { class: "cells" }, ...(cells.length ? cells : [["comment", row.proposed.text]]).map(([role, text]) => make("div", {},
      make("dt", {}, PARTS[role] || legible(role), " ", outside(row.cells[role], "tag")),
      make("dd", { class: text.length < 30 ? "option" : "said", lang: text.length < 30 ? null : row.proposed.language }, outside(text)))),
      open ? make("div", {}, make("dt", {}, "Answer ", outside(row.cells.answer, "tag")),
        make("dd", { class: "lacking" }, "stays blank: " + (row.proposed.verdict === "none" ? "which option holds is yours to say" : "no option of the dropdown says it"))) : null),
    sources(row.facts));
}

/** Confidence as a bar with its figure. @param {number} confidence 0-1 */
function bar(confidence) {
  const inner = make("span", {});
  inner.style.width = Math.round(confidence * 100) + "%";
  return make("span", { class: "sure" },
    make("span", { class: "bar", role: "meter", "aria-label": "confidence", "aria-valuemin": 0, "aria-valuemax": 100,
      "aria-valuenow": Math.round(confidence * 100) }, inner), percent(confidence));
}

/** The facts that an answer rests on, under the document and section in which they stand. */
function sources(facts) {
  const places = new Map();
  for (const id of facts.filter((one) => data.facts[one])) {
    const where = JSON.stringify([data.facts[id].source, data.facts[id].place]);
    if (!places.has(where)) places.set(where, []);
    places.get(where).push(id);
  }
  if (!places.size) return null;
  return make("div", { class: "sources" }, [...places.values()].map((ids) => {
    const { source, place } = data.facts[ids[0]];
    return [make("p", { class: "where" }, outside(source), place ? [", ", outside(place)] : null),
      make("ul", { class: "facts" }, ids.map((id) => make("li", {}, outside(id, "tag"), " ", outside(data.facts[id].says))))];
  }));
}

/** An answer's text in the language that the row is answered in, else in one that it has. */
function textOf(row, found) {
  const texts = (data.answers[found.answer] || { text: {} }).text;
  const language = [row.answer_language, "en", ...Object.keys(texts)].find((name) => texts[name]);
  return { text: texts[language] || "", language };
}

const labelOf = (row, verdict) => row.verdicts.find((one) => one.verdict === verdict);

function others(row) {
  if (!row.candidates.length) return [];
  return [make("h3", { class: "heading" }, "Answers in the bank"), ...row.candidates.map((found, number) => {
    const { text, language } = textOf(row, found);
    const decision = decisionOf(row);
    const owner = (data.answers[found.answer] || {}).owner;
    const label = labelOf(row, found.verdict);
    return make("article", { class: "card" + (decision && decision.action === "choose" && decision.answer === found.answer ? " taken" : ""),
      "aria-label": legible(found.answer), onfocusin: () => mark(row, found), onmouseenter: () => mark(row, found),
      onmouseleave: () => mark(row, row.candidates[0]) },
    make("div", { class: "head" }, button("Choose", String(number + 1), () => choose(number)),
      make("h4", {}, outside(found.answer)), make("span", { class: "pill" }, label ? legible(label.label) : VERDICTS[found.verdict]),
      bar(found.confidence), owner ? make("span", { class: "quiet" }, "kept by ", outside(owner)) : null,
      button("Edit a copy", null, () => edit({ verdict: found.verdict, text }), "plain")),
    make("p", { class: "said", lang: language }, marked(text, found.matched)),
    make("p", { class: "near" }, make("span", { class: "label" }, "Nearest wording "), marked(found.phrasing, found.matched)),
    found.missing.length ? make("p", { class: "lacking" }, make("span", { class: "label" }, "Not covered "), outside(found.missing.join(", "))) : null,
    found.guards.map((guard) => make("p", { class: "lacking" }, make("span", { class: "label" }, "Against "), outside(guard))),
    sources(found.facts),
    found.because.length ? make("details", {}, make("summary", {}, "Why this figure"),
      make("ul", { class: "why" }, found.because.map((one) => make("li", {},
        make("span", { class: one.adds < 0 ? "minus" : "plus" }, (one.adds < 0 ? "−" : "+") + Math.abs(one.adds).toFixed(1)),
        " ", legible(one.feature.replaceAll("_", " ")))))) : null);
  })];
}

/** Offers the rows that ask the same, chosen already, and those that nearly do, to be chosen. */
function together(row) {
  const { same, near } = alike(row);
  if (!same.length && !near.length) return "";
  const line = (id, checked, ...label) => make("label", {}, make("input", { type: "checkbox", "data-row": id, checked }), make("span", {}, ...label));
  return make("fieldset", { class: "together", id: "together" }, make("legend", {}, "Settle together with this one"),
    same.length ? line("same", true, count(same.length, "row asks", "rows ask") + " the same") : null,
    near.map((other) => line(other.key, false, "Nearly the same: ", outside(other.question_id, "tag"), " ", outside(other.question))));
}
