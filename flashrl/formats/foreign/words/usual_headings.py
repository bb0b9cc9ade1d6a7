"""Headings that are no questions: the usual parts of a page or an answer, and what a file says of itself."""

import re

_EXPLANATION = (
    r"(?:explanations?|reasons?|rationale|justification|解析|объяснение|пояснение|пояснення|explicaci[oó]n|"
    r"explicação|explication|erklärung|begründung):?(?: ?\([^()]{1,30}\))?"
)
"""Why an answer is right."""
_EXPLAINS = re.compile(rf"\W*{_EXPLANATION}\W*", re.IGNORECASE)
_PART = re.compile(
    r"^(?:the )?(?:table of contents?|contents?|toc|index|list of (?:the )?(?:all )?questions|"
    r"(?:interview )?questions?(?: list)?|(?:other |all )?answers?|contribut(?:ing|e|ors?|ions?)|"
    r"how to (?:contribute|use(?: (?:this|it|these)[\w ]*)?)|licen[cs]e|references?|resources?|"
    r"further reading|(?:see|read) (?:also|more)|useful links|links|"
    r"how to (?:install|get|build|run|compile|test|deploy) (?:it|this|[a-z\d._-]+)|"
    r"why (?:using|choose) [a-z\d._-]+|"
    r"prompt|problem(?: statement)?|task|options|choices|"
    r"introduction|intro|overview|conclusion|summary|about(?: this[\w ]*)?|preface|"
    r"acknowledge?ments?|to[- ]?do(?: list)?|credits|authors?|support|sponsors?|"
    r"disclaimer|star history|changelog|installation|usage|prerequisites|getting started|notes?|"
    r"tips?|tip|hints?|examples?|solutions?|"
    rf"{_EXPLANATION}|"
    r"correct answers?|key (?:points|takeaways|differences|concepts|features)|"
    r"why (?:(?:is )?(?:the )?(?:other |correct |wrong )?"
    r"(?:options?|answers?|choices?|distractors?|others)? ?"
    r"(?:[a-h](?:(?:, ?| and | & |/)[a-h])* )?(?:is|are|isn't|aren't) "
    r"(?:not )?(?:correct|incorrect|wrong|right|best)|"
    r"not (?:the )?others?|(?:the )?others? (?:are|is) wrong)|"
    r"takeaways?|advantages|disadvantages|pros|cons|benefits|"
    r"limitations|use cases|when to use(?: it)?|how it works|why it matters|best practices|"
    r"code(?: example)?|output|example code|"
    r"follow[- ]ups?(?: questions)?|complexity(?: analysis)?|time complexity|space complexity|"
    r"syntax|description|details|steps|sample (?:code|output|input)|"
    r"pros (?:and|&|vs\.?) cons|advantages (?:and|&) disadvantages|(?:final|bonus) (?:tips|words|thoughts)|"
    r"(?:next|related|similar|more|other) (?:questions?|topics?|articles?|posts?)|"
    r"(?:[\w.+#]+ ){1,4}faqs?|back to top|"
    r"目录|目錄|参考|参考资料|参考文献|参考答案|答案|解析|总结|小结|前言|简介|项目简介|解答|示例|"
    r"贡献|贡献指南|参与贡献|待完成|待补充|待办|待办事项|使用说明|许可证|致谢|"
    r"(?:(?:추가|보충|부연|상세|자세한) ?)?설명|예시|예제|정리|요약|참고(?: ?자료)?|장점|단점|특징|출처|"
    r"优点|缺点|содержание|оглавление|índice|"
    r"licen[cç]ia|licença|licenza|lizenz|лицензия|ліцензія|lisans|(?:como )?contribuir|contribuci(?:ones|ón)|"
    r"contribui(?:ção|ções)|instalaci[óo]n|instalação|autor(?:es|a)?|agradecimientos|agradecimentos|"
    r"참고(?: ?(?:자료|문헌|링크|사이트))?|출처|fuentes|fontes|"
    r"referencias|referências|recursos|bibliograf[íi]a|автор(?:ы|и)?|внести вклад|ссылки|источники|"
    r"installazione|mitwirken|quellen|katkıda bulunma|kaynaklar|라이선스|기여|ライセンス|目次)\W*$",
    re.IGNORECASE,
)
_OF_PAGE = (
    r"(?:(?:final|quick|last[- ]minute|golden|pro|interview(?:ers?|ing)?|interview[- ]ready|preparation|"
    r"prep|study|bonus|additional|recommended|general|hr|exam|one[- ]line|visual|key|learning|common|my|some|"
    r"useful|extra|further|more|most|next|personal|important|must[- ]know|top|your|the|closing|before|day|"
    r"success|memory|scor(?:e|ing)|difficulty|comparison|revision|answer|"
    r"[\w.+#-]+ interview|and|&|of|for|to) )"
)
_BESIDE = re.compile(
    rf"(?:{_OF_PAGE}{{0,4}}(?:tips|tricks|advice|recap|cheat ?sheets?|summary(?: tables?)?|check ?lists?|"
    r"road ?map|resources|takeaways|thoughts|reminders?|guidelines|legend|red flags|mnemonics|bonus|"
    r"topics covered)|"
    rf"{_OF_PAGE}{{1,4}}(?:rules?|revision|reference|notes|strateg(?:y|ies)|mistakes|pitfalls|plan|path|practice|"
    r"words|focus|steps|statement|guide|levels?|topics|key|comparison|tables?|features|progress|support|luck))"
    r"(?: (?:to (?:avoid|remember)|for (?:[\w-]+ ){0,3}[\w-]+))?",
    re.IGNORECASE,
)
"""What a page says beside its questions, `Final interview tips`: a title of what is asked elsewhere."""
_CALLS = re.compile(
    r"wrap(?:ping)?[- ]up|(?:key )?(?:points|concepts|things) to remember|"
    r"happy (?:learning|coding|interviewing)|good luck|all the best|(?:stay|let['’]?s|get) connect(?:ed)?|"
    r"connect with \w+|about (?:the )?authors?|"
    r"questions to ask (?:\w+ ){0,3}\w+|score yourself|"
    r"(?:(?:please )?(?:give|leave|drop) (?:(?:it|this|us|me|the) )?(?:repo(?:sitory)? )?a|"
    r"don['’]?t forget to) star\b[\w ]*|star (?:this|the) repo(?:sitory)?[\w ]*",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"^\W+|\W+$")
