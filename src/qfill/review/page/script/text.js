/* Text from the questionnaire and the bank as nodes. It is put in with textContent only, never as markup. */

const data = JSON.parse(document.getElementById("data").textContent);
const rows = data.rows;
const find = (id) => document.getElementById(id);

/** Characters that turn the direction of text or show nothing: bidi controls, zero widths, C0 and C1. */
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** @param {string} character @returns {string} its code point as `U+202E` */
const codeOf = (character) => "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

/** A text for places that hold no elements (an option, a file name). @param {string} text */
const legible = (text) => String(text ?? "").replace(UNSEEN, (found) => `[${codeOf(found)}]`);

/**
 * An element; strings among the children become text.
 * @param {string} tag
 * @param {Object<string, *>} [attributes] `on…` are event handlers; null and false are left out
 * @param {...(Node|string|null)} children
 */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Appends text, each unseen character shown by its code. @param {Node} node @param {string} text */
function put(node, text) {
  let at = 0;
  for (const hit of text.matchAll(UNSEEN)) {
    node.append(text.slice(at, hit.index), make("span", { class: "code", title: "a character that shows nothing itself" }, codeOf(hit[0])));
    at = hit.index + hit[0].length;
  }
  node.append(text.slice(at));
}

/** Text from outside, isolated so that its direction ends where it ends. @param {string} text @param {string} [cls] */
function outside(text, cls) {
  const node = make("bdi", { class: cls });
  put(node, String(text ?? ""));
  return node;
}

const fold = (text) => String(text ?? "").normalize("NFKC").toLowerCase();
const plain = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
const percent = (share) => Math.round(share * 100) + " %";

/** A pattern for a word or phrase in any form of it: the last two letters of a longer word may differ. */
function formsOf(phrase) {
  const words = phrase.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const forms = words.map((word) => (word.length > 5 ? literal(word.slice(0, -2)) : literal(word)) + "[\\p{L}\\p{N}]*");
  return forms.join("[^\\p{L}\\p{N}]+");
}

/**
 * A text with some words marked: those that an answer covers, and those that it lacks.
 * @param {string} text @param {string[]} matched @param {string[]} [lacking]
 */
function marked(text, matched, lacking) {
  const whole = make("bdi");
  const kinds = [...(lacking || []).map((word) => [formsOf(word), "lacks"]), ...(matched || []).map((word) => [formsOf(word), null])]
    .filter(([pattern]) => pattern);
  if (!kinds.length) { put(whole, text || ""); return whole; }
  const expression = new RegExp("(?<![\\p{L}\\p{N}])(?:" + kinds.map(([pattern]) => `(${pattern})`).join("|") + ")", "giu");
  let at = 0;
  for (const hit of (text || "").matchAll(expression)) {
    const mark = make("mark", { class: kinds[hit.slice(1).findIndex((group) => group !== undefined)][1] });
    put(whole, text.slice(at, hit.index));
    put(mark, hit[0]);
    whole.append(mark);
    at = hit.index + hit[0].length;
  }
  put(whole, (text || "").slice(at));
  return whole;
}
