"""The command that tells how the learning goes."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from flashrl import statistics
from flashrl.cli.decks import open_collection
from flashrl.cli.output import DONE, as_json_option, print_json
from flashrl.statistics import Answer, Retention, UnitStanding


@click.command()
@as_json_option
@click.pass_obj
def stats(home: Path, as_json: bool) -> int:
    """Tell what was reviewed, how much was recalled, and what is to come.

    Retention is that of the last 30 days, the forecast that of the next 30.
    """
    with open_collection(home) as collection:
        today = collection.study_day(datetime.now().astimezone())
        answers = collection.answers(today - timedelta(days=statistics.WINDOW_DAYS - 1))
        standings = collection.standings()
    if as_json:
        print_json(_report(answers, standings, today))
    else:
        _tell(answers, standings, today)
    return DONE


def _report(answers: list[Answer], standings: list[UnitStanding], today: date) -> dict[str, Any]:
    done = statistics.day(answers, today)
    return {
        "today": {"reviews": done.reviews, "new": done.new, "minutes": round(done.minutes, 1)},
        "retention": asdict(_rounded(statistics.retention(answers))),
        "states": statistics.stages(standings),
        "forecast": [[day.isoformat(), count] for day, count in statistics.forecast(standings, today)],
        "decks": [_deck(name, answers, standings) for name in sorted({each.deck for each in standings})],
    }


def _deck(name: str, answers: list[Answer], standings: list[UnitStanding]) -> dict[str, Any]:
    own = [each for each in answers if each.deck == name]
    return {
        "name": name,
        "retention": asdict(_rounded(statistics.retention(own))),
        "states": statistics.stages(each for each in standings if each.deck == name),
    }


def _rounded(found: Retention) -> Retention:
    young, mature = (None if each is None else round(each, 4) for each in (found.young, found.mature))
    return Retention(young, mature)


def _tell(answers: list[Answer], standings: list[UnitStanding], today: date) -> None:
    done, found = statistics.day(answers, today), statistics.retention(answers)
    pace = statistics.pace(answers, today)
    click.echo(f"today      {done.reviews} reviews, {done.new} of new cards, {done.minutes:.0f} min")
    click.echo(f"recalled   {_percent(found.young)} of young cards, {_percent(found.mature)} of mature ones")
    counts = statistics.stages(standings)
    click.echo("cards      " + ", ".join(f"{count} {stage}" for stage, count in counts.items()))
    click.echo(
        f"pace       {pace.reviews_a_day:.1f} reviews and {pace.minutes_a_day:.1f} min a day, "
        f"{pace.new_a_day:.1f} new; studied on {pace.days_studied} of {statistics.WINDOW_DAYS} days"
    )
    week = statistics.forecast(standings, today, 7)
    click.echo("due        " + ", ".join(f"{day:%a} {count}" for day, count in week))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"
