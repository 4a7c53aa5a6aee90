"""The windows of the questionnaire: one question at a time, buttons first, every question with its exits."""

from typing import Any

from aiogram_dialog import Dialog, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Group, Multiselect, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.questionnaire import children, getters, handlers
from bot.states import Questionnaire
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready, Say


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


def build() -> Dialog:
    """Needs, questions, why, answers."""
    return ListeningDialog(
        _needs(),
        _choice(),
        _several(),
        _income(),
        _region(),
        children.children_window(_exits()),
        children.month_window(),
        _weeks(),
        _why(),
        _answers(),
    )


def _needs() -> Window:
    return Window(
        Ready(),
        Column(
            Multiselect(
                Format("✓ {item[1]}"),
                Format("{item[1]}"),
                id="needs",
                item_id_getter=lambda item: item[0],
                items="needs",
                max_selected=3,
            )
        ),
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
        *_exits(),
        state=Questionnaire.choice,
        getter=getters.question,
    )


def _several() -> Window:
    return Window(
        Ready(),
        Column(
            Multiselect(
                Format("✓ {item[1]}"),
                Format("{item[1]}"),
                id="marks",
                item_id_getter=lambda item: item[0],
                items="options",
            )
        ),
        Button(Label("answer-marked"), id="marked", on_click=handlers.marked, when="any_marked"),
        Button(Label("answer-none-of-these"), id="none", on_click=handlers.none_of_these, when="none_marked"),
        *_exits(),
        state=Questionnaire.several,
        getter=getters.several,
    )


def _income() -> Window:
    return Window(
        Ready(),
        Column(
            Select(
                Format("{item[1]}"),
                id="band",
                item_id_getter=lambda item: item[0],
                items="bands",
                on_click=handlers.choose_band,
            )
        ),
        *_exits(),
        state=Questionnaire.income,
        getter=getters.income,
    )


def _region() -> Window:
    return Window(
        Say("fact-region-question"),
        Column(
            Select(
                Format("{item[1]}"),
                id="region",
                item_id_getter=lambda item: item[0],
                items="regions",
                on_click=handlers.choose_region,
            )
        ),
        Button(Label("answer-unknown"), id="unknown", on_click=handlers.evade),
        *_doors(),
        state=Questionnaire.region,
        getter=getters.regions,
    )


def _weeks() -> Window:
    return Window(
        Ready(),
        Group(
            Select(
                Format("{item[1]}"),
                id="weeks",
                item_id_getter=lambda item: item[0],
                items="terms",
                on_click=handlers.choose_term,
            ),
            width=2,
        ),
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
        Column(
            Select(
                Format("{item[1]}"),
                id="again",
                item_id_getter=lambda item: item[0],
                items="answers",
                on_click=handlers.change_answer,
            )
        ),
        Button(Label("button-back-to-question"), id="resume", on_click=handlers.resume),
        footer(),
        state=Questionnaire.answers,
        getter=getters.answers,
    )
