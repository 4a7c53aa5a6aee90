"""A whole conversation: an unmodified aiogram dispatcher on one side, a person on the other."""

from __future__ import annotations

import pytest

from sandbox.client import SandboxClient
from sandbox.client_views import SandboxError


async def test_a_family_books_by_taps_and_a_shared_contact(client: SandboxClient, polling: None) -> None:
    marina = await client.person("Марина", phone_number="+79001234567")
    await marina.start("tikhvin")
    await marina.wait_for("Центр: tikhvin")
    assert await marina.buttons() == ["Записаться", "Срочно"]

    await marina.tap("Записаться")
    assert (await marina.wait_for("Как с вами связаться?")).edited
    await marina.wait_for_notice("Почти готово")
    assert await marina.buttons() == []
    assert await marina.reply_buttons() == ["Отправить номер"]

    await marina.tap("Отправить номер")
    await marina.wait_for("Записали +79001234567")
    assert await marina.reply_buttons() == []
    assert (await marina.transcript()).splitlines() == [
        "Марина: /start tikhvin",
        "Рядом (изменено): Как с вами связаться?",
        "Рядом: Оставьте номер",
        "Марина: [contact +79001234567 Марина]",
        "Рядом: Записали +79001234567",
    ]


async def test_a_missing_button_is_reported_with_those_that_are_there(client: SandboxClient, polling: None) -> None:
    marina = await client.person("Марина")
    await marina.start()
    await marina.wait_for("Здравствуйте")
    with pytest.raises(SandboxError, match=r"Нет кнопки «Позвать человека».*«Записаться»"):
        await marina.tap("Позвать человека")


async def test_waiting_in_vain_shows_the_conversation(client: SandboxClient, polling: None) -> None:
    marina = await client.person("Марина")
    await marina.start()
    await marina.wait_for("Здравствуйте")
    with pytest.raises(SandboxError, match=r"(?s)did not see «Прощайте».*Рядом: Здравствуйте"):
        await marina.wait_for("Прощайте", timeout=0.2)
