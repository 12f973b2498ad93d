"""A group whose commands are built when they are asked for: typer takes a millisecond to build one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, TypeAlias

import typer
from typer.core import TyperCommand, TyperGroup

Offered: TypeAlias = Mapping[str, Callable[..., None] | typer.Typer]
"""Functions and groups of them by the names that they are called by, in the order of the help."""

PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}


def lazy_group(offered: Offered) -> type[TyperGroup]:
    """The class of a group that offers these commands."""

    class Group(TyperGroup):
        """Commands by name, each built at its first use; the list of them needs but their docstrings."""

        _listing = False

        def __init__(self, **settings: Any) -> None:
            super().__init__(**{**settings, "commands": _Built(offered)})

        def list_commands(self, ctx: Any) -> list[str]:
            return list(self.commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if self._listing:
                found = offered[cmd_name]
                said = found.info.help if isinstance(found, typer.Typer) else inspect.getdoc(found)
                return TyperCommand(name=cmd_name, short_help=_first(str(said)))
            return super().get_command(ctx, cmd_name)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            self._listing = True
            try:
                super().format_commands(ctx, formatter)
            finally:
                self._listing = False

    return Group


class _Built(MutableMapping[str, Any]):
    def __init__(self, offered: Offered) -> None:
        self._offered = dict(offered)
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            self._built[name] = _build(name, self._offered[name])
        return self._built[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._built[name] = self._offered[name] = command

    def __delitem__(self, name: str) -> None:
        del self._offered[name]
        self._built.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._offered)

    def __len__(self) -> int:
        return len(self._offered)


def _first(text: str) -> str:
    """The first paragraph, for a list of commands; typer would cut it off at the line's end."""
    return " ".join(text.split("\n\n", 1)[0].split())


def _build(name: str, found: Callable[..., None] | typer.Typer) -> Any:
    from typer.main import get_command, get_group

    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = name
        for command in group.commands.values():
            command.short_help = _first(command.help or "")
        return group
    single = typer.Typer(add_completion=False, **PLAIN)
    single.command(name)(found)
    return get_command(single)