_ONLY_QUESTION = re.compile(r"\W*(?:(?:the|interview) )?question\W*", re.IGNORECASE)
_PREMISE = (
    r"[\W_]*(?:the )?(?:scenario|situation|context|background|set-?up|case|story|given|facts|"
    r"escenario|contexto|cenário|situación|situação|сценарий|контекст|ситуация|场景|背景)"
)
_NAMED_PREMISE = re.compile(rf"{_PREMISE}[\W_]*", re.IGNORECASE)
_TOLD_PREMISE = re.compile(rf"{_PREMISE}(?: ?#?\d{{1,3}})?[*_ ]*[:：]", re.IGNORECASE)
_OWN_WORDS = r"(?:(?:an?|the|your|my|our|own|new|more|another|other|missing) ){0,3}"
_ABOUT = re.compile(
    r"^\W*(?:how (?:can|do|could|should|to) ?(?:i|you|we)? (?:contribute|help|use this[\w ]*|get started)|"
    r"how (?:can|do|could|should) (?:i|we) (?:submit|send|share|report|suggest|propose|add|edit|fix) "
    r"(?:my|an?|the|new|your|more|our) (?:own )?(?:new )?(?:answers?|questions?|solutions?|pull requests?|"
    r"prs?|issues?|content|translations?|changes?|bugs?|typos?|flash ?cards?|resources?|links?)|"
    r"(?:why|what is|what's|about) (?:this|the) (?:repo(?:sitory)?|project|guide|list|document|collection)"
    r"(?: (?:stands out|exists|matters|(?:is )?(?:for|about)|is different))?|"
    r"why (?:these|this many) questions|"
    r"how (?:do|can) i get (?:set ?up|started)|who (?:do|can|should) i (?:talk to|contact)|"
    r"who can contribute|how (?:do|can) i (?:install|run|build) (?:it|this)[\w ]*|"
    r"how to use (?:it|this|the (?:repo(?:sitory)?|project|framework|app|tool))|"
    r"what (?:is|are) (?:the goals? of )?(?:an? |the )?[\w -]{0,30}\binterviews?|"
    r"what (?:kinds? of )?questions (?:should (?:you|i)|to) ask[\w ]*|"
    r"what to (?:expect|bring|wear|prepare|do before)[\w ]*|how to (?:prepare|practi[cs]e)[\w ]*|"
    r"where to go (?:from here|next)|where at|"
    r"what (?:interviewers?|recruiters?|they)(?: are|'re)? (?:\w+ )?(?:look(?:ing)?|test(?:ing)?|want|expect|"
    r"check(?:ing)?)(?: for)?|what to (?:study|learn|read|practi[cs]e|review)(?: next)?|"
    r"how (?:to|i) answer(?: (?:this|these|them|it)[\w ]*)?|show (?:your|some) (?:support|love)|"
    r"(?:what is|what's) (?:it|this|inside|included|covered|in this[\w ]*|here)|why (?:use )?it|"
    r"who (?:is this|is it|should (?:use|read) (?:this|it))[\w ]*|"
    r"who this (?:repo(?:sitory)?|project|guide|list|document|collection) is for|"
    r"want (?:to (?:contribute|help|support)|(?:to (?:learn|know|read|see) )?more)[\w ]*|"
    r"(?:(?:do you )?need (?:more |some |any )?help|any (?:other |more )?questions|"
    r"(?:still )?(?:have|got) (?:a |any |more |some )?questions?|like (?:it|this|what you see)|"
    r"(?:did you )?(?:enjoy|like)(?:ed)? (?:this|it)|found (?:it|this) (?:useful|helpful))[\w ]*|"
    r"what['’]?s (?:changed|new)[\w .]*|how does (?:it|this) work|who (?:is|['’]s) using (?:this|it)[\w ]*|"
    r"found (?:a|an) (?:bug|error|mistake|typo)[\w ]*|"
    r"what (?:(?:will|do|can|should) (?:i|you|we|students)|you(?:['’]ll| will)?) (?:learn|gain|get|expect)"
    r"(?: (?:here|(?:in|from|by|with|after) (?:this|the) "
    r"(?:repo|repository|course|guide|tutorial|book)\b[\w ]*))?|"
    r"who (?:is|are) (?:the|your|our) (?:target|intended) (?:audience|users?|readers?)|"
    r"who (?:is|are) (?:this|these|it)\b[\w ]{0,40} for|what (?:are|is) the (?:requirements?|prerequisites?)|"
    r"[^?]{0,60}\bthis (?:repo|repository(?! pattern)|guide|course|tutorial|handbook|readme)\b[^?]{0,60}\?|"
    r"what(?:['’]s| is)? next|what(?:['’]s| is) more|what (?:can you|you can|to) do next|"
    r"(?:cómo|como) (?:contribuir|(?:usar|utilizar) (?:est[ea]|o|la|el) [\w ]*)|"
    r"(?:qué es est[eoa]|para quién es|qué (?:cubre|incluye|contiene|encontrarás en) est[ea])[\w ]*|"
    r"o que (?:é isso|tem aqui|(?:é|inclui|contém|cobre) est[ea] [\w ]*)|para quem é[\w ]*|"
    r"qu['’]est-ce que c['’]est|que contient ce[\w ]*|was ist (?:das|dies)(?: hier)?|für wen ist[\w ]*|"
    r"(?:что это(?: такое)?|зачем это(?: нужно)?|для кого это[\w ]*)|这是什么|"
    r"por qué este repo[\w ]*|comment (?:contribuer|utiliser ce[\w ]*)|"
    rf"how (?:to|can i|do i|can you|do you) (?:add|submit|suggest|propose) {_OWN_WORDS}(?:question|answer|"
    r"q ?& ?a|translation|flash ?card)s?(?:[- /](?:and[- ])?answers?)?(?: (?:here|to this[\w ]*))?|"
    r"(?:как|як) (?:добавить|предложить|прислать|додати|запропонувати) (?:\w+ )?"
    r"(?:вопрос|ответ|перевод|питання|запитання|відповід)[\w/-]*(?: (?:и|і|та|или|або) [\w-]+)?|"
    r"c[oó]mo (?:añadir|agregar|proponer|enviar|adicionar|sugerir) (?:\w+ ){0,2}"
    r"(?:pregunta|respuesta|pergunta|resposta|quest[ãõ])[\w ]*|"
    r"(?:comment|wie) (?:ajouter|proposer|kann ich|füge ich) (?:\w+ ){0,2}(?:question|réponse|frage)[\w ]*|"
    r"(?:nasıl )?(?:yeni )?(?:soru|cevap)(?:lar)? (?:nasıl )?ekle[\w ]*|"
    r"(?:如何|怎么|怎樣|怎样)(?:添加|新增|提交|增加).{0,4}(?:问题|題目|题目|答案|新题|翻译).{0,4}|"
    r"(?:질문|답변|문제).{0,6}(?:추가|기여).{0,8}|"
    r"如何(?:应对|准备|使用|贡献|参与).{0,12}|"
    r"как (?:помочь|внести вклад|пользоваться (?:эт|реп|спис)[\w ]*))\W*$",
    re.IGNORECASE,
)


