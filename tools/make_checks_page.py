"""Writes docs/checks.md from the rules themselves: python tools/make_checks_page.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qfill.checks import FAMILIES, RULES, Rule
from qfill.checks.examples import SOUND, SOURCES, TODAY
from qfill.checks.rule import Example
from qfill.settings import CheckSettings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "checks.md"


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What `qfill check` looks for"
    yield ""
    yield (
        "This page is made from the rules (`python tools/make_checks_page.py`), and the tests run its "
        "examples. A code is permanent: it is never given to another rule. How to run the check in CI stands "
        "in [ci.md](ci.md)."
    )
    yield ""
    yield "- `--select QF2,QF301` and `--ignore QF4` take codes and families; the longest that fits decides."
    yield "  `--select` replaces what the file below selects and ignores, `--ignore` what it ignores."
    yield "- QF101 to QF103 always run, as errors: a bank that cannot be read fills nothing."
    yield "- An answer waives a rule with its reason: `ignore: {QF305: kept apart for the auditors}`."
    yield (
        "- `--baseline FILE` leaves out what an earlier `qfill check --format json > FILE` found; "
        "lines may have moved."
    )
    yield "- The exit code is 1 when an error was found, with `--fail-on warning` a warning as well."
    yield ""
    yield "In `qfill.toml` (all but `severity` and `domain-share` show the value that holds otherwise):"
    yield ""
    usual = CheckSettings()
    yield from _fence(
        "toml",
        "[check]\n"
        'fail-on = "error"\n'
        'severity = {QF403 = "off", QF5 = "error"}  # a rule or a family: error, warning or off\n'
        "select = []\nignore = []\n"
        f"due-within = {usual.due_within}        # days (QF202)\n"
        f"draft-days = {usual.draft_days}        # days (QF204)\n"
        f"min-phrasings = {usual.min_phrasings}      # in each language (QF402)\n"
        "languages = []         # those of most answers (QF401)\n"
        "domain-share = 0.2     # of each CAIQ domain (QF404); no such rule unless it is set\n"
        "other-companies = []   # names that must not stand in the bank (QF107)\n",
    )
    yield ""
    yield "| code | | what |"
    yield "|---|---|---|"
    for code in sorted(RULES):
        rule = RULES[code]
        yield f"| [{code}](#{_anchor(rule)}) | {rule.severity} | {rule.name} |"
    yield ""
    yield "## The examples"
    yield ""
    yield (
        f"Each example shows only what it says differently from this sound answer, on {TODAY.isoformat()}. "
        "`---` begins another answer, `# sources.yaml` another file."
    )
    yield ""
    yield from _fence("yaml", SOUND)
    yield ""
    yield "And `sources.yaml`:"
    yield ""
    yield from _fence("yaml", SOURCES)
    for family, modules in FAMILIES.items():
        yield ""
        yield f"## {(modules[0].__doc__ or '').splitlines()[0].rstrip('.')}"
        for code in sorted(RULES):
            if code.startswith(family):
                yield from _rule(RULES[code])


def _anchor(rule: Rule) -> str:
    words = f"{rule.code} {rule.name}".lower().replace("'", "")
    return words.replace(" ", "-")


def _rule(rule: Rule) -> Iterator[str]:
    yield ""
    yield f"### {rule.code} {rule.name}"
    yield ""
    yield f"*{rule.severity}*"
    yield ""
    yield rule.doc
    if _is_shown(rule.passing):
        yield ""
        yield "Passes:"
        yield ""
        yield from _example(rule.passing)
    yield ""
    yield "Fails:"
    yield ""
    yield from _example(rule.failing)


def _is_shown(example: Example) -> bool:
    return example != Example() and example.domain_share != 0.0


def _example(example: Example) -> Iterator[str]:
    shown = example.bank.rstrip("\n")
    if example.sources:
        shown += ("\n" if shown else "") + "# sources.yaml\n" + example.sources.rstrip("\n")
    if shown:
        yield from _fence("yaml", shown)
    if example.document:
        yield ""
        yield "with the document"
        yield ""
        yield from _fence("text", example.document)
    if example.asked:
        yield f"an audit with the unanswered question “{example.asked}”"
    if example.domain_share:
        yield f"`domain-share = {example.domain_share}`"


def _fence(language: str, text: str) -> Iterator[str]:
    yield f"```{language}"
    yield text.rstrip("\n")
    yield "```"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
