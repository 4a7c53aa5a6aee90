"""One-time codes (RFC 6238)."""

from datetime import UTC, datetime, timedelta

import pytest

from core.staff.totp import accepted_step, address, code_of, from_written, new_secret, step_at, written

RFC_SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_D4_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_of(RFC_SECRET, step_at(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize(("skew", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_D4_a_clock_one_step_off_still_works_and_two_do_not(skew: int, good: bool) -> None:
    code = code_of(RFC_SECRET, step_at(NOW + timedelta(seconds=30 * skew)))
    assert (accepted_step(RFC_SECRET, code, NOW, None) is not None) is good


def test_D4_a_code_works_once_and_an_earlier_one_never_again() -> None:
    earlier, this = (code_of(RFC_SECRET, step_at(NOW) + each) for each in (-1, 0))
    used = accepted_step(RFC_SECRET, this, NOW, None)
    assert used == step_at(NOW)
    assert accepted_step(RFC_SECRET, this, NOW, used) is None
    assert accepted_step(RFC_SECRET, earlier, NOW, used) is None


@pytest.mark.parametrize("code", ["", "abcdef", "١٢٣٤٥٦", "0" * 50, "12 34"])
def test_D4_nonsense_is_no_code(code: str) -> None:
    assert accepted_step(RFC_SECRET, code, NOW, None) is None


def test_a_secret_is_written_and_read_back_and_told_to_the_app() -> None:
    secret = new_secret()
    assert from_written(written(secret)) == secret
    assert from_written("не ключ") is None and from_written("AAAA") is None
    assert address(secret, "anna", "Рядом").startswith("otpauth://totp/%D0%A0")