_ANNOUNCES = re.compile(
    r"\b(?:questions|preguntas|perguntas|questões|domande|fragen|pytania|питання|вопросы|soruları)"
    r"(?: (?:de|d['’]|на|для|с|di) ?\w+)?(?:[ ]?(?:and|with|&|\+|/)[ ]?(?:\w+ )?answers?)?"
    r"(?:[ ]?\([^()]*\))?[\W_]*$|\bq[ ]?(?:&|and)[ ]?as?[\W_]*$|\bfaqs?[\W_]*$|"
    r"(?:面试|常见|高频|经典|必考|思考)[^，。？?]{0,6}[题題问問][题题目]?[\W_]*$|(?:質問|面接問題|질문|문제)[\W_]*$",
    re.IGNORECASE,
)
"""What a heading or a line says above questions: `Common interview questions:`."""
_ON_ANSWER = re.compile(
    r"follow[- ]?up|\b(?:related|similar|other|more|next|further|additional|extra|clarifying|open|"
    r"answering|to ask|adicionales|adicionais|weitere|дополнительные|додаткові)\b|追问|追問|꼬리|추가|深掘り",
    re.IGNORECASE,
)
"""What says of questions that they belong to the answer above."""
_CLOSES = re.compile(
    r"\W*(?:conclusions?|final (?:words|tips|thoughts|notes?)|wrap(?:ping)?[- ]up|"
    r"(?:about (?:the )?)?authors?|licen[cs]e|contribut(?:e|ing|ions?|ors)|credits|acknowledge?ments|"
    r"(?:useful |further )?(?:links|reading)|"
    r"(?:further |more )?(?:references|resources)|disclaimer|support|contact(?: me| us)?|"
    r"(?:follow|connect with|contact|find|support) (?:me|us)\b.{0,30}|总结|参考资料|参考文献|заключение)\W*",
    re.IGNORECASE,
)
"""What a file says behind all of its questions."""


