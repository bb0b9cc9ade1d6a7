"""Tags of HTML that stand alone, right above the next question, as people write it who see no blank line."""

import pytest

from flashrl.formats import parse


@pytest.mark.parametrize(
    "tags",
    [
        *("<hr/>", '<hr width="80%">', "<br>", "<br/><br/>", "</div>", '<img src="grid.png">'),
        *('<a name="next">', '<p align="right"><a href="#top">up</a></p>', '<div id="next"></div>'),
    ],
)
@pytest.mark.parametrize("mark", ["{}. ", "### {}. ", "- Question {}: "])
def test_a_question_right_below_a_line_of_tags_is_none_of_its_html(tags: str, mark: str) -> None:
    text = "# Interview on planning\n\n"
    for number, word in enumerate(("a model", "a plan", "a rollout", "a horizon"), start=1):
        text += f"\n{tags}\n{mark.format(number)}What is {word}?\n\n    Told of {word} here.\n"
    found = parse(text, "README").deck.cards
    assert [card.question for card in found if not card.is_draft] == [
        "What is a model?",
        "What is a plan?",
        "What is a rollout?",
        "What is a horizon?",
    ]


def test_a_heading_right_below_the_end_of_a_fold_is_the_next_question() -> None:
    fold = "\n\n<details><summary>Answer</summary>\n\nTold of {}.\n\n</details>\n"
    text = "".join(f"### What is {word}?{fold.format(word)}" for word in ("a model", "a plan", "a rollout"))
    found = parse(text, "README").deck.cards
    assert [(card.question, card.sections[0].text) for card in found] == [
        ("What is a model?", "Told of a model."),
        ("What is a plan?", "Told of a plan."),
        ("What is a rollout?", "Told of a rollout."),
    ]


def test_what_a_table_of_html_or_a_fence_shows_asks_nothing() -> None:
    text = """# Interview

## What is a page made of?

```html
<br>
### What is a horizon?
</div>
### What is a rollout?
```

## What is a row?

<table>
<tr><td>
### What is a cell?
</td></tr>
</table>
"""
    found = parse(text, "README").deck.cards
    assert [card.question for card in found] == ["What is a page made of?", "What is a row?"]


def test_a_heading_below_text_that_html_begins_is_one_but_not_a_comment_in_code() -> None:
    one = "### What is {}?\n<center><img src='grid.png'></center>\nTold of {}.\n"
    text = "".join(one.format(word, word) for word in ("C#", "a plan", "a rollout"))
    found = parse(text, "README").deck.cards
    assert [card.question for card in found] == ["What is C#?", "What is a plan?", "What is a rollout?"]
    assert found[1].sections[0].text == "<center><img src='grid.png'></center>\nTold of a plan."
    shell = text.replace("Told", "<code>\n# What is that?\n</code>\nTold")
    assert [card.question for card in parse(shell, "README").deck.cards] == ["What is C#?"]


@pytest.mark.parametrize(
    "mark", ["### {}", "**{}**", "**Q1. {}**", "### 1.{}", "<details><summary><b>{}</b></summary>"]
)
def test_tags_that_code_shows_are_words_of_the_question(mark: str) -> None:
    asked = ["`<b>` or `<strong>`: which one prints a return?", "Does ``<span>`` hold a plot of the loss?"]
    asked += ["What does `<font size=3>` do to a legend?"]
    end = "</details>\n" if "<details>" in mark else ""
    text = "# Questions on dashboards of training\n\n" + "".join(
        f"{mark.format(question).replace('1', str(n), 1)}\n\nTold for plot {n}.\n{end}\n"
        for n, question in enumerate(asked, start=1)
    )
    assert [card.question for card in parse(text, "README").deck.cards] == asked
