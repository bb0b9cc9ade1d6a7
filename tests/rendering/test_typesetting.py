"""LaTeX to SVG outlines."""

from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest

from flashrl.errors import FormulaError
from flashrl.rendering import TypesetFormula, typeset


def set_in_20(latex: str, display: bool = False) -> TypesetFormula:
    return typeset(latex, size=20, color="#123456", display=display)


FORMULAS = r"""
V^\pi(s) = \mathbb{E}_\pi\left[\sum_{t=0}^{\infty} \gamma^t r_t \mid s_0 = s\right]
\mathbb{E}\left[ \sum_t r_t \right]
Q(s,a) \leftarrow Q(s,a) + \alpha\left[r + \gamma \max_{a'} Q(s',a') - Q(s,a)\right]
r + \gamma \max_{a'} Q(s', a')
\delta_t = r_t + \gamma V(s_{t+1}) - V(s_t)
\hat{A}_t = \sum_{l=0}^{\infty} (\gamma\lambda)^l \delta_{t+l}
\nabla_\theta J(\theta) = \mathbb{E}_{\tau\sim\pi_\theta}\left[\nabla_\theta \log \pi_\theta(a|s)\, A(s,a)\right]
L^{\text{CLIP}}(\theta) = \hat{\mathbb{E}}_t\left[\min\left(r_t(\theta)\hat{A}_t, \operatorname{clip}(r_t(\theta), 1-\epsilon, 1+\epsilon)\hat{A}_t\right)\right]
r_t(\theta) = \frac{\pi_\theta(a_t \mid s_t)}{\pi_{\theta_{\text{old}}}(a_t \mid s_t)}
D_{\mathrm{KL}}(p \,\|\, q) = \sum_x p(x) \log \frac{p(x)}{q(x)}
\pi^* = \arg\max_\pi V^\pi(s)
\operatorname*{argmax}_a Q(s,a)
\underset{a}{\operatorname{argmax}}\, Q(s,a)
\pi(a|s) = \frac{e^{h(s,a)/\tau}}{\sum_b e^{h(s,b)/\tau}}
V_{k+1}(s) = \max_a \sum_{s',r} p(s',r \mid s,a)\bigl[r + \gamma V_k(s')\bigr]
\|V_{k+1} - V^*\|_\infty \le \gamma \|V_k - V^*\|_\infty
\lVert T V - T U\rVert_\infty \le \gamma \lVert V - U \rVert_\infty
\left\| x \right\|_2^2
\theta \leftarrow \theta + \alpha \nabla_\theta \log \pi_\theta(a \mid s) G_t
G_t = R_{t+1} + \gamma R_{t+2} + \gamma^2 R_{t+3} + \cdots
G_t^{(n)} = \sum_{k=0}^{n-1} \gamma^k R_{t+k+1} + \gamma^n V(S_{t+n})
G_t^\lambda = (1-\lambda) \sum_{n=1}^\infty \lambda^{n-1} G_t^{(n)}
e_t(s) = \gamma\lambda e_{t-1}(s) + \mathbf{1}\{S_t = s\}
\mathbb{1}[s = s']
\mathbb{I}(x > 0)
\epsilon\text{-greedy}
\varepsilon = 0.1
0 \le \gamma < 1
a < b \le c
a > b \ge c \ne d
\begin{cases} 1 - \epsilon + \frac{\epsilon}{|A|} & a = a^* \\ \frac{\epsilon}{|A|} & \text{otherwise} \end{cases}
\begin{aligned} a &= b + c \\ d &= e \end{aligned}
\begin{align} a &= b \\ c &= d \end{align}
\begin{align*} a &= b \end{align*}
\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}
\begin{pmatrix} a \\ b \end{pmatrix}
\begin{array}{cc} a & b \\ c & d \end{array}
\begin{equation} x = y \end{equation}
\underbrace{r + \gamma V(s')}_{\text{target}} - V(s)
\overbrace{a + b}^{c}
\overline{x} + \underline{y} + \widehat{abc} + \widetilde{abc} + \vec{v} + \dot{x} + \bar{x}
\sqrt{\frac{2 \ln t}{N_t(a)}}
\sqrt[3]{x}
\prod_{t=1}^{T} \pi(a_t|s_t)
\left(\prod_i x_i\right)
\int_0^1 f(x)\,dx
\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n
\mathcal{H}(\pi) = -\sum_a \pi(a) \log \pi(a)
\mathcal{S}, \mathcal{A}, \mathcal{P}, \mathcal{R}
\langle S, A, P, R, \gamma \rangle
<S,P>
s \in \mathcal{S}, a \notin A, A \subseteq B, A \cup B \cap C
\forall s \, \exists a
\mathbb{R}^n \to \mathbb{R}
\mathrm{Var}[X] = \mathbb{E}[X^2] - \mathbb{E}[X]^2
\text{if } s' = s
\text{a\_b \& c\%}
\tfrac{1}{2} \dfrac{1}{2} \binom{n}{k}
x^{\top} W x
x_{t-1}^{(i)}
Q^{\pi}_{\theta_i'}
\mu \pm 2\sigma
\bm{\theta} \boldsymbol{\phi}
a \times b \cdot c \approx d \sim e \propto f \equiv g
A \Rightarrow B \iff C \mapsto D
\{a, b\} \cup \left\{ c \right\}
\big( \Big( \bigg( \Bigg( x \Bigg) \bigg) \Big) \big)
\stackrel{\text{def}}{=}
a \coloneqq b \triangleq c
\left. \frac{\partial f}{\partial x} \right|_{x=0}
\frac{\partial L}{\partial \theta} = \nabla_\theta L
\beta D_{\text{KL}}\left(\pi_\theta \middle\| \pi_{\text{ref}}\right)
\log \sigma\left(\beta \log \frac{\pi_\theta(y_w|x)}{\pi_{\text{ref}}(y_w|x)} - \beta \log \frac{\pi_\theta(y_l|x)}{\pi_{\text{ref}}(y_l|x)}\right)
O(n \log n)
10^{-3} \quad \text{and} \quad 5\%
x \tag{1}
a \\ b
α + β → γ
x'
f''(x)
A^{-1}
\hat{\pi}
\mathbf{x} \mathit{x} \mathsf{x} \mathtt{x} \mathfrak{x}
\color{red}{x}
""".strip().splitlines()  # noqa: E501 - one formula a line


