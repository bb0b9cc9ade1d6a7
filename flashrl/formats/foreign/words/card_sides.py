"""What the two sides of a card are called: `front` and `back`, in several languages."""

SIDES = (
    ("front", "back"),
    ("recto", "verso"),
    ("frente", "verso"),
    ("frente", "reverso"),
    ("frente", "dorso"),
    ("anverso", "reverso"),
    ("fronte", "retro"),
    ("vorderseite", "rückseite"),
    ("voorkant", "achterkant"),
    ("framsida", "baksida"),
    ("forside", "bagside"),
    ("forside", "bakside"),
    ("przód", "tył"),
    ("előlap", "hátlap"),
    ("лицевая сторона", "обратная сторона"),
    ("ön yüz", "arka yüz"),
    ("mặt trước", "mặt sau"),
    ("正面", "背面"),
    ("正面", "反面"),
    ("表面", "裏面"),
    ("앞면", "뒷면"),
)
"""In small letters."""
FRONTS = frozenset(front for front, _ in SIDES)
