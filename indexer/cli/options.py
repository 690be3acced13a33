"""Options that commands share, and how errors end a command."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import click

from indexer.errors import FangzhiError
from indexer.settings import Settings, load_settings, setting_fields

CLUSTER = tuple(
    one.name for one in setting_fields() if one.name.startswith("opensearch_") and not one.metadata["secret"]
)
"""The settings about an OpenSearch cluster that have flags."""

INDEX = ("index", "engine", *CLUSTER, "words", "segmenter")
"""The settings that say which index is opened and how."""

ASKED = (*INDEX, "synonyms", "sources")
"""Those, and the settings that say what a question means."""

Command = TypeVar("Command", bound=Callable[..., Any])

_HELP = {one.name: one.metadata["help"] for one in setting_fields()}
_METAVARS = {
    "archive": "DIR",
    "index": "DIR",
    "words": "FILE",
    "synonyms": "FILE",
    "sources": "FILE",
    "jobs": "N",
    "batch": "N",
    "host": "ADDRESS",
    "port": "N",
    "public_url": "URL",
    "cors_origins": "ORIGINS",
    "opensearch_url": "URL",
    "opensearch_index": "NAME",
    "opensearch_user": "NAME",
    "opensearch_ca": "FILE",
    "opensearch_shards": "N",
    "opensearch_replicas": "N",
}

INTERRUPTED = 128 + signal.SIGINT
"""The exit status of a command that was stopped with Ctrl-C."""


def setting_options(*names: str) -> Callable[[Command], Command]:
    """Give a command flags for these settings; they reach it as keyword arguments, None where not given."""

    def decorate(command: Command) -> Command:
        for name in reversed(names):
            flag = f"--{name.replace('_', '-')}"
            command = click.option(flag, name, metavar=_METAVARS.get(name, "VALUE"), help=_HELP[name])(command)
        return command

    return decorate


def settings_from(flags: dict[str, Any]) -> Settings:
    """Return the settings with those of ``flags`` that are settings and were given. Raises SettingsError."""
    known = {one.name for one in setting_fields()}
    return load_settings({name: value for name, value in flags.items() if name in known})


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


class ErrorsAsSentences(click.Group):
    """A group whose commands end with a sentence and a status, never with a traceback, on errors people can mend."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")  # a name that is no Unicode must not end a command
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # being told to end is like Ctrl-C
        try:
            return super().invoke(ctx)
        except FangzhiError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_status)
        except KeyboardInterrupt:
            click.echo("Stopped. What was done so far stays; run the command again to go on.", err=True)
            ctx.exit(INTERRUPTED)