@pytest.mark.parametrize("latex", FORMULAS)
@pytest.mark.parametrize("display", [False, True])
def test_formulas_of_the_field_are_set_in_sensible_sizes(latex: str, display: bool) -> None:
    formula = set_in_20(latex, display)
    assert 5 < formula.width < 20 * (len(latex) + 3)
    assert 5 < formula.ascent + formula.descent < 110
    ElementTree.fromstring(formula.svg)


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        ("", "it is empty"),
        (" \n ", "it is empty"),
        ("x" * 2001, "longer than 2,000 characters"),
        ("\\nosuch", "\\nosuch is not known"),
        ("\\mathbb{E} + \\KL(p)", "\\KL is not known"),
        ("\\text{\\textbf{a}}", "\\textbf is not known"),
        ("\\begin{nosuch} x \\end{nosuch}", "the environment nosuch is not known"),
        ("a & b", "&"),
        ("a_b_c", "double subscripts"),
        ("a^b^c", "double superscripts"),
        ("\\frac{a}", "cannot be read"),
        ("\\left( a", "missing right"),
        ("{a", "braces"),
        ("a}", "braces"),
        ("}{", "braces"),
        ("\\", "ends with a backslash"),
        ("_", "missing"),
        ("\\\\", "nothing to draw"),
        ("\\,", "nothing to draw"),
        ("{}", "nothing to draw"),
        ("\x00", "control character"),
        ("\\begin{cases} a", ""),
        ("{" * 900 + "x" + "}" * 900, ""),
        ("\\sqrt" * 300, ""),
    ],
)
def test_wrong_latex_is_refused_with_the_reason(latex: str, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        set_in_20(latex)
    assert reason in caught.value.message


def test_a_formula_hangs_on_its_baseline() -> None:
    low, high = set_in_20("x"), set_in_20("\\frac{a}{b}", display=True)
    assert 8 < low.ascent < 13
    assert -1 < low.descent < 3
    assert high.ascent > 20
    assert high.descent > 10


def test_brackets_around_a_sum_are_as_tall_as_the_sum() -> None:
    plain = set_in_20("\\sum_t r_t", display=True)
    bracketed = set_in_20("\\left[\\sum_t r_t\\right]", display=True)
    assert plain.descent <= bracketed.descent < 2 * plain.descent


@pytest.mark.parametrize(
    "before", ["(", "[", "0,", r"0,\ ", "0 =", r"0 \approx", r"0 \cdot", r"0 \le", r"0 \to"]
)
def test_a_sign_stands_close_to_its_number(before: str) -> None:
    operation = width("0 - 1") - width("0 1")
    assert width(f"{before} -1") - width(f"{before} 1") < 0.75 * operation


@pytest.mark.parametrize("before", ["x", "(x)", "x^2", "x_{(}", r"\frac{1}{(}", "[x]"])
def test_an_operation_keeps_its_room(before: str) -> None:
    operation = width("0 - 1") - width("0 1")
    assert width(f"{before} - 1") - width(f"{before} 1") == pytest.approx(operation, abs=0.01)


def width(latex: str) -> float:
    return typeset(latex, size=16, color="#000000", display=False).width


@pytest.mark.parametrize("bar", [r"\Big\|", r"\Big \Vert", r"\Bigl\lVert", r"\Big\parallel"])
def test_a_large_double_bar_is_one_sign(bar: str) -> None:
    assert width(f"{bar} x") == pytest.approx(width("\\Big‖ x"), abs=0.2 * width("x"))
    assert width(r"\Big\vert x") == width(r"\Big| x")


def test_size_and_colour_are_used() -> None:
    assert b"#123456" in set_in_20("x").svg
    assert typeset("x", size=40, color="#123456", display=False).width > 1.5 * set_in_20("x").width


def test_the_drawing_uses_no_references_that_qt_does_not_know() -> None:
    assert b"<use" not in set_in_20("xx").svg
    assert b"<symbol" not in set_in_20("xx").svg


def test_the_same_formula_is_set_once() -> None:
    assert set_in_20("y = x") is set_in_20("y = x")


def test_several_threads_may_set_formulas() -> None:
    sources = [f"x_{{{number}}} + \\frac{{1}}{{{number}}}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        widths = list(pool.map(lambda latex: set_in_20(latex).width, sources * 2))
    assert widths[:40] == widths[40:]
