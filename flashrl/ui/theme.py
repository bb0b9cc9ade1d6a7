"""The look: one spacing scale, one type scale, one radius, and the palette of the system's light or dark."""

from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from flashrl.palette import DARK, LIGHT, Palette

W = TypeVar("W", bound=QWidget)

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
"""The spacing scale, in device-independent pixels."""

SMALL, BODY, LARGE, TITLE = 13, 16, 20, 26
"""The type scale, in device-independent pixels."""

RADIUS = 6
COLUMN = 760
"""The widest a column of text becomes: longer lines are hard to read."""

MODES = ("system", "light", "dark")


class Theme(QObject):
    """Follows the system's colour scheme, or holds the one that was chosen."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self.mode = mode
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def palette(self) -> Palette:
        if self.mode != "system":
            return DARK if self.mode == "dark" else LIGHT
        is_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if is_dark else LIGHT

    def set_mode(self, mode: str) -> None:
        """Follow the system, or stay "light" or "dark"."""
        self.mode = mode
        self._apply()

    def _apply(self) -> None:
        self._app.setPalette(_qt_palette(self.palette))
        self._app.setStyleSheet(_style_sheet(self.palette))
        self.changed.emit()


def styled(widget: W, name: str) -> W:
    """Give a widget the style that the sheet below has under `name`."""
    widget.setObjectName(name)
    return widget


def document_style(palette: Palette, size: int) -> str:
    """The style sheet of a card's text at a body size in pixels."""
    code = _CODE_COLOURS.format(p=palette)
    return f"""
        body, p, li, td, th {{ color: {palette.text}; font-size: {size}px; }}
        p {{ margin-top: 0px; margin-bottom: {S}px; line-height: 135%; }}
        li {{ margin-bottom: {XS}px; line-height: 130%; }}
        h1, h2, h3, h4, h5, h6 {{ color: {palette.text}; font-size: {size}px; margin-bottom: {XS}px; }}
        .display {{ margin-top: {S}px; margin-bottom: {M}px; }}
        .section {{ color: {palette.accent}; font-size: {SMALL}px; font-weight: 600; margin-top: {L}px;
                    margin-bottom: {XS}px; }}
        .trap {{ color: {palette.bad}; }}
        .muted {{ color: {palette.muted}; font-size: {SMALL}px; }}
        a {{ color: {palette.accent}; }}
        code {{ background-color: {palette.code}; font-family: monospace; font-size: {size - 2}px; }}
        pre {{ background-color: {palette.code}; font-family: monospace; font-size: {size - 2}px;
               white-space: pre-wrap; margin-top: {XS}px; margin-bottom: {S}px; }}
        table {{ border-collapse: collapse; border-color: {palette.line}; margin-bottom: {S}px; }}
        th {{ font-weight: 600; background-color: {palette.code}; }}
        blockquote {{ color: {palette.muted}; margin-left: {L}px; }}
        .blank {{ color: {palette.accent}; font-weight: 600; }}
        .unset {{ color: {palette.bad}; }}
        {code}
    """


_CODE_COLOURS = """
    .k, .kn, .kd, .kc, .kr, .ow, .nb {{ color: {p.accent}; }}
    .s, .s1, .s2, .sd, .sa, .se, .si {{ color: {p.good}; }}
    .c, .c1, .cm, .ch {{ color: {p.muted}; }}
    .mi, .mf, .mh, .m {{ color: {p.warning}; }}
    .nf, .nc, .nd {{ color: {p.text}; font-weight: 600; }}
"""


def _qt_palette(colours: Palette) -> QPalette:
    role = QPalette.ColorRole
    roles = {
        role.Window: colours.surface,
        role.Base: colours.raised,
        role.AlternateBase: colours.surface,
        role.Button: colours.raised,
        role.ToolTipBase: colours.raised,
        role.WindowText: colours.text,
        role.Text: colours.text,
        role.ButtonText: colours.text,
        role.ToolTipText: colours.text,
        role.BrightText: colours.bad,
        role.PlaceholderText: colours.muted,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Light: colours.raised,
        role.Midlight: colours.line,
        role.Mid: colours.line,
        role.Dark: colours.line,
        role.Shadow: colours.line,
    }
    palette = QPalette()
    for each, colour in roles.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colours.muted))
    return palette


