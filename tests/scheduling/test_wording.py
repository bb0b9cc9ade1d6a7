r"""What was typed for a blank, beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.model import Quality
from flashrl.scheduling.wording import grade_words


@pytest.mark.parametrize(
    ("written", "blank"),
    [
        ("off-policy", "off-policy"),
        ("  Off-Policy. ", "off-policy"),
        ("off‐policy", "**off-policy**"),
        ("the action gap", "action gap"),
        ("TD error", "TD  error"),
        ("ratio, clip", "ratio clip"),
        ("gamma", r"$\gamma$"),
        ("γ", r"$\gamma$"),
        ("1/(1 - gamma)", r"$1/(1-\gamma)$"),
        (r"r + \gamma \max_{a'} Q(s', a')", r"$r + \gamma \max_{a'} Q(s',a')$"),
        ("r+γ max_a' Q(s',a')", r"$r + \gamma\,\max_{a'} Q\left(s', a'\right)$"),
        ("alpha delta", r"$\alpha \cdot \delta$"),
        ("x <= 0.5", r"$x \le 0.5$"),
        ("0.5", "$0.5$."),
        ("V*", r"$V^{\star}$"),
        ("lambda", r"$\lambda$"),
        ("λ", r"$\lambda$"),
        ("pi(a|s)", r"$\pi(a \mid s)$"),
        ("E[r]", r"$\mathbb{E}[r]$"),
    ],
)
def test_the_same_words_pass_however_they_are_written(written: str, blank: str) -> None:
    assert grade_words(written, blank) is Quality.PASS


@pytest.mark.parametrize(
    ("written", "blank"),
    [
        ("boostrapping", "bootstrapping"),
        ("bootstrappping", "bootstrapping"),
        ("botostrapping", "bootstrapping"),
        ("bootstrapqing", "bootstrapping"),
        ("deadly traid", "the deadly triad"),
    ],
)
def test_a_slip_in_a_long_word_is_near(written: str, blank: str) -> None:
    assert grade_words(written, blank) is Quality.PASS_HARD


@pytest.mark.parametrize(
    ("written", "blank"),
    [
        ("on-policy", "off-policy"),
        ("biased", "unbiased"),
        ("minimum", "maximum"),
        ("decrease", "increase"),
        ("r - gamma V", "r + gamma V"),
        ("1.5", "15"),
        ("0.95", "0.99"),
        ("max", "min"),
        ("not off-policy", "off-policy"),
        ("", "V"),
        ("V^2", "V"),
        ("V", "$V^*$"),
        ("pi(s)", "pi(a | s)"),
    ],
)
def test_what_means_something_else_is_wrong(written: str, blank: str) -> None:
    assert grade_words(written, blank) is Quality.WRONG


@given(st.text(max_size=60))
def test_any_text_is_itself(text: str) -> None:
    assert grade_words(text, text) is Quality.PASS


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_have_a_grade(written: str, blank: str) -> None:
    assert grade_words(written, blank) in (Quality.PASS, Quality.PASS_HARD, Quality.WRONG)
