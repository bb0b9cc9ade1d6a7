"""Questions about the code below them: what it prints, why it fails."""

import re

from flashrl.formats.foreign.words.answer_mark import is_placeholder
from flashrl.formats.foreign.words.answer_text import tidy
from flashrl.formats.foreign.words.plain_text import plain

_LONGEST_LINE = 400
_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_PRINTS = (
    r"(?:(?:^|[.?!:;]\s)[^\w¿]{0,20}+¿?(?:и |і |а |y |e |et |und |a )?(?:"
    r"что (?:будет )?(?:вы(?:вед[её]т|ведено|водит)|напечата|распечата|покажет|верн[её]т|в консоли)|"
    r"що (?:буде )?(?:вив(?:еде|одить)|надруку|роздруку|покаже|поверне|в консолі)|"
    r"qué (?:se )?(?:va a |será |es )?(?:imprim|impres|muestra|mostra|devuelve)|"
    r"o que (?:se )?(?:vai (?:ser )?|será |é )?(?:imprim|impress|exib|mostra|retorna)|"
    r"(?:qu['’]est-ce qu(?:e|i) |que )(?:\S+ ){0,5}?affich|qu['’]affich|"
    r"was (?:wird|gibt|druckt|zeigt|kommt)\b[^.?!]{0,80}?(?:\baus\b|ausgegeben|gedruckt|angezeigt|heraus)|"
    r"co (?:zostanie |się )?(?:wypis|wyświetl|wydruk|zwróci)|"
    r"(?:che )?cosa (?:viene |verrà )?(?:stamp|restitu)|"
    r"apa (?:output|keluaran|hasil|yang (?:akan )?(?:di)?(?:cetak|tampil|tercetak))|"
    r"(?:как(?:ой|ов|им)|як(?:ий|им)|cuál|qu[ée]|qual|quel(?:le)?|welche[sr]?|jak[ia]e?)(?: \S+){0,2} "
    r"(?:вывод|вивід|salida|saída|sortie|affichage|ausgabe|output|wydruk)\b"
    r")|(?:output|keluaran|hasil) dari (?:kode|program|skrip|potongan)|"
    r"çıktısı ne|ekrana ne |ekrana nə |nəticəsi nə|"
    r"(?:in ra|hiển thị|output|đầu ra|kết quả (?:của )?(?:đoạn|chương trình|mã|code))\b[^.?!]{0,80}?\bgì\b|"
    r"(?:输出|輸出|打印|列印|执行|執行|运行|運行)(?:的|是)?(?:什么|什麼|啥|结果|結果|内容|內容)|(?:何が|なにが|どう)表示|"
    r"出力|출력|(?:실행|코드).{0,8}결과|خروجی (?:کد|قطعه|برنامه|تابع)|(?:ناتج|مخرجات))"
)
"""Asks in another language what some code prints. Where a word only opens a question there, what stands
behind a comma is none: `функцію, що виведе …`."""
_ABOUT_CODE = re.compile(
    r"^\W*(?:\w+\W+|[^,.:?!\n]{1,40}, )?(?:what|guess|predict|find|will|which)\b.*(?:"
    r"\boutputs?\b|\blogged\b|\bprint(?:s|ed)\b|"
    r"\b(?:does|will|would) (?:it|this) (?:print|log|return)\W*(?:\([^\d()]*\)\W*)?$|"
    r"\b(?:this|following|below|given) (?:\w+ )?(?:code|program|snippet|function|script|statement)\b|"
    r"\bvalue (?:of|is)\b)|^\W*(?:how would you )?make (?:this|it) work\b|"
    r"^\W*how (?:would|could|can) (?:you|we) (?:optimi[sz]e|improve|refactor|fix|rewrite) "
    r"(?:this|the following)\b|"
    rf"{_PRINTS}|^\W*o que será\b",
    re.IGNORECASE | re.DOTALL,
)
_CODE = (
    r"(?:codes?|programs?|snippets?|functions?|scripts?|loops?|statements?|declarations?|expressions?|"
    r"(?:lines?|pieces?) of code|quer(?:y|ies)|components?)\b"
)
_OF_CODE = re.compile(
    r"^\W*(?:\w+\W+|[^.?!\n]{1,60}, )?(?:what|which|why|is|are|does|do|did|will|can|guess|predict|find|spot|"
    r"identify|explain|describe|consider|look(?:ing)?|given|after|how (?:many|much|does|will))\b.*(?:"
    rf"\b(?:this|these|next|foll\w{{3,6}}|below|given) (?:\w+ ){{0,2}}{_CODE}|"
    rf"\b{_CODE} (?:below|above)\b|\bthis line (?:do|mean)|\bwill be (?:shown|rendered)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""Asks about code, which then is all that follows on the question."""
_COUNTED = r"\W*(?:(?:q[a-z]{0,7}\W{0,3})?\d{1,4}\W{1,4})?"
_SOLVE = re.compile(
    rf"{_COUNTED}(?:solve|find|compute|calculate|evaluate|simplify|determine|fix|debug|differentiate|integrate)\b"
    r".*\bfollowing\b.*:\W*$",
    re.IGNORECASE | re.DOTALL,
)
_WRITE = re.compile(
    rf"{_COUNTED}(?:please )?(?:write|implement|create|build|develop|code|design|perform|make)\b"
    r".*\b(?:following|these|as follows)\b[^.?!]*[:：]\W*$",
    re.IGNORECASE | re.DOTALL,
)
"""Says that what code has to do is listed below."""
_SHOWS_CODE = re.compile(
    r"\bthe (?:\w+ )?outputs?\b(?! (?:format|layer|shape|size))|\bcode output\b|"
    r"\bwill (?:this|the following|it) (?:print|log|output)\b|\b(?:is|gets?) logged\b|"
    r"\b(?:this|following|below|given) (?:\w+ )?(?:code|program|snippet|script)\b|"
    rf"{_PRINTS}|输出是",
    re.IGNORECASE,
)
_APART = re.compile(r"```[^\n]*\n(?:(?!```)[^\n]*\n)*+```[ \t]*\n[ \t]*\n")
"""Code right below a question, and a blank line behind it: what follows on that is the answer."""
_LITERAL = r"(?:[\"'\[{(\d-]|(?:true|false|undefined|null|none|nan)\b)"
_RESULT = re.compile(
    r"(?://|#|--)[ \t]*+(?:(?:expected )?(?:outputs?|prints?|logs?|results?|returns?)"
    rf"(?:(?:[ \t]*+(?:[:=>-]|is\b))++[ \t]*+(?=\S)|[ \t]++(?={_LITERAL}))|[=-]>[ \t]*+(?=\S))",
    re.IGNORECASE,
)
"""A comment that says what comes of the code before it."""
_PRINTED = re.compile(
    rf"(?:console\.\w|\bprint|\becho\b|\balert\b|\bputs\b|\bcout\b).*?(?P<result>(?://|#)[ \t]*+{_LITERAL})",
    re.IGNORECASE,
)
_OUTPUT = re.compile(rf"outputs?\b|\bprint|\blog(?:s|ged)?\b|{_PRINTS}|вывод|выведет|imprime", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:function|class|def|import|const|let|var|return|for|while)\b|\bconsole\.|\bprint|=>|\{[ \t]*$|"
    r"^```[^\n]*\n\s*(?://|#|/\*)",
    re.MULTILINE,
)
"""What code has, and what it prints has not."""


_EXAMPLE = re.compile(
    r"^(?:#{1,6}[ \t]+)?[*_]*(?:examples?|ví dụ|пример|приклад|ejemplo|exemplo|exemple|esempio|beispiel|"
    r"örnek|przykład|contoh|예시|例|示例)\b[^\n]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
"""What heads the example of an answer."""


def shows_code(question: str) -> bool:
    """Whether a question has its code below, whatever follows on that."""
    return bool(_SHOWS_CODE.search(plain(question)))


def is_told_before(question: str, before: str) -> bool:
    """Whether text answers a complete question above an example in code; what folds below is its output."""
    example = _EXAMPLE.search(before)
    if example is None or "```" not in before[example.end() :]:
        return False
    told = before[: example.start()].rstrip()
    is_told = bool(re.search(r"\w", told)) and "```" not in told and not told.endswith(("?", "？", ":"))
    asked = plain(question)
    return is_told and asked.rstrip(" *_").endswith(("?", "？")) and not _ABOUT_CODE.search(asked)


def without_fences(text: str) -> str:
    """`text` without its fenced code; `plain_text.without_code` takes the code out of lines."""
    return _FENCED.sub("", text)


def split(question: str, extension: str, body: str) -> tuple[str, str] | None:
    """The code that a question is about and what is said about that, where nothing but code follows on it;
    None for other questions. Code that tells its results answers, and asks without them."""
    if "```" in extension or "```" not in body:
        return None
    code = tidy(body)
    fences = _FENCED.findall(code)
    shown, told = plain(question), plain(extension)
    if _FENCED.sub("", code).strip():
        before, fence, behind = code.partition("```")
        return (before.rstrip(), fence + behind) if before.strip() and _WRITE.match(shown) else None
    asked = bool(_ABOUT_CODE.search(shown) or _ABOUT_CODE.search(told) or _SOLVE.match(shown))
    is_apart = len(fences) == 2 and bool(_APART.match(body))
    is_of_code = len(fences) == 1 or is_apart
    if not asked and not (is_of_code and (_OF_CODE.search(shown) or _OF_CODE.search(told))):
        return None
    if is_apart and _without_results(fences[0]) == fences[0]:
        return fences[0], fences[1]
    if (bare := _without_results(code)) != code:
        return bare, code
    if len(fences) == 2 and _OUTPUT.search(f"{shown} {told}") and not _STATEMENT.search(fences[1]):
        return fences[0], fences[1]
    return code, ""


def parted(body: str) -> tuple[str, str]:
    """The code that a question is about, where an answer follows on it, and that."""
    code = _FENCED.match(body.lstrip("\n"))
    rest = body.lstrip("\n")[code.end() :] if code else ""
    return (code[0], rest) if code and not is_placeholder(tidy(rest) or "-") else ("", body)


def _without_results(code: str) -> str:
    return "\n".join(_without_result(line) for line in code.split("\n"))


def _without_result(line: str) -> str:
    """A line of code without the comment that says what comes of it."""
    if len(line) > _LONGEST_LINE or line.rstrip().endswith("?"):
        return line
    if found := _RESULT.search(line):
        return line[: found.start()].rstrip()
    found = _PRINTED.search(line)
    return line[: found.start("result")].rstrip() if found else line
