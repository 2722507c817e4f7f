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
        ("+49 (0) 30 / 123456, 030 / 1234567", "[phone], [phone]"),
        ("020–7946–0958 or +31\u00a06\u00a012345678", "[phone] or [phone]"),
        ("请拨打2345-6789，请联系tel: 55512345谢谢", "请拨打[phone]，请联系tel: [phone]谢谢"),
        ("call 555-0143", "call [phone]"),
        ("张三@qq.com, test@münchen.de", "[e-mail], [e-mail]"),
        ("jan(at)voorbeeld.nl, jan [at] x.nl, jan at x dot nl", "[e-mail], [e-mail], [e-mail]"),
        ("请联系@jan_jansen 或 @jan.jansen", "请联系[handle] 或 [handle]"),
        ("微信号 wxid_abc123, qq号:12345678", "微信号 [handle], qq号:[handle]"),
        ("https://www.facebook.com/jan.jansen.90!", "[handle]!"),
        ("BE68 5390 0754 7034 graag terug", "[account] graag terug"),
        ("NL91-ABNA-0417-1643-00", "[account]"),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "[account]"),
        ("card 5105.1051.0510.5100 2019", "card [card] 2019"),
        ("AB123456C, A123456(7), A1234563", "[id], [id], [id]"),
        ("paspoort SPECI2014, ID number 12345678", "paspoort [id], ID number [id]"),
        ("driving licence MORGA753116SM9IJ", "driving licence [id]"),
        ("港澳通行证 C12345678", "港澳通行证 [id]"),
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
        "open 09.30-10.45 uur, 08.00-17.00 en 09.00-18.00, 0800-1700",
        "boarding 0930 1045 1200",
        "bestelnummer 12345678, hotel 123456, label 1234567",
        "24-12-2024 - 2-1-2025 and 2019 2020 2021 2022",
        "I lost 120 000 000 points",
        "flight A1234567, CA 123456 7",
        "phone died at 20 30 45",
        "passport control took 45 minutes",
        "Facebook: 3 stars only; wechat: terrible service",
        "I waited at gate. dot",
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
