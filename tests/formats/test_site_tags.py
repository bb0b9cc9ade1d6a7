"""The tags of a site's generator are no text of a card; in code, or where they open nothing, they are."""

import pytest

from flashrl.formats import parse


def _answer(below: str) -> str:
    (card,) = parse(f"# Interview questions\n\n### What is a critic?\n\n{below}\n", "notes").deck.cards
    return "\n".join(line for line in card.sections[-1].text.split("\n") if line.strip())


@pytest.mark.parametrize(
    ("below", "shown"),
    [
        ('{% hint style="info" %}\nIt judges.\n{% endhint %}', "It judges."),
        ("It judges.\n{: .note }", "It judges."),
        ("{{% notice tip %}}\nIt judges.\n{{% /notice %}}", "It judges."),
        ("{% details Answer %}\nIt judges.\n{% enddetails %}", "It judges."),
        ('{{< expand "Show answer" >}}\n\nIt judges.\n\n{{< /expand >}}', "It judges."),
        ("{% highlight python %}\nv(s)\n{% endhighlight %}", "```python\nv(s)\n```"),
        ('It judges.\n\n{% embed url="https://example.org/v" %}', "It judges.\n<https://example.org/v>"),
        ('{% tabs %}\n{% tab title="JAX" %}\n`v(s)`\n{% endtab %}\n{% endtabs %}', "**JAX**\n`v(s)`"),
    ],
)
def test_what_frames_an_answer_is_shown_as_a_reader_of_the_site_sees_it(below: str, shown: str) -> None:
    assert _answer(below) == shown


@pytest.mark.parametrize(
    "below",
    [
        "```liquid\n{% hint %}\nIt judges.\n{% endhint %}\n```",
        "{% for step in run %}\nIt judges.\n{% endfor %}",
        "It judges.\n{% raw %}",
        "It judges {% raw %} or {% endraw %} acts.",
        "It judges.\n{: for ever }",
    ],
)
def test_what_shows_such_a_tag_keeps_it(below: str) -> None:
    assert _answer(below) == below


def test_a_tab_named_answer_marks_one_and_the_next_card_begins_with_its_own_tag() -> None:
    tab = '{{% tab title="{}" %}}\n{}\n{{% endtab %}}\n'
    tabs = f"{{% tabs %}}\n{tab.format('Question', '## {}')}\n{tab.format('Answer', '{}')}{{% endtabs %}}\n\n"
    asked = [("What is a bandit?", "One state."), ("Describe regret", "What was missed.")]
    text = "".join(tabs.replace("{}", each, 1).replace("{}", told, 1) for each, told in asked)
    cards = parse(f"# Interview questions\n\n{text}", "notes").deck.cards
    told = [(card.question, [each.text for each in card.sections]) for card in cards]
    assert told == [(each, [shown]) for each, shown in asked]
