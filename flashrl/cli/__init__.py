"""The command line: each command a few lines over the rooms. Other programs read what it prints."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import click

from flashrl import __version__, paths
from flashrl.cli.output import BAD_INPUT, DONE, path_type
from flashrl.errors import FlashrlError

_INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Bad input is one line on stderr, never a traceback."""
    try:
        code = main.main(list(arguments), prog_name="flashrl", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.exceptions.Abort:
        print("flashrl: interrupted; the collection is as it was", file=sys.stderr)
        return _INTERRUPTED
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "flashrl"
        print(f"flashrl: {error.format_message()} — see `{command} --help`", file=sys.stderr)
        return BAD_INPUT
    except FlashrlError as error:
        print(f"flashrl: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough; without this Python fails again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


class _Commands(click.Group):
    """Loads a command's module when it is asked for: the app's start waits for none of them."""

    MODULES: ClassVar = {
        "import": "decks.import_command",
        "check": "decks.check",
        "fmt": "decks.fmt",
        "preview": "preview.preview",
        "decks": "decks.decks",
        "stats": "stats.stats",
        "export": "export.export",
        "backup": "safety.backup",
        "restore": "safety.restore",
        "doctor": "safety.doctor",
        "dump": "safety.dump",
        "load": "safety.load",
        "simulations": "simulations.simulations",
        "simulate": "simulations.simulate",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click
        if cmd_name not in self.MODULES:
            return None
        module, _, name = self.MODULES[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return command


@click.group(
    cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--home", type=path_type, envvar="FLASHRL_HOME", help="Folder of your data.", metavar="DIR")
@click.option("--exit-when-painted", is_flag=True, help="Open, print the seconds to the first page, exit.")
@click.version_option(__version__, prog_name="flashrl")
@click.pass_context
def main(context: click.Context, home: Path | None, exit_when_painted: bool) -> int | None:
    """Interview practice for reinforcement learning. Without a command, opens the app."""
    context.obj = home or paths.default_home()
    if context.invoked_subcommand is not None:
        return None
    from flashrl.app import start

    return start(context.obj, exit_when_painted=exit_when_painted)