def _style_sheet(p: Palette) -> str:
    return f"""
        QWidget {{ font-size: {SMALL + 1}px; }}
        QLabel#title {{ font-size: {TITLE}px; font-weight: 600; }}
        QLabel#heading {{ font-size: {LARGE}px; font-weight: 600; }}
        QLabel#muted {{ color: {p.muted}; }}
        QLabel#badge {{ border: 1px solid {p.muted}; border-radius: {RADIUS}px; padding: 1px {S}px;
            font-size: {SMALL}px; color: {p.muted}; }}
        QLabel#badge[difficulty="easy"] {{ color: {p.good}; border-color: {p.good}; }}
        QLabel#badge[difficulty="medium"] {{ color: {p.accent}; border-color: {p.accent}; }}
        QLabel#badge[difficulty="hard"] {{ color: {p.warning}; border-color: {p.warning}; }}
        QLabel#badge[difficulty="expert"] {{ color: {p.bad}; border-color: {p.bad}; }}
        QLabel#section {{ color: {p.accent}; font-size: {SMALL}px; font-weight: 600; }}
        QLabel#answer {{ font-size: {BODY}px; }}
        QPlainTextEdit#answer {{ background: {p.raised}; border: 1px solid {p.line}; font-size: {BODY}px;
            border-radius: {RADIUS}px; padding: {S}px; }}
        QPlainTextEdit#answer:focus {{ border-color: {p.accent}; }}
        QPlainTextEdit#written {{ background: transparent; border: none; font-size: {BODY}px; }}
        QLabel#warning {{ color: {p.bad}; }}
        QWidget#sidebar {{ background: {p.raised}; border-right: 1px solid {p.line}; }}
        QPushButton {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {RADIUS}px;
            padding: {S}px {L}px; }}
        QPushButton:hover {{ border-color: {p.muted}; }}
        QPushButton:focus, QTreeView:focus, QListWidget:focus, QListView#rows:focus, QLineEdit:focus {{
            border: 1px solid {p.accent}; }}
        QPushButton:disabled {{ color: {p.muted}; }}
        QPushButton#glyph {{ padding: {XS}px; min-width: {XL}px; min-height: {L}px; }}
        QPushButton#toggle {{ padding: {XS}px {S}px; color: {p.muted}; }}
        QPushButton#toggle:checked {{ background: {p.code}; color: {p.text}; border-color: {p.muted}; }}
        QPushButton#toggle:focus {{ border-color: {p.accent}; }}
        QPushButton#primary {{ background: {p.accent}; color: {p.on_accent}; border: 1px solid {p.accent};
            font-weight: 600; }}
        QPushButton#primary:focus {{ border: 2px solid {p.text}; }}
        QPushButton#primary:disabled {{ background: {p.code}; color: {p.muted}; border-color: {p.line}; }}
        QWidget#sidebar[is_above="true"] {{ border-right: none; border-bottom: 1px solid {p.line}; }}
        QWidget#sidebar QPushButton {{ border: 1px solid transparent; padding: {S}px {M}px;
            background: transparent; text-align: left; color: {p.muted}; }}
        QWidget#sidebar QPushButton:focus {{ border-color: {p.accent}; }}
        QWidget#sidebar QPushButton:hover {{ background: {p.code}; }}
        QWidget#sidebar QPushButton:checked {{ background: {p.code}; color: {p.text}; font-weight: 600; }}
        QWidget#sidebar[is_above="true"] QPushButton {{ padding: {S}px {XS}px; text-align: center;
            font-weight: 400; }}
        QFrame#rule {{ background: {p.line}; border: none; max-height: 1px; }}
        QWidget#bar {{ background: {p.raised}; border-top: 1px solid {p.line}; }}
        QWidget#topbar {{ background: {p.raised}; border-bottom: 1px solid {p.line}; }}
        QFrame#message {{ background: {p.raised}; border: none; border-top: 1px solid {p.line};
            border-left: {XS}px solid {p.accent}; }}
        QFrame#message[severity="bad"] {{ border-left-color: {p.bad}; }}
        QFrame#card {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {RADIUS}px; }}
        QFrame#card:focus {{ border-color: {p.accent}; }}
        QTreeView, QListWidget, QListView#rows {{ background: {p.raised}; border: 1px solid {p.line};
            border-radius: {RADIUS}px; padding: {XS}px; outline: none; }}
        QTreeView::item, QListWidget::item, QListView#rows::item {{ padding: {S}px {XS}px; border: none; }}
        QTreeView::item:selected, QListWidget::item:selected, QListView#rows::item:selected {{
            background: {p.code}; color: {p.text}; }}
        QTableView {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {RADIUS}px;
            padding: {XS}px; outline: none; }}
        QTableView:focus {{ border-color: {p.accent}; }}
        QTableView::item {{ padding: 0 5px; border: none; }}
        QTableView::item:selected {{ background: {p.code}; color: {p.text}; }}
        QCheckBox::indicator:unchecked {{ border: 1px solid {p.muted}; border-radius: 2px;
            background: {p.raised}; }}
        QRadioButton::indicator:unchecked {{ border: 1px solid {p.muted}; border-radius: 7px;
            background: {p.raised}; width: 12px; height: 12px; }}
        QRadioButton::indicator:checked {{ border: 4px solid {p.accent}; border-radius: 7px;
            background: {p.raised}; width: 6px; height: 6px; }}
        QScrollArea, QTextBrowser {{ border: none; background: transparent; }}
        QPlainTextEdit#source, QTextBrowser#source {{ background: {p.raised}; border: 1px solid {p.line};
            border-radius: {RADIUS}px; padding: {XS}px; }}
        QPlainTextEdit#source:focus, QTextBrowser#source:focus {{ border-color: {p.accent}; }}
        QHeaderView::section {{ background: {p.raised}; color: {p.muted}; border: none;
            padding: {XS}px {S}px; }}
        QProgressBar {{ border: none; background: {p.line}; border-radius: 2px; max-height: {XS}px; }}
        QProgressBar::chunk {{ background: {p.accent}; border-radius: 2px; }}
        QToolTip {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.line}; }}
    """
