"""`qfill check` finds what is wrong with a bank, and says it in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft7Validator
from tests.cli.books import two_products
from tests.cli.conftest import Runner

from qfill.records import load_schema

TODAY = ("--today", "2026-06-01")


@pytest.fixture
def sound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small bank made sound: an owner, three wordings in either language."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    path = folder / "answers" / "continuity.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "    disclosure:", "    owner: operations\n    disclosure:"
    )
    more = "        - Tar ni säkerhetskopior?\n        - Finns det kopior av våra uppgifter?\n"
    path.write_text(text.replace("    answer:\n", more + "    answer:\n"), encoding="utf-8")
    return path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_bank(qfill: Runner, sound: Path) -> None:
    run = qfill("check", *TODAY)
    assert (run.code, run.out, run.err) == (0, "", "0 errors, 0 warnings in 1 answer\n")


def test_text_names_the_place_and_shows_the_line(qfill: Runner, sound: Path) -> None:
    spoil(sound, "every day", "every 12 hours")
    run = qfill("check", *TODAY)
    assert run.code == 1
    assert run.out == (
        "answers/continuity.yaml:16:11: error QF504 no fact of backups states 12\n"
        "  16 |       en: Yes. Customer data is backed up every 12 hours.\n"
        "     |           ^\n"
        "  hint: let a fact say it, or leave it out\n"
        "answers/continuity.yaml:17:11: error QF112 en and sv state different numbers: 12\n"
        "  17 |       sv: Ja. Kundens data säkerhetskopieras varje dag.\n"
        "     |           ^\n"
        "  hint: the facts say which is right\n"
    )
    assert run.err == "2 errors, 0 warnings in 1 answer\n"


def test_a_malformed_bank_gives_all_its_faults(qfill: Runner, sound: Path) -> None:
    spoil(sound, "verdict: yes", "verdict: maybe")
    spoil(sound, "status:", "statos:")
    spoil(sound, "    facts: [F1]", "    facts: [F2]")
    run = qfill("check", *TODAY)
    assert run.code == 1
    assert [line.split()[2] for line in run.out.splitlines() if line.startswith("answers/")] == [
        "QF101",
        "QF502",
        "QF101",
        "QF204",
        "QF403",
    ]


def test_a_file_that_is_no_yaml(qfill: Runner, sound: Path) -> None:
    (sound.parent / "other.yaml").write_text("answers: [", encoding="utf-8")
    run = qfill("check", *TODAY)
    assert run.code == 1
    assert "answers/other.yaml:2:1: error QF101 not valid YAML" in run.out


@pytest.mark.parametrize("name", ["continuity.yaml", "sources.yaml", "profile.yaml"])
def test_a_later_schema_of_any_file_is_refused(qfill: Runner, sound: Path, name: str) -> None:
    path = sound.with_name(name)
    if name == "profile.yaml":
        path.write_text("schema: 1\nfields: []\n", encoding="utf-8")
    spoil(path, "schema: 1", "schema: 99")
    run = qfill("check", *TODAY)
    assert run.code == 1
    assert f"answers/{name}:1:9: error QF101 schema 99 is not one that this qfill reads (1)\n" in run.out


@pytest.mark.parametrize("name", ["continuity.yml", "continuity.YAML"])
def test_a_file_by_another_ending_is_not_passed_over(qfill: Runner, sound: Path, name: str) -> None:
    sound.rename(sound.with_name(name))
    run = qfill("check", *TODAY)
    assert run.code == 1
    assert f"answers/{name}:1:1: error QF101 a bank's file must end in .yaml; rename it\n" in run.out
    run = qfill("bank", "list")
    assert (run.code, run.out) == (2, "")
    assert f"{name}:1:1: a bank's file must end in .yaml; rename it" in run.err


def test_a_file_is_no_bank_and_its_folder_is_named(qfill: Runner, sound: Path) -> None:
    run = qfill("check", "answers/continuity.yaml", *TODAY)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: answers/continuity.yaml: a bank is a folder of YAML files\n"
        "hint: name the folder that it lies in: answers\n"
    )


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--select", "QF2"), ""),
        (("--ignore", "QF1"), ""),
        ((), 'severity = {QF1 = "off"}'),
        ((), 'severity = {QF101 = "warning"}'),
    ],
)
def test_a_bank_that_cannot_be_read_is_an_error_whatever_is_chosen(
    qfill: Runner, sound: Path, folder: Path, flags: tuple[str, ...], said: str
) -> None:
    sound.write_text("answers: [", encoding="utf-8")
    (folder / "qfill.toml").write_text(f"[check]\n{said}\n", encoding="utf-8")
    run = qfill("check", *TODAY, *flags)
    assert run.code == 1
    assert " error QF101 " in run.out


@pytest.mark.parametrize("day", ["20260101", "2026-W01-4"])
def test_a_date_in_another_form_is_told(qfill: Runner, sound: Path, day: str) -> None:
    spoil(sound, "reviewed: 2026-01-01", f"reviewed: {day}")
    run = qfill("check", *TODAY)
    assert run.code == 1
    assert f"reviewed is '{day}'; a date is written YYYY-MM-DD" in run.out


def test_scopes_that_differ_in_case_are_one(qfill: Runner, sound: Path) -> None:
    text = sound.read_text(encoding="utf-8").replace(
        "    disclosure:", "    applies_to: {product: [Studio]}\n    disclosure:"
    )
    entry = text[text.index("  - id:") :].replace("id: backups", "id: copies").replace("[Studio]", "[studio]")
    sound.write_text(text + entry, encoding="utf-8")
    assert "error QF302 'Is customer data backed up?' stands in backups" in qfill("check", *TODAY).out
    spoil(sound, "[studio]", "[Cloud]")
    assert "QF302" not in qfill("check", *TODAY).out


def test_a_text_of_more_lines_than_a_cell_holds(qfill: Runner, sound: Path) -> None:
    lines = "        one more line\n" * 255
    spoil(sound, "en: Yes. Customer data is backed up every day.\n", f"en: |\n{lines}")
    assert "error QF109 254 line breaks; a cell holds 253\n" in qfill("check", *TODAY).out


def test_warnings_fail_when_they_are_to(qfill: Runner, sound: Path) -> None:
    spoil(sound, "        - Tar ni säkerhetskopior?\n", "")
    assert qfill("check", *TODAY).code == 0
    run = qfill("check", *TODAY, "--fail-on", "warning")
    assert run.code == 1
    assert "warning QF402" in run.out


def test_select_and_ignore(qfill: Runner, sound: Path) -> None:
    spoil(sound, "owner: operations", 'owner: ""')
    spoil(sound, "[F1]", "[]")
    assert qfill("check", *TODAY, "--select", "QF2,QF3").out.count(" error ") == 1
    assert "QF203" not in qfill("check", *TODAY, "--ignore", "QF203").out
    assert "QF501" in qfill("check", *TODAY, "--select", "QF5", "--select", "QF203", "--ignore", "QF2").out
    assert "QF203" in qfill("check", *TODAY, "--select", "QF203", "--ignore", "QF2").out


def test_an_unknown_code(qfill: Runner, sound: Path) -> None:
    run = qfill("check", "--select", "QF9")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("error: no rule has the code 'QF9'\nhint: there are QF101, ")


def test_a_waiver_with_its_reason(qfill: Runner, sound: Path) -> None:
    spoil(sound, "[F1]", "[]\n    ignore: {QF501: a person vouches for it}")
    run = qfill("check", *TODAY)
    assert "QF501" not in run.out
    assert run.err.endswith("(1 waived)\n")
    spoil(sound, "QF501: a person vouches for it", "QF501: ''")
    run = qfill("check", *TODAY)
    assert "QF501" in run.out
    assert "error QF115 QF501 is ignored without a reason" in run.out


def test_severities_of_the_settings(qfill: Runner, sound: Path, folder: Path) -> None:
    spoil(sound, "owner: operations", 'owner: ""')
    spoil(sound, "        - Tar ni säkerhetskopior?\n", "")
    (folder / "qfill.toml").write_text(
        '[check]\nseverity = {QF203 = "warning", QF4 = "off"}\nmin-phrasings = 2\n', encoding="utf-8"
    )
    run = qfill("check", *TODAY)
    assert (run.code, run.err) == (0, "0 errors, 1 warning in 1 answer\n")
    assert "warning QF203" in run.out


def test_a_bad_setting_is_told(qfill: Runner, sound: Path, folder: Path) -> None:
    (folder / "qfill.toml").write_text("[check]\nmin-phrasing = 2\n", encoding="utf-8")
    run = qfill("check")
    assert run.code == 2
    assert "check: unknown key 'min-phrasing'; did you mean 'min_phrasings'?" in run.err


def test_json_holds_to_its_schema_and_serves_as_baseline(qfill: Runner, sound: Path, folder: Path) -> None:
    spoil(sound, "[F1]", "[]")
    run = qfill("check", *TODAY, "--format", "json")
    found = json.loads(run.out)
    assert run.code == 1
    Draft7Validator(load_schema("check")).validate(found)
    assert [one["code"] for one in found["findings"]] == ["QF501", "QF403"]
    assert found["summary"] == {"errors": 1, "warnings": 1, "waived": 0, "known": 0}
    (folder / "old.json").write_text(run.out, encoding="utf-8")
    # The lines move; the debts stay known.
    spoil(sound, "schema: 1\n", "schema: 1\n\n\n")
    run = qfill("check", *TODAY, "--baseline", "old.json")
    assert (run.code, run.out) == (0, "")
    assert run.err == "0 errors, 0 warnings in 1 answer (2 in the baseline)\n"
    spoil(sound, "owner: operations", 'owner: ""')
    assert qfill("check", *TODAY, "--baseline", "old.json").out.count("QF") == 1


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ("[]", "not the output of qfill check --format json"),
        ('{"findings": []}', "not the output of qfill check --format json"),
        ('{"version": 2, "findings": []}', "check version 2 is not one that this qfill reads (1)"),
        ('{"version": 1, "findings": 3}', "not the output of qfill check --format json: 'qfill' is missing"),
        ("[" * 100_000, "not JSON: "),
    ],
)
def test_a_baseline_that_is_something_else(
    qfill: Runner, sound: Path, folder: Path, held: str, told: str
) -> None:
    (folder / "old.json").write_text(held, encoding="utf-8")
    run = qfill("check", "--baseline", "old.json")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: old.json: {told}")
    assert "\nhint: " in run.err


def test_github_shows_ten_and_tells_of_the_rest(
    qfill: Runner, sound: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        path = sound.parent / f"more-{number:02}.yaml"
        path.write_text("schema: 1\ntopic: more\nanswers: 100%, or none\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    run = qfill("check", *TODAY)
    lines = run.out.splitlines()
    assert run.code == 1
    assert len(lines) == 11
    assert lines[0].startswith(
        "::error file=answers/more-00.yaml,line=3,col=10,title=QF101 not the bank's format::answers must be"
    )
    assert "%0Ahint: " in lines[0]
    assert lines[10] == "2 more; the step's summary lists all 12"
    summary = (folder / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("<!-- qfill check -->\n### ❌ Answer bank: 12 errors, 0 warnings in 1 answer\n")
    assert summary.count("QF101") == 12


def test_markdown_escapes_what_it_quotes(qfill: Runner, sound: Path) -> None:
    spoil(sound, "Customer data is backed up every day.", "Data goes to <b>|x|</b> [name here].")
    run = qfill("check", *TODAY, "--format", "markdown")
    assert run.code == 1
    assert "<b>" not in run.out
    rows = [line for line in run.out.splitlines() if line.startswith("| 🔴")]
    assert rows
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) == 5


def test_junit_is_well_formed_and_counts(qfill: Runner, sound: Path) -> None:
    spoil(sound, "every day", "every day \\u0007")
    spoil(sound, "en: Yes. Customer data is backed up every day \\u0007.", 'en: "Yes. <b> \\u0007 & so on."')
    run = qfill("check", *TODAY, "--format", "junit")
    root = ElementTree.fromstring(run.out.encode())
    cases = root.findall(".//testcase")
    failures = root.findall(".//failure")
    assert (len(cases), len(failures)) == (int(root.get("tests", "")), int(root.get("failures", "")))
    assert "QF110" in {case.get("classname") for case in cases if case.find("failure") is not None}
    assert "QF201" in {case.get("classname") for case in cases if case.find("failure") is None}


def test_sarif(qfill: Runner, sound: Path) -> None:
    from tests.support.sarif import SARIF

    spoil(sound, "[F1]", "[]")
    sound.rename(sound.with_name("con tinuity.yaml"))
    run = qfill("check", *TODAY, "--format", "sarif")
    log = json.loads(run.out)
    Draft7Validator(SARIF).validate(log)
    (found,) = log["runs"]
    rules = found["tool"]["driver"]["rules"]
    results = found["results"]
    assert [one["ruleId"] for one in results] == ["QF501", "QF403"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in results)
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "answers/con%20tinuity.yaml"
    assert place["region"] == {"startLine": 18, "startColumn": 5, "snippet": {"text": "    facts: []"}}


def test_a_document_that_changed(qfill: Runner, sound: Path, folder: Path) -> None:
    from hashlib import sha256

    text = "Data is backed up every day."
    spoil(sound.with_name("sources.yaml"), "a" * 64, sha256(text.encode()).hexdigest())
    document = folder / "faq.txt"
    document.write_text("Backups\n\nData\n  is backed up every day.\n", encoding="utf-8")
    assert qfill("check", *TODAY, "--document", document).code == 0
    document.write_text("Backups\n\nData is backed up every week.\n", encoding="utf-8")
    run = qfill("check", *TODAY, "--document", document)
    assert run.code == 1
    assert "QF503 backups rests on F1: section s1 (Backups) of Security FAQ has changed" in run.out
    other = folder / "other.txt"
    other.write_text("Nothing of the kind.", encoding="utf-8")
    run = qfill("check", "--document", other)
    assert run.code == 2
    assert "the register knows no document like it" in run.err


def test_what_stayed_unanswered_in_past_audits(qfill: Runner, sound: Path, folder: Path) -> None:
    sent = folder / "sent"
    sent.mkdir()
    asked = {
        "one": ["Do you have a bug bounty programme?", "Is customer data backed up?"],
        "two": ["Do you have a bug bounty programme", "Do you insure against cyber attacks?"],
    }
    for name, questions in asked.items():
        rows = "\n".join(f"{number},{question}" for number, question in enumerate(questions))
        (sent / f"{name}.csv").write_text(f"id,question\n{rows}\n", encoding="utf-8")
    assert qfill("fill", *sent.glob("*.csv"), *TODAY).code == 0
    run = qfill("check", *TODAY, "--audits", sent)
    said = [line for line in run.out.splitlines() if "QF405" in line]
    assert run.code == 0
    assert [line.split("QF405 ")[1] for line in said] == [
        "asked 2 times, unanswered: Do you have a bug bounty programme?",
        "asked 1 time, unanswered: Do you insure against cyber attacks?",
    ]


def test_what_past_audits_left_is_asked_for_the_product_set(qfill: Runner, folder: Path) -> None:
    two_products(folder)
    (folder / "qfill.toml").write_text('for = {product = "Studio"}\n', encoding="utf-8")
    bank = folder / "answers" / "continuity.yaml"
    known = bank.read_text(encoding="utf-8")
    bank.write_text(known.replace("Is customer data backed up?", "Where is your office?"), encoding="utf-8")
    (folder / "in.csv").write_text("question\nIs customer data backed up?\n", encoding="utf-8")
    assert qfill("fill", "in.csv", *TODAY).code == 0
    bank.write_text(known, encoding="utf-8")
    assert "QF405" not in qfill("check", *TODAY, "--audits", folder).out


def test_past_audits_are_read_beside_a_bank_without_an_approved_answer(
    qfill: Runner, sound: Path, folder: Path
) -> None:
    (folder / "in.csv").write_text("question\nDo you have a bug bounty programme?\n", encoding="utf-8")
    assert qfill("fill", "in.csv", *TODAY).code == 0
    (folder / "qfill.toml").write_text("suggest = 0\n", encoding="utf-8")
    spoil(sound, "status: approved", "status: draft")
    run = qfill("check", *TODAY, "--audits", folder)
    assert run.code < 2, run.err
    assert "QF405 asked 1 time, unanswered: Do you have a bug bounty programme?" in run.out


def test_a_folder_without_audits(qfill: Runner, sound: Path, folder: Path) -> None:
    run = qfill("check", "--audits", folder)
    assert run.code == 2
    assert "no audits in it" in run.err


def test_a_share_of_each_domain(qfill: Runner, sound: Path, folder: Path) -> None:
    (folder / "qfill.toml").write_text("[check]\ndomain-share = 0.5\n", encoding="utf-8")
    run = qfill("check", *TODAY)
    assert run.code == 1
    assert run.out.count("QF404") == 17
    assert "Human Resources: 0 of 20 questions answered, below 50%" in run.out


@pytest.mark.parametrize(
    ("said", "flags", "codes"),
    [
        ('ignore = ["QF203"]', ("--select", "QF203"), {"QF203"}),
        ('ignore = ["QF203"]', ("--select", "QF2"), {"QF203"}),
        ('ignore = ["QF203"]', ("--ignore", "QF5"), {"QF203"}),
        ('ignore = ["QF203"]', ("--select", "QF2,QF5", "--ignore", "QF203"), {"QF501"}),
        ('select = ["QF203"]', ("--ignore", "QF5"), {"QF203"}),
        ('select = ["QF203"]', ("--select", "QF501"), {"QF501"}),
        ('ignore = ["QF203"]', (), {"QF501"}),
    ],
)
def test_a_flag_stands_in_place_of_what_the_file_says(
    qfill: Runner, sound: Path, folder: Path, said: str, flags: tuple[str, ...], codes: set[str]
) -> None:
    spoil(sound, "owner: operations", 'owner: ""')
    spoil(sound, "[F1]", "[]")
    (folder / "qfill.toml").write_text(f"[check]\n{said}\n", encoding="utf-8")
    out = qfill("check", *TODAY, *flags).out
    assert {code for code in ("QF203", "QF501") if code in out} == codes


@pytest.mark.parametrize(
    "said", ['select = ["QF2"]', 'ignore = ["QF40"]', 'severity = {QF4 = "off"}', 'select = ["QF4"]']
)
def test_a_framework_is_matched_only_for_a_rule_that_runs(
    qfill: Runner, sound: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("matched")

    monkeypatch.setattr("qfill.workflows.check.cover_bank", never)
    (folder / "qfill.toml").write_text(f"[check]\ndomain-share = 0.5\n{said}\n", encoding="utf-8")
    assert (qfill("check", *TODAY).code < 2) is (said != 'select = ["QF4"]')
