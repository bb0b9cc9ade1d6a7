"""The commands over simulations."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from flashrl.cli.output import DONE, as_json_option, path_type, print_json
from flashrl.errors import SimulationError


@click.command()
@as_json_option
def simulations(as_json: bool) -> int:
    """List the simulations with their parameters and bounds."""
    from flashrl.simulations import discover

    catalogue = list(discover().values())
    if as_json:
        print_json(
            [
                {
                    "slug": each.slug,
                    "title": each.title,
                    "topic": each.topic,
                    "references": each.references,
                    "parameters": [asdict(parameter) for parameter in each.parameters],
                }
                for each in catalogue
            ]
        )
        return DONE
    for each in catalogue:
        click.echo(f"{each.slug}  {each.title}")
        for parameter in each.parameters:
            default = _shown(parameter.default)
            click.echo(f"    {parameter.name} = {default}  ({parameter.label}; {parameter.bounds()})")
    return DONE


@click.command()
@click.argument("slug")
@click.option("--set", "settings", multiple=True, help="Set a parameter.", metavar="NAME=VALUE")
@click.option("--frame", type=int, help="The frame to show (default: the last).")
@click.option("--out", type=path_type, help="Draw it into a .png, .svg or .gif file.")
@as_json_option
def simulate(slug: str, settings: tuple[str, ...], frame: int | None, out: Path | None, as_json: bool) -> int:
    """Run one simulation without a window."""
    from flashrl.simulations import get, save_picture

    simulation = get(slug)
    params = simulation.parse(_settings(simulation.parameters, settings))
    result = simulation.run(params)
    index = simulation.frame_index(result, "last" if frame is None else frame)
    if out is not None:
        save_picture(simulation, result, index, out)
    summary = result.summary(index)
    if as_json:
        print_json(
            {
                "slug": slug,
                "parameters": asdict(params),
                "frames": simulation.frames(result),
                "frame": index,
                "summary": summary,
                "result": simulation.at(result, index),
            }
        )
        return DONE
    click.echo(f"{simulation.title}, frame {index} of {simulation.frames(result) - 1}")
    for name, value in summary.items():
        click.echo(f"  {name} = {value:.6g}")
    if out is not None:
        click.echo(f"wrote {out}")
    return DONE


def _settings(parameters: Iterable[Any], settings: Sequence[str]) -> dict[str, Any]:
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    for setting in settings:
        name, separator, text = setting.partition("=")
        if not separator:
            raise click.UsageError(f"--set takes NAME=VALUE, not {setting!r}")
        if name not in known:
            raise SimulationError(f"there is no parameter {name!r}", f"use one of {', '.join(known)}")
        values[name] = known[name].read(text)
    return values


def _shown(value: Any) -> str:
    return ",".join(str(item) for item in value) if isinstance(value, tuple) else str(value)
