"""The key points of an answer that were said, and the grade that they propose."""

from flashrl.model import Quality


def grade_points(said: int, total: int) -> Quality:
    """The grade that `said` of `total` key points propose. Raises ValueError where there are none, or more
    were said than there are.

    | said                      | grade                  |
    |---------------------------|------------------------|
    | all                       | 4, PASS                |
    | some: half of them, or more | 3, PASS_HARD         |
    | few: fewer than half      | 2, WRONG_BUT_FAMILIAR  |
    | none                      | 1, WRONG               |

    All of them may be worth a 5 as well: whether they came without hesitation only the person can say.
    """
    if not 0 <= said <= total or total == 0:
        raise ValueError(f"{said} of {total} key points cannot be said")
    if said == total:
        return Quality.PASS
    if 2 * said >= total:
        return Quality.PASS_HARD
    return Quality.WRONG_BUT_FAMILIAR if said else Quality.WRONG
