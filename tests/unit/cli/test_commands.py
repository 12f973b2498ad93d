"""Commands that are built when they are asked for."""

from __future__ import annotations

import typer
from typer.main import get_command

from qfill.cli.app import COMMANDS, app
from qfill.cli.commands import PLAIN, lazy_group


def test_every_command_is_built_as_typer_builds_it() -> None:
    commands = getattr(get_command(app), "commands")  # noqa: B009
    assert list(commands) == list(COMMANDS)
    for name, offered in COMMANDS.items():
        built = commands[name]
        assert built.name == name
        assert built is commands[name]
        if not isinstance(offered, typer.Typer):
            alone = typer.Typer(add_completion=False, **PLAIN)
            alone.command(name)(offered)
            assert [one.name for one in built.params] == [one.name for one in get_command(alone).params]


def test_a_group_takes_and_gives_up_commands() -> None:
    def one() -> None:
        """The one."""

    outer = typer.Typer(cls=lazy_group({"one": one}), **PLAIN)
    outer.callback()(lambda: None)
    commands = getattr(get_command(outer), "commands")  # noqa: B009
    assert len(commands) == 1
    commands["other"] = commands["one"]
    assert list(commands) == ["one", "other"]
    del commands["one"]
    assert "one" not in commands
