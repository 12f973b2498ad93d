/* Which rows ask the same, or nearly the same, and can be settled together. */

/** Words that turn a question's meaning: rows that differ in one of them never count as alike. */
const TURNS = new Set(("not no non never none without except unless only all any every inte ej ingen inga aldrig utan utom " +
  "endast alla ikke ingen aldri uten unntatt kun alle before after").split(" "));
const NEAR = 0.75;

/** Rows by what they ask, in which context and with which options. */
const identical = new Map();
/** Rows by their options and what would be written there; near-identical ones are looked for among these. */
const neighbours = new Map();

for (const row of rows) {
  row.words = new Set(plain(row.question).split(" "));
  row.asks = JSON.stringify([plain(row.question), plain(row.context.parent), row.options]);
  row.would = JSON.stringify([row.options, row.proposed && [row.proposed.verdict, row.proposed.text],
    row.candidates.length ? row.candidates[0].answer : null]);
  for (const [index, key] of [[identical, row.asks], [neighbours, row.would]]) {
    if (!index.has(key)) index.set(key, []);
    index.get(key).push(row);
  }
}

/** Whether two sets of words share most, and differ in no number and no word that turns the meaning. */
function nearly(one, other) {
  const apart = [...one].filter((word) => !other.has(word)).concat([...other].filter((word) => !one.has(word)));
  if (apart.some((word) => TURNS.has(word) || /\p{N}/u.test(word))) return false;
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / (shared + apart.length) >= NEAR;
}

/**
 * The other rows that can be settled with this one: those undecided, or decided just as it is.
 * @returns {{same: object[], near: object[]}} `near` only where the same would be written
 */
function alike(row) {
  const own = said(decisionOf(row));
  const free = (other) => other !== row && (!decisionOf(other) || (own && said(decisionOf(other)) === own));
  const same = identical.get(row.asks).filter(free);
  const near = !row.candidates.length ? [] : neighbours.get(row.would)
    .filter((other) => other.asks !== row.asks && free(other) && nearly(row.words, other.words)
      && plain(row.context.parent) === plain(other.context.parent));
  return { same, near: near.slice(0, 8) };
}

/** What a decision says, whoever took it and when. */
function said(decision) {
  if (!decision) return "";
  const action = decision.action === "confirm" ? "accept" : decision.action;
  return JSON.stringify([action, decision.answer, decision.verdict, decision.text]);
}
