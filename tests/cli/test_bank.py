"""`qfill bank` shows the bank, and says every problem of a broken one at once."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import BANK, Runner

from qfill.bank import load_bank


def test_list(qfill: Runner) -> None:
    run = qfill("bank", "list")
    assert run.code == 0
    assert "backups" in run.out
    assert "en 3 sv 1" in run.out
    assert run.err == "1 answer, 1 fact\n"


def test_show_names_the_sources(qfill: Runner) -> None:
    run = qfill("bank", "show", "backups")
    assert (run.code, run.err) == (0, "")
    assert "  F1: Customer data is backed up every day. (Security FAQ, section s1 (Backups))\n" in run.out


def test_show_tells_every_wording(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "      sv: Ja. Kundens data säkerhetskopieras varje dag.\n", ""
    )
    turned = "    turned:\n      nb:\n        - Er kundedata uten sikkerhetskopi?\n"
    path.write_text(text.replace("    facts:", turned + "    facts:"), encoding="utf-8")
    assert qfill("bank", "show", "backups").out.partition("\nen: ")[2] == (
        "Yes. Customer data is backed up every day.\n"
        "  - Is customer data backed up?\n"
        "  - Do you take backups of customer data?\n"
        "  - Data backup\n"
        "\n"
        "sv:\n"
        "  - Säkerhetskopieras kundens data?\n"
        "\n"
        "nb:\n"
        "  turned: Er kundedata uten sikkerhetskopi?\n"
        "\n"
        "rests on:\n"
        "  F1: Customer data is backed up every day. (Security FAQ, section s1 (Backups))\n"
    )


def test_show_of_another_id_suggests(qfill: Runner) -> None:
    run = qfill("bank", "show", "backup")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: no answer has the id 'backup'\nhint: did you mean backups?\n"


def test_a_missing_bank(qfill: Runner, folder: Path) -> None:
    run = qfill("bank", "list", "--bank", "nowhere")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: nowhere: no such bank\n"
        "hint: name its folder (--bank DIR, or qfill check DIR), or make one with qfill init\n"
    )


def test_a_broken_bank_tells_all_at_once(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("verdict: yes", "verdict: maybe").replace("status:", "statos:"), "utf-8")
    run = qfill("bank", "list")
    assert (run.code, run.out) == (2, "")
    lines = run.err.splitlines()
    assert lines[0] == "error: answers: the bank has 2 problems"
    assert lines[1].startswith("  continuity.yaml:5:14: ")
    assert "statos" in lines[2]
    assert lines[3].startswith("hint: ")


def test_of_very_many_problems_the_first_are_told(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(BANK + "".join(f"odd{number}: 1\n" for number in range(600)), encoding="utf-8")
    (folder / "policy.md").write_text("# Backups\n\nData is backed up every day.\n", encoding="utf-8")
    for command in (("bank", "list"), ("bank", "draft", "policy.md")):
        run = qfill(*command)
        assert (run.code, run.out) == (2, "")
        lines = run.err.splitlines()
        assert lines[0] == "error: answers: the bank has 600 problems"
        assert (len(lines), lines[501]) == (503, "  … and 100 more")


DRAFT = """\
  - id: logs   # from the last audit
    verdict: yes
    phrasings:
      en:
        - Are logs kept?
    answer:
      en: Yes. Logs are kept.
    facts: [F1]
    status: draft
"""


def with_draft(folder: Path) -> Path:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(path.read_text(encoding="utf-8") + DRAFT, encoding="utf-8")
    return path


def test_approve_sets_the_status_and_the_day_and_nothing_else(qfill: Runner, folder: Path) -> None:
    path = with_draft(folder)
    before = path.read_text(encoding="utf-8")
    run = qfill("bank", "approve", "logs", "--today", "2026-02-03", "--verbose")
    assert (run.code, run.out) == (0, "answers/continuity.yaml\n")
    assert run.err.startswith("approved logs\n--- a/continuity.yaml\n+++ b/continuity.yaml\n")
    after = path.read_text(encoding="utf-8")
    wanted = before.replace("    status: draft\n", "    status: approved\n    reviewed: 2026-02-03\n")
    assert after == wanted
    again = qfill("bank", "approve", "logs", "--today", "2026-02-03")
    assert (again.code, again.out) == (0, "")
    assert again.err == "logs is approved already, and was reviewed that very day\n"
    assert path.read_text(encoding="utf-8") == after


def test_approve_of_an_approved_answer_reviews_it_anew(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    before = path.read_text(encoding="utf-8")
    run = qfill("bank", "approve", "backups", "--today", "2026-02-03")
    assert (run.code, run.err) == (0, "approved backups\n")
    assert path.read_text(encoding="utf-8") == before.replace("reviewed: 2026-01-01", "reviewed: 2026-02-03")


def test_approve_all_takes_the_drafts_only(qfill: Runner, folder: Path) -> None:
    path = with_draft(folder)
    run = qfill("bank", "approve", "--all", "--today", "2026-02-03")
    assert (run.code, run.out, run.err) == (0, "answers/continuity.yaml\n", "approved logs\n")
    assert "reviewed: 2026-01-01" in path.read_text(encoding="utf-8")
    again = qfill("bank", "approve", "--all")
    assert (again.code, again.out, again.err) == (0, "", "No answer is a draft.\n")


def test_approve_refuses_what_it_cannot_mean(qfill: Runner, folder: Path) -> None:
    before = with_draft(folder).read_bytes()
    run = qfill("bank", "approve", "logs", "log")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: no answer has the id 'log'\nhint: did you mean logs?\n"
    for flags in ((), ("logs", "--all")):
        run = qfill("bank", "approve", *flags)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith("error: name the answers to approve, or pass --all\n")
    assert (folder / "answers" / "continuity.yaml").read_bytes() == before


def test_approve_names_a_keeper_and_a_rhythm_where_there_is_none(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    path.write_text(
        BANK.replace("    review_every: 12 months\n", "    owner: operations\n"), encoding="utf-8"
    )
    flags = ("--owner", "security", "--review-every", "6 months", "--today", "2026-02-03")
    assert qfill("bank", "approve", "backups", *flags).code == 0
    (answer,) = load_bank(folder / "answers").answers
    assert (answer.owner, answer.review_every, str(answer.reviewed)) == (
        "operations",
        "6 months",
        "2026-02-03",
    )
    run = qfill("bank", "approve", "backups", "--review-every", "now and then")
    assert run.code == 2
    assert (
        run.err
        == "error: --review-every now and then: not a length of time\nhint: write it like '12 months'\n"
    )


def test_approve_says_what_the_check_finds_in_the_approved(qfill: Runner, folder: Path) -> None:
    path = folder / "answers" / "continuity.yaml"
    draft = """\
  - id: no-backups
    verdict: no
    phrasings:
      en:
        - Is customer data backed up?
    answer:
      en: No. It is Glasbruk AB that keeps it for 9 days.
    facts: [F1]
    status: draft
"""
    path.write_text(path.read_text(encoding="utf-8") + draft, encoding="utf-8")
    run = qfill("bank", "approve", "--all", "--today", "2026-02-03")
    assert (run.code, run.out) == (0, "answers/continuity.yaml\n")
    told = "QF303 no-backups says no and backups (continuity.yaml:4:5) says yes to"
    assert [line.split(": ", 1)[-1] for line in run.err.splitlines()] == [
        "approved no-backups",
        "qfill check finds 3 errors in what was approved:",
        f"{told} 'Is customer data backed up?'",
        "QF107 names another company: Glasbruk AB",
        "QF504 no fact of no-backups states 9",
    ]
