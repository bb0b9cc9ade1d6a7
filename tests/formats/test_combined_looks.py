"""Any look of questions with any numbering, mark of an answer, rule, contents and chapters: all cards."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from flashrl.formats import parse
from flashrl.model import Card, SectionKind

QUESTIONS = (
    "What is a return?",
    "How does TD(0) differ from Monte Carlo?",
    "Explain the policy gradient theorem.",
    "Describe how PPO limits its steps",
    "Can a bandit have states?",
    "Difference between on-policy and off-policy",
    "What does GAE trade?",
    "Experience replay",
    "Is the Bellman operator a contraction?",
    "List the ingredients of DQN",
)
ANSWERS = (
    "It is own{n} that counts, and the rest follows from it.",
    "First comes own{n}.\n\nThen the update moves it, as last{n} shows.",
    "These are the points of own{n}:\n\n- the value\n- the model, with last{n}",
    "It takes own{n} steps:\n\n1. collect a batch\n2. take a step, as last{n}",
    "As in own{n}:\n\n```python\n# last{n} is a comment\nact()\n```",
    "**Bias**: own{n} is low.\n\n**Variance**: last{n} is high.",
    "Compare own{n}:\n\n| method | bias |\n| --- | --- |\n| TD | last{n} |",
    "By own{n}:\n\n$$\nv = r\n$$\n\nwhich is last{n}.",
    "As own{n} says:\n\n> A quoted line.\n\nand last{n} agrees.",
)
LOOKS: dict[str, Callable[[str, str], str]] = {
    "heading 2": lambda number, asked: f"## {number}{asked}",
    "heading 4": lambda number, asked: f"#### {number}{asked}",
    "bold heading": lambda number, asked: f"### **{number}{asked}**",
    "heading below its anchor": lambda number, asked: f'<a name="x"></a>\n\n### {number}{asked}',
    "bold": lambda number, asked: f"**{number}{asked}**",
    "strong": lambda number, asked: f"<b>{number}{asked}</b>",
    "heading in HTML": lambda number, asked: f"<h3>{number}{asked}</h3>",
    "fold": lambda number, asked: f"<details>\n<summary>{number}{asked}</summary>",
    "bold fold": lambda number, asked: f"<details>\n<summary><b>{number}{asked}</b></summary>",
}
NUMBERS = ("", "{}. ", "{}) ", "Q{}. ", "Q{}: ", "({}) ", "{:02}. ", "Question {}: ", "Q: ")
MARKS = ("", "**Answer:**\n\n", "**Answer:** ", "Answer: ", "A: ", "Ans: ", "_Answer:_ ", "**Answer**\n\n")
RULES = ("", "---", "<br/>", "***", "**[⬆ Back to Top](#top)**", "&nbsp;")
CONTENTS = ("", "- [{0}]({1})", "{2}. [{0}]({1})", "| {2} | [{0}]({1}) |")
TITLES = ("# RL Interview Questions", "# Reinforcement Learning", "")


@dataclass(frozen=True)
class Look:
    """How the questions of one file look."""

    question: str
    number: str
    mark: str
    rule: str
    contents: str
    title: str
    has_chapters: bool

    def text(self, answers: list[int]) -> str:
        """A file of so many questions, each with one of the answers."""
        parts = [self.title, *self._contents(len(answers))]
        for count, which in enumerate(answers, 1):
            if self.has_chapters and count % 5 == 1:
                parts.append(f"# Chapter {'AB'[count // 5 % 2]}")
            number = self.number.format(count)
            is_fold = "fold" in self.question
            answer = self.mark + ANSWERS[which].format(n=count)
            closing = ["</details>"] if is_fold else []
            parts += [LOOKS[self.question](number, QUESTIONS[count - 1]), answer, *closing, self.rule]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _contents(self, count: int) -> list[str]:
        lines = [
            self.contents.format(asked, "#" + re.sub(r"\W+", "-", asked.lower()), number)
            for number, asked in enumerate(QUESTIONS[:count], 1)
        ]
        head = ["| No. | Questions |", "| --- | --- |"] if self.contents.startswith("|") else []
        return ["## Table of Contents", "\n".join([*head, *lines])] if self.contents else []


def looks() -> st.SearchStrategy[Look]:
    fields = (tuple(LOOKS), NUMBERS, MARKS, RULES, CONTENTS, TITLES, (False, True))
    return st.builds(Look, *map(st.sampled_from, fields))


def answer(card: Card) -> str:
    return "\n".join(each.text for each in card.sections if each.kind is SectionKind.ANSWER)


def told(text: str) -> dict[str, str]:
    """What a file answers, by its questions."""
    cards = parse(text, "README").deck.cards
    return {card.question: answer(card) for card in cards if not card.is_draft}


@settings(max_examples=200, deadline=None)
@given(looks(), st.lists(st.integers(0, len(ANSWERS) - 1), min_size=6, max_size=len(QUESTIONS)))
def test_every_combination_of_looks_gives_each_question_its_own_answer(
    look: Look, answers: list[int]
) -> None:
    found = told(look.text(answers))
    assert list(found) == list(QUESTIONS[: len(answers)])
    for count, (text, which) in enumerate(zip(found.values(), answers, strict=True), 1):
        words = set(re.findall(r"(?:own|last)\d+", text))
        assert words == set(re.findall(r"(?:own|last)\d+", ANSWERS[which].format(n=count)))