def is_part(text: str) -> bool:
    """Whether a heading names a part of a page or of an answer: *Contents*, *Advantages*."""
    return bool(_PART.match(text))


def is_beside(text: str) -> bool:
    """Whether a heading names what a page says beside its questions: *Final interview tips*."""
    said = _SIGNS.sub("", text)
    return bool(_BESIDE.fullmatch(said) or _CALLS.fullmatch(said))


def announces(text: str) -> bool:
    """Whether a short heading or line says that questions follow that are no part of an answer."""
    return bool(_ANNOUNCES.search(text)) and not _ON_ANSWER.search(text)


def is_only_question(text: str) -> bool:
    """Whether a heading only says that the question is below it: `The question`."""
    return bool(_ONLY_QUESTION.fullmatch(text))


def is_named_premise(text: str) -> bool:
    """Whether a heading only names what a question is about: *Scenario*."""
    return bool(_NAMED_PREMISE.fullmatch(text))


def is_told_premise(line: str) -> bool:
    """Whether a line says what a question is about, behind such a name: `**Scenario 2:** An agent …`."""
    return bool(_TOLD_PREMISE.match(line))


def closes_file(text: str) -> bool:
    """Whether a heading names what a file says behind all of its questions: *Credits*."""
    return bool(_CLOSES.fullmatch(text))


def is_explanation(text: str) -> bool:
    """Whether a line only names what an answer is followed by: `Explanation: (short)`."""
    return bool(_EXPLAINS.fullmatch(text))


def is_about_file(text: str) -> bool:
    """Whether a heading asks about the file itself: *What is this guide?*"""
    return bool(_ABOUT.match(text.replace("’", "'")))
