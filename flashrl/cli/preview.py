"""The command that shows a deck file while it is being written."""

from pathlib import Path

import click

from flashrl.cli.output import path_type


@click.command()
@click.argument("file", type=path_type, metavar="FILE")
@click.pass_context
def preview(context: click.Context, file: Path) -> int:
    """Show the cards of a deck file in a window, anew at each save.

    What is wrong in the file is listed beside them. Choosing a finding opens its line in the editor that
    VISUAL or EDITOR names.
    """
    from flashrl.app import preview as open_preview

    when_painted = context.find_root().params["exit_when_painted"]
    return open_preview(file, context.obj, exit_when_painted=when_painted)
