"""Check the answer bank: load what can be loaded, gather what the rules need, run them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qfill.bank import AnswerBank
from qfill.bank.load import bank_files, read_bank
from qfill.bank.shipped import caiq_template
from qfill.checks import Bench, Recurring, Report, Severity, examine, runs
from qfill.checks.bench import ChangedSection
from qfill.checks.documents import changed_sections
from qfill.checks.run import Key
from qfill.errors import BankError, RecordError, UsageError
from qfill.files.prose import read_lines
from qfill.language.lexicon_data import load_lexicon
from qfill.language.normalise import words
from qfill.matching.reading import read
from qfill.model import Outcome
from qfill.records.audit import AuditRow, load_audit
from qfill.records.form import read_record, read_version
from qfill.settings import Settings
from qfill.workflows.coverage import cover_bank, questions_of
from qfill.workflows.ready import matcher_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What to check, and against what; `settings.check` says how."""

    settings: Settings
    today: date
    documents: tuple[Path, ...] = ()
    audits: Path | None = None
    baseline: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The report on a bank. `failed`: whether a finding is as bad as `fail_on` or worse."""

    bank: AnswerBank
    report: Report
    today: date
    fail_on: Severity

    @property
    def failed(self) -> bool:
        """Whether the check fails."""
        worst = (Severity.ERROR,) if self.fail_on is Severity.ERROR else tuple(Severity)
        return any(finding.severity in worst for finding in self.report.findings)


def check(options: CheckOptions) -> CheckResult:
    """Check a bank; a bank that is malformed gives findings, one that is not there raises BankError."""
    settings, how = options.settings, options.settings.check
    files = bank_files(settings.bank)
    if not files:
        raise BankError(
            f"{settings.bank}: the bank holds no YAML files",
            hint="add a topic file, or start one with qfill init",
        )
    bank, problems = read_bank(settings.bank, files)
    audits = options.audits
    shared = how.domain_share is not None and runs("QF404", how) and not problems
    bench = Bench(
        bank=bank,
        problems=problems,
        today=options.today,
        options=how,
        changed=tuple(_changed(bank, options.documents)),
        recurring=_recurring(bank, audits, settings) if audits is not None else (),
        domains=_domains(bank, settings, options.today) if shared else {},
    )
    report = examine(bench, read_baseline(options.baseline) if options.baseline is not None else ())
    return CheckResult(bank=bank, report=report, today=options.today, fail_on=Severity(how.fail_on))


def _changed(bank: AnswerBank, documents: Iterable[Path]) -> Iterable[ChangedSection]:
    for path in documents:
        found = changed_sections(bank.register, str(path), read_lines(path))
        if found is None:
            known = ", ".join(source.id for source in bank.register.sources if source.sections) or "none"
            raise UsageError(
                f"--document {path}: the register knows no document like it",
                hint=f"name the file like its document's id; registered with sections: {known}",
            )
        yield from found


def _domains(bank: AnswerBank, settings: Settings, today: date) -> dict[str, tuple[int, int]]:
    path = caiq_template()
    found = cover_bank(bank, questions_of(path), path.name, settings, today)
    return {domain.name: (domain.rows, domain.answered) for domain in found.domains}


def _recurring(bank: AnswerBank, folder: Path, settings: Settings) -> tuple[Recurring, ...]:
    """The questions that audits left unanswered and the bank would leave unanswered today, most asked first.

    Wordings of which the lexicon reads the same are one question; a file that was filled
    several times asked it once.
    """
    if not folder.is_dir():
        raise UsageError(f"--audits {folder}: no such folder", hint="name the folder that holds the audits")
    paths = sorted(folder.rglob("*.audit.json"))
    if not paths:
        raise RecordError(f"--audits {folder}: no audits in it", hint="their names end in .audit.json")
    asked: dict[frozenset[str], dict[str, AuditRow]] = {}
    for path in paths:
        audit = load_audit(path)
        for row in audit.rows:
            if row.outcome == Outcome.UNANSWERED and row.decision is None and row.question.strip():
                asked.setdefault(_gist(row), {}).setdefault(audit.input["sha256"], row)
    matcher = matcher_of(bank, settings)
    found = []
    for rows in asked.values():
        row = next(iter(rows.values()))
        match = matcher.match(row.asked, row.language, scope=settings.scope, explain=False)
        if (match.confidence or 0.0) < settings.accept:
            near = match.candidates[:1] if match.helps >= settings.suggest else ()
            nearest = near[0].answer_id if near else ""
            text = " ".join(row.question.split())
            found.append(Recurring(question=text, times=len(rows), nearest=nearest))
    return tuple(sorted(found, key=lambda one: (-one.times, one.question)))


def _gist(row: AuditRow) -> frozenset[str]:
    keys = frozenset(read(row.question, row.language, load_lexicon()).keys)
    # One concept alone ("Frequency?") is hardly one question; the words then tell, and the section.
    section = str(row.context.get("section") or "")
    return keys if len(keys) > 1 else frozenset((*words(row.question), section))


def read_baseline(path: Path) -> Sequence[Key]:
    """The findings of an earlier `--format json`; raises RecordError for any other file."""
    hint = "make it with qfill check --format json > FILE"
    what = "the output of qfill check --format json"
    found = read_version(str(path), read_record(path, hint=hint), "check", what, hint=hint)
    return [(one["code"], one["file"], one["answer"] or "", one["message"]) for one in found["findings"]]
