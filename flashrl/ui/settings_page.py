"""The settings: how cards are scheduled, how many a day, how they are asked, and the colours."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from flashrl.errors import CollectionError
from flashrl.scheduling import day, leech
from flashrl.scheduling.queue import ALL, Limits, Order
from flashrl.store import Collection
from flashrl.ui import theme
from flashrl.ui.actions import Actions
from flashrl.ui.calm_wheel import CalmWheel
from flashrl.ui.deck_limits import MOST, DeckLimits
from flashrl.ui.panels import page_column
from flashrl.ui.scheduler_choice import SchedulerChoice
from flashrl.ui.setting_fields import Field, KeptSetting, NumberField, OneOfField, SwitchField, mirror
from flashrl.ui.setting_rows import SettingGroup, SettingRow

T = TypeVar("T")


class SettingsPage(QScrollArea):
    """Every change counts at once; there is nothing to confirm."""

    failed = Signal(object)
    decks_asked = Signal()

    def __init__(self, collection: Collection, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._collection, self._actions = collection, actions
        self._wheel = CalmWheel(self)
        self._kept: list[KeptSetting[object]] = []
        self.scheduler = SchedulerChoice(self._wheel)
        self.decks_button = QPushButton("Deck f&olders…", self)
        self.decks_button.clicked.connect(self.decks_asked)
        self._make_fields()
        self.deck_limits = DeckLimits(self._wheel, before=self.reviews_per_day)
        self.deck_limits.edited.connect(self._limit_deck)
        self.setWidgetResizable(True)
        self.setWidget(self._laid_out())
        self.setFocusProxy(self.scheduler.names)

    def open(self) -> None:
        """Show what is kept now."""
        try:
            for each in self._kept:
                each.show()
            self._show_limits()
            self.scheduler.tell("")
            self.scheduler.show_kept(*self._collection.scheduler_name)
        except CollectionError as error:
            self.failed.emit(error)

    # -- the fields ------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        collection = self._collection
        self.new_per_day = self._number(NumberField(0, MOST), lambda: self._limits.new, self._limit_new)
        self.reviews_per_day = self._number(
            NumberField(0, MOST, can_be_none=True), lambda: self._limits.reviews, self._limit_reviews
        )
        self.rollover_hour = self._number(
            NumberField(0, 23, suffix=":00"), *self._setting("rollover_hour", day.ROLLOVER_HOUR)
        )
        self.leech_lapses = self._number(
            NumberField(1, 99), collection.leech_lapses, self._setting("leech_lapses", leech.LAPSES)[1]
        )
        self.order = OneOfField([(Order.AUTHOR, "As their &author wrote them"), (Order.RANDOM, "Rando&m")])
        self._bind(self.order, *self._setting("order", Order.AUTHOR))
        self.theme = OneOfField([(mode, _MODES[mode]) for mode in theme.MODES])
        for mode, button in self.theme.buttons.items():
            mirror(self._actions[f"theme_{mode}"], button)
        self.full_scale = SwitchField("Grade on the full &0–5 scale")
        mirror(self._actions["full_scale"], self.full_scale)
        self.write_answers = SwitchField("&Use a line below the question")
        mirror(self._actions["write_answers"], self.write_answers)
        self.show_timer = SwitchField("Show &it")
        self._bind(self.show_timer, *self._setting("show_timer", False))

    def _number(self, field: NumberField, load: Callable[[], T], keep: Callable[[T], object]) -> NumberField:
        self._wheel.watch(field)
        self._bind(field, load, keep)
        return field

    def _bind(self, field: Field, load: Callable[[], T], keep: Callable[[T], object]) -> None:
        kept = KeptSetting(field, load, keep, self)
        kept.failed.connect(self.failed)
        self._kept.append(kept)  # type: ignore[arg-type]  # settings of any kind are shown anew alike

    def _setting(self, key: str, default: T) -> tuple[Callable[[], T], Callable[[T], object]]:
        """How a setting is read, and how it is kept."""

        def load() -> T:
            value: T = self._collection.setting(key, default)
            return value

        return load, lambda value: self._collection.set_setting(key, value)

    # -- limits ----------------------------------------------------------------------------------

    @property
    def _limits(self) -> Limits:
        return self._collection.limits()[ALL]

    def _limit_new(self, number: int | None) -> None:
        self._collection.set_limits(ALL, Limits(number, self._limits.reviews))

    def _limit_reviews(self, number: int | None) -> None:
        self._collection.set_limits(ALL, Limits(self._limits.new, number))

    def _limit_deck(self, deck: str, limits: Limits) -> None:
        try:
            self._collection.set_limits(deck, limits)
        except CollectionError as error:
            self.failed.emit(error)
            self._show_limits()

    def _show_limits(self) -> None:
        limits: Mapping[str, Limits] = self._collection.limits()
        self.deck_limits.show_limits(limits, self._collection.deck_names())

    # -- how it looks ----------------------------------------------------------------------------

    def _laid_out(self) -> QWidget:
        about = theme.styled(QLabel("What you change here counts at once.", wordWrap=True), "muted")
        holder, layout = page_column(self, "Settings", about)
        for group in self._groups():
            layout.addWidget(group)
        layout.addStretch()
        return holder

    def _groups(self) -> list[SettingGroup]:
        return [
            SettingGroup("Scheduling", self.scheduler),
            SettingGroup(
                "Each day",
                SettingRow("&New cards a day", "Over all decks.", self.new_per_day),
                SettingRow("Revie&ws a day", _REVIEWS, self.reviews_per_day),
                SettingRow("Decks with limits of their own", _DECK_LIMITS),
                self.deck_limits,
                SettingRow("The day s&tarts at", _ROLLOVER, self.rollover_hour),
                SettingRow("Order", _ORDER, self.order),
            ),
            SettingGroup(
                "Review",
                SettingRow("Grades", _SCALE, self.full_scale),
                SettingRow("Write your answer", _WRITE, self.write_answers),
                SettingRow("Time since the question", _TIMER, self.show_timer),
                SettingRow("A card is a l&eech after so many lapses", _LEECH, self.leech_lapses),
            ),
            SettingGroup("Window", SettingRow("Colours", "", self.theme)),
            SettingGroup("Decks", SettingRow("Deck folders", _FOLDERS, self.decks_button)),
        ]


_MODES = {"system": "Those of the s&ystem", "light": "Li&ght", "dark": "Dar&k"}
_REVIEWS = "Over all decks. What does not fit waits; nothing is put off. Empty is no limit."
_DECK_LIMITS = "They hold for the deck with all below it, beside the limits above it."
_ROLLOVER = (
    "A review after midnight still belongs to the evening before, until this hour. 4:00 suits most people."
)
_ORDER = "Of cards that nothing else tells apart. A random order is another one each day."
_SCALE = "Again, Hard, Good and Easy are four of its six values."
_WRITE = "Before the card's own is shown. What you wrote stays beside it."
_TIMER = "It is taken either way, 5 minutes at most, for the statistics."
_LEECH = "A lapse is forgetting what you once knew. Such cards are better rewritten than repeated."
_FOLDERS = "Which folders are followed is chosen on the Decks page."
