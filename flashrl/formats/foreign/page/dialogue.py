"""A talk of two, `**Interviewer:** …` and `**Candidate:** …`, with what either says marked as Q and A."""

import re

from flashrl.formats.foreign.words.wording import wording

_SPOKEN = re.compile(
    r"(?P<lead>[ \t]{0,3}(?:[-*+][ \t]+)?)(?P<sign>\*\*|__|)"
    r"(?:(?P<asks>interviewer|面试官|интервьюер|entrevistadora?)|"
    r"candidate|interviewee|applicant|候选人|面试者|应聘者|求职者|кандидат|candidat[oa])"
    r"(?:[ ]?\((?P<aside>[^()\n]{1,40})\))?(?:[:：](?P=sign)|(?P=sign)[:：])(?![^\s*_])[ \t]*(?P<rest>.*)",
    re.IGNORECASE,
)
_FIRST = frozenset("IiCcAaEe面候应求ИиКк")
_FEW, _MOST = 3, 0.6


def with_speakers_marked(lines: list[str]) -> list[str]:
    """The lines, where several questions of who interviews are answered by who is interviewed; what that one
    says later on, `**Candidate (in depth):** …`, goes on with the answer."""
    spoken = [
        (number, found)
        for number, line in enumerate(lines)
        if line.lstrip(" \t-*+_")[:1] in _FIRST and (found := _SPOKEN.match(line)) is not None
    ]
    asked = [index for index, (_, found) in enumerate(spoken) if found["asks"]]
    pairs = [
        (spoken[index], spoken[index + 1])
        for index in asked
        if index + 1 < len(spoken)
        and not spoken[index + 1][1]["asks"]
        and wording(spoken[index][1]["rest"]).asks
    ]
    if len(pairs) < max(_FEW, _MOST * len(asked)):
        return lines
    lines = list(lines)
    for question, answer in pairs:
        for (number, found), mark in ((question, "Q"), (answer, "A")):
            aside = f"*{found['aside']}:* " if found["aside"] else ""
            lines[number] = f"{found['lead']}**{mark}:** {aside}{found['rest']}"
    return lines
