"""Writes docs/commands.md and docs/settings.md from the commands and the settings themselves.

    python docs/generate.py

rewrites both; tests/docs/test_reference.py fails where one of them is not what this writes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import Field
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

import click  # noqa: E402

from indexer.__main__ import main  # noqa: E402
from indexer.settings import PREFIX, SETTINGS_FILE, setting_fields  # noqa: E402

GENERATED = "<!-- Written by docs/generate.py; change the help texts in the code instead, then run it again. -->\n"

COMMANDS_INTRO = """\
# Commands

`fangzhi` stands below for `./fangzhi` in a copy of the repository, and for the command `fangzhi` after
`pip install`. Every command has `--help`, which says what this page says.

| exit status | means |
|---|---|
| 0 | done |
| 1 | done with problems that are reported, or something in the archive or the index has to be mended first |
| 2 | called wrongly: an unknown option, a setting with a wrong value, no archive folder, no index yet, a port in use |
| 130 | stopped with Ctrl-C; `serve` ends with 0 then |

What a command prints goes to standard output; progress, problems and errors go to standard error. Options that
have the same name in several commands are [settings](settings.md): they can also stand in the environment or in a file.
"""

SETTINGS_INTRO = f"""\
# Settings

Nothing has to be set. A setting is taken from the first place that has it:

1. the flag of a command, such as `--port 8080`;
2. the environment, such as `{PREFIX}PORT=8080`;
3. the file `{SETTINGS_FILE}` in the folder where the command is started;
4. the default.

A wrong value is refused with a sentence that names the place it came from, and so is a name in `{SETTINGS_FILE}` that
is no setting. In the environment, a name that is no setting is passed over. Relative paths in the file count from the
folder it lies in, those of flags and of the environment from the folder where the command is started; `~` is the
home folder in all of them.
"""

SETTINGS_EXAMPLE = f"""\
## An example of {SETTINGS_FILE}

```toml
archive = "~/news"
index = "~/.cache/fangzhi"
words = "place-names.txt"
synonyms = ["甘肃 陇", "讯息 消息"]
port = 8080
page_size = 50
```

## What to know

- **An index belongs to one archive.** It follows whatever folder it is brought up to date with: what that folder lacks
  leaves the index. Whoever keeps two archives gives each an index folder of its own, and on a cluster an
  `opensearch_index` of its own too: the index folder does not part them there.
- **`engine`** is not needed to go on with the engine that is searched. Where it is given, `fangzhi index` writes that
  one, and it is searched as soon as its index is complete; [engines](engines.md) tells more.
- **`words` and `segmenter` shape the index.** After a change of either, every command says that the index was written
  with another one, until `fangzhi index --rebuild` has made it anew. Put them into `{SETTINGS_FILE}` or the
  environment, so that all commands agree.
- **`words`, `synonyms` and `sources`** name a file, or in `{SETTINGS_FILE}` list the lines themselves; text of several
  lines is such a list too. [Words, synonyms and sources of your own](names.md) tells what stands on them.
- **`./fangzhi` started from elsewhere** takes the archive and the index beside itself, unless the current folder has
  a folder `archive` or a file `{SETTINGS_FILE}`, or `{PREFIX}ARCHIVE` is set.
- **`host`** is the machine itself by default. What another value means is said in [security](security.md), and how to
  serve an archive to others in [deploying](deploying.md).
"""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    head = list(head)
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def plain(text: str) -> str:
    """Return a help text on one line, with code marked as Markdown does."""
    return " ".join(text.split()).replace("``", "`")


def option_row(option: click.Parameter, context: click.Context) -> tuple[str, str]:
    """Return an option's flags and what it does."""
    flags, text = option.get_help_record(context) or ("", "")
    return f"`{flags}`", plain(text)


def command_page() -> str:
    """Return docs/commands.md."""
    lines = [GENERATED, COMMANDS_INTRO]
    for name, command in sorted(main.commands.items()):
        context = click.Context(command, info_name=f"fangzhi {name}", **main.context_settings)
        usage = " ".join(command.collect_usage_pieces(context))
        options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
        lines += [f"## {name}\n", *(f"{plain(part)}\n" for part in (command.help or "").split("\n\n"))]
        lines += [f"```\nfangzhi {name} {usage}\n```\n"]
        lines += [*table(("option", "what it does"), (option_row(option, context) for option in options)), ""]
        lines += [f"Example: `{(command.epilog or '').removeprefix('Example: ')}`\n"]
    return "\n".join(lines)


def default_of(setting: Field[Any]) -> str:
    """Return a setting's default as people write it."""
    return f"`{setting.default}`" if str(setting.default or "") or setting.default == 0 else "nothing"


def commands_with(name: str) -> str:
    """Return the commands that have a flag for a setting."""
    found = [command for command in sorted(main.commands) if any(p.name == name for p in main.commands[command].params)]
    return ", ".join(found)


def settings_page() -> str:
    """Return docs/settings.md."""
    rows = (
        (
            f"`{one.name}`",
            "none" if one.metadata["secret"] else f"`--{one.name.replace('_', '-')}`",
            f"`{PREFIX}{one.name.upper()}`",
            default_of(one),
            plain(one.metadata["help"]),
            commands_with(one.name),
        )
        for one in setting_fields()
    )
    head = ("setting", "flag", "environment", "default", "what it is for", "flag of")
    return "\n".join([GENERATED, SETTINGS_INTRO, *table(head, rows), "", SETTINGS_EXAMPLE])


def pages() -> dict[Path, str]:
    """Return every page that is written here, by its path."""
    return {DOCS / "commands.md": command_page(), DOCS / "settings.md": settings_page()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(DOCS.parent)}")
