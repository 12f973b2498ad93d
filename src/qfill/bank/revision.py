"""The bank as it stood at a revision of the git repository that it lies in."""

from __future__ import annotations

import subprocess
from pathlib import Path

from qfill.bank.load import AnswerBank, problem_lines, read_bank
from qfill.errors import BankError, UsageError


def bank_at(folder: Path, revision: str) -> AnswerBank:
    """The bank at a revision, read from git's own store; the working folder is left alone.

    Raises UsageError where there is no git, no repository or no such revision, and
    BankError for a bank that was broken, or not there, at the time.
    """
    if revision.startswith("-"):
        raise UsageError(f"--against {revision}: not a revision")
    git(folder, "rev-parse", "--git-dir", hint="--against needs a bank in a git repository")
    commit = git(
        folder,
        "rev-parse",
        "--verify",
        "--quiet",
        f"{revision}^{{commit}}",
        hint=f"there is no revision {revision}",
    )
    name = commit.decode().strip()
    # Paths come relative to the bank's folder, those of other folders left out.
    listed = git(folder, "ls-tree", "-r", "-z", "--name-only", name, hint="").decode().split("\0")
    paths = [path for path in listed if path.endswith(".yaml") and not path.startswith((".", "../"))]
    files = {path: git(folder, "cat-file", "blob", f"{name}:./{path}", hint="") for path in paths}
    bank, problems = read_bank(folder, files)
    if problems or not bank.answers:
        raise BankError(
            f"{folder} at {revision}: " + ("the bank was broken" if problems else "there was no bank"),
            hint="compare with another revision",
            details=problem_lines(problems),
        )
    return bank


def git(folder: Path, *arguments: str, hint: str) -> bytes:
    """What git says on stdout, run in a folder; raises UsageError where it fails."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError("git is not installed", hint="--against reads old versions by git") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(f"git {arguments[0]}: {said[0] if said else 'failed'}", hint=hint)
    return done.stdout
