"""The windows of the questionnaire: one question at a time, buttons first, every question with its exits."""

from typing import Any

from aiogram_dialog import Dialog, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Group, Multiselect, Row, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.questionnaire import children, getters, handlers, own_answers
from bot.dialogs.questionnaire.short_words import is_evasion, is_yes_or_no
from bot.states import Questionnaire
from bot.widgets.choosing import one_of
from bot.widgets.footer import footer
from bot.widgets.pausing import PausingDialog
from bot.widgets.words import Label, Ready, Say
from core.triage.needs import MOST_NEEDS


def build() -> Dialog:
    """Coming back, needs, questions, why, answers."""
    return PausingDialog(
        _resume(),
        _needs(),
        _choice(),
        _several(),
        _income(),
        _region(),
        children.children_window(_typed_evasion(), _exits()),
        children.month_window(),
        children.which_window(_ticks("which", "children"), [footer()]),
        _weeks(),
        _why(),
        _answers(),
        _paused(),
        on_start=handlers.on_start,
        paused=Questionnaire.paused,
    )


def _exits() -> list[Any]:
    """«Не знаю» and «не хочу отвечать» are different answers, and both are all right."""
    return [
        Row(
            Button(Label("answer-unknown"), id="unknown", on_click=handlers.evade),
            Button(Label("answer-refused"), id="refused", on_click=handlers.evade, when="may_refuse"),
        ),
        *_doors(),
    ]


def _doors() -> list[Any]:
    return [
        Row(
            Button(Label("button-back"), id="back", on_click=handlers.back),
            SwitchTo(Label("button-why"), id="why", state=Questionnaire.why),
        ),
        Row(
            SwitchTo(Label("button-answers"), id="answers", state=Questionnaire.answers),
            Button(Label("button-so-far"), id="so_far", on_click=handlers.show_result),
        ),
        footer(),
    ]


def _typed_evasion() -> MessageInput:
    return MessageInput(handlers.type_evasion, content_types=["text"], filter=is_evasion)


def _ticks(id_: str, items: str, most: int = 0) -> Column:
    marks: Multiselect[str] = Multiselect(
        Format("✓ {item[1]}"),
        Format("{item[1]}"),
        id=id_,
        item_id_getter=lambda item: item[0],
        items=items,
        max_selected=most,
    )
    return Column(marks)


def _list(id_: str, items: str, on_click: Any) -> Column:
    return Column(one_of(id_, items, on_click))


def _resume() -> Window:
    return Window(
        Ready(),
        Button(Label("resume-go"), id="resume_go", on_click=handlers.resume, when="open"),
        Button(Label("button-so-far"), id="resume_result", on_click=handlers.show_result),
        Button(Label("resume-other"), id="resume_other", on_click=handlers.other_needs),
        SwitchTo(Label("button-answers"), id="answers", state=Questionnaire.answers),
        footer(),
        state=Questionnaire.resume,
        getter=getters.resume,
    )


def _needs() -> Window:
    return Window(
        Ready(),
        _ticks("needs", "needs", MOST_NEEDS),
        Button(Label("needs-go"), id="go", on_click=handlers.begin, when="chosen"),
        Button(Label("needs-everything"), id="everything", on_click=handlers.begin_everything),
        footer(),
        state=Questionnaire.needs,
        getter=getters.needs,
    )


def _choice() -> Window:
    return Window(
        Ready(),
        Row(
            Button(Label("answer-yes"), id="yes", on_click=handlers.yes_or_no),
            Button(Label("answer-no"), id="no", on_click=handlers.yes_or_no),
        ),
        MessageInput(handlers.type_short, content_types=["text"], filter=is_yes_or_no),
        _typed_evasion(),
        *_exits(),
        state=Questionnaire.choice,
        getter=getters.question,
    )


def _several() -> Window:
    return Window(
        Ready(),
        _ticks("marks", "options"),
        Button(Label("answer-marked"), id="marked", on_click=handlers.marked, when="any_marked"),
        Button(Label("answer-none-of-these"), id="none", on_click=handlers.none_of_these, when="none_marked"),
        MessageInput(handlers.type_short, content_types=["text"], filter=is_yes_or_no),
        _typed_evasion(),
        *_exits(),
        state=Questionnaire.several,
        getter=getters.several,
    )


def _income() -> Window:
    return Window(
        Ready(),
        _list("band", "bands", handlers.choose_band),
        _typed_evasion(),
        MessageInput(handlers.type_income, content_types=["text"]),
        *_exits(),
        state=Questionnaire.income,
        getter=getters.income,
    )


def _region() -> Window:
    return Window(
        Ready(),
        _list("region", "regions", handlers.choose_region),
        Button(Label("answer-unknown"), id="unknown", on_click=handlers.evade),
        _typed_evasion(),
        MessageInput(handlers.type_region, content_types=["text"]),
        *_doors(),
        state=Questionnaire.region,
        getter=getters.regions,
    )


def _weeks() -> Window:
    terms = one_of("weeks", "terms", handlers.choose_term)
    return Window(
        Ready(),
        Group(terms, width=2),
        _typed_evasion(),
        MessageInput(handlers.type_weeks, content_types=["text"]),
        *_exits(),
        state=Questionnaire.weeks,
        getter=getters.weeks,
    )


def _why() -> Window:
    return Window(
        Ready(),
        Button(Label("button-back-to-question"), id="resume", on_click=handlers.resume),
        footer(),
        state=Questionnaire.why,
        getter=getters.why,
    )


def _answers() -> Window:
    return Window(
        Ready(),
        _list("again", "answers", own_answers.change_answer),
        Button(Label("which-child-open"), id="which_open", on_click=children.open_which, when="which"),
        Button(Label("button-back-to-question"), id="resume", on_click=handlers.resume),
        footer(),
        state=Questionnaire.answers,
        getter=own_answers.answers_data,
    )


def _paused() -> Window:
    """Somebody may be in danger: questions wait for a person (E.3, step 4)."""
    return Window(
        Say("questionnaire-paused"),
        Button(Label("button-go-on-asking"), id="go_on", on_click=handlers.go_on),
        footer(),
        state=Questionnaire.paused,
    )
