"""Personal data are put out of sight, and what is none is left alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.improvement.listening.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to j.smith+air@mail.example.com.", "write to [e-mail]."),
        ("邮箱wang555@example.com。", "邮箱[e-mail]。"),
        ("thanks @annelies_k!", "thanks [handle]!"),
        ("bel 06-12345678 of 020-5551234", "bel [phone] of [phone]"),
        ("+31 6 12 34 56 78", "[phone]"),
        ("ring (202) 555-0143 or 202-555-0143", "ring [phone] or [phone]"),
        ("手机１３８００１３８０００谢谢", "手机[phone]谢谢"),
        ("call me 5551234", "call me [phone]"),
        ("card 4111 1111 1111 1111 was charged", "card [card] was charged"),
        ("卡4111-1111-1111-1111被扣", "卡[card]被扣"),
        ("IBAN NL91 ABNA 0417 1643 00", "IBAN [account]"),
        ("BSN 111222333", "BSN [id]"),
        ("身份证110101180001010015。", "身份证[id]。"),
        ("passport number NXR12345X9", "passport number [id]"),
        ("护照E12345678", "护照[id]"),
        ("A123456789 and 078-05-1120", "[id] and [id]"),
        ("customer 9876543210123", "customer [number]"),
    ],
)
def test_personal_data_are_masked_by_kind(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Flight SV512 on 2025-03-14 at 10:30, seat 12A, row 7",
        "14/03/2025 and 14-03-2025 10:30, order 1234567",
        "We paid 1,000,000 won or 250.50 euro for 12 people in 2024",
        "航班SV512，第12排，2025年3月14日",
        "waited 45 minutes, 3 times, rows 12, 13, 14, 15, 16, 17",
        "me @ home",
    ],
)
def test_numbers_that_name_nobody_stay(text: str) -> None:
    assert mask(text) == text


def test_checks_decide_between_card_identity_and_plain_number() -> None:
    found = Counter()
    assert mask("4111 1111 1111 1112", found) == "[number]"  # Luhn fails
    assert mask("111222334", found) == "[number]"  # the eleven test fails
    assert mask("110101180001010016", found) == "[number]"  # the check sign is wrong
    assert mask("NL92ABNA0417164300", found) in (
        "NL92ABNA[number]",
        "[number]",
        "NL92ABNA0417164300",
    )
    assert found["card"] == found["id"] == found["account"] == 0


@given(st.text(max_size=120))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@given(
    st.text(alphabet="abc ,.好", max_size=20),
    st.integers(10**8, 10**11 - 1),
    st.text(alphabet="abc ,.好", max_size=20),
)
def test_no_number_of_nine_digits_survives(before: str, number: int, after: str) -> None:
    assert str(number) not in mask(f"{before} {number} {after}")
