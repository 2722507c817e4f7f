"""Check digits of cards, bank accounts and identity numbers, which tell whether a number is what it looks like."""

from __future__ import annotations

__all__ = ["bsn_holds", "china_holds", "digits_of", "hongkong_holds", "iban_holds", "luhn_holds"]


def digits_of(text: str) -> list[int]:
    """Give the digits of a text.

    Examples
    --------
    >>> digits_of("12-3")
    [1, 2, 3]
    """
    return [int(sign) for sign in text if sign in "0123456789"]


def luhn_holds(text: str) -> bool:
    """Apply Luhn's check (ISO/IEC 7812-1): from the right, every second digit doubled.

    Examples
    --------
    >>> luhn_holds("4111 1111 1111 1111"), luhn_holds("4111 1111 1111 1112")
    (True, False)
    """
    found = digits_of(text)[::-1]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in found[1::2])
    return (sum(found[::2]) + doubled) % 10 == 0 and any(found)


def iban_holds(text: str) -> bool:
    """Apply the check of ISO 13616: rearranged, letters as numbers, the remainder by 97 is 1.

    Examples
    --------
    >>> iban_holds("NL91 ABNA 0417 1643 00"), iban_holds("NL92-ABNA-0417-1643-00")
    (True, False)
    """
    bare = "".join(sign for sign in text if sign.isalnum()).upper()
    if not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def bsn_holds(text: str) -> bool:
    """Apply the eleven test of the Dutch citizen service number.

    Examples
    --------
    >>> bsn_holds("111222333"), bsn_holds("111222334")
    (True, False)
    """
    found = digits_of(text)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(found) and sum(a * b for a, b in zip(found, weights, strict=True)) % 11 == 0


def china_holds(text: str) -> bool:
    """Compare the check sign of Chinese identity numbers (GB 11643, ISO 7064 MOD 11-2).

    Examples
    --------
    >>> china_holds("11010519491231002X"), china_holds("110105194912310021")
    (True, False)
    """
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(sign) * weight for sign, weight in zip(text, weights, strict=False))
    return "10X98765432"[total % 11] == text[-1].upper()


def hongkong_holds(text: str) -> bool:
    """Accept a Hong Kong identity number: its last sign in brackets, or right by the check (modulo 11).

    Examples
    --------
    >>> [hongkong_holds(one) for one in ("A1234563", "A1234567", "A123456(7)")]
    [True, False, True]
    """
    if text[-1] in ")）":
        return True
    bare = "".join(sign for sign in text if sign.isalnum()).upper().rjust(9)
    values = [36 if sign == " " else int(sign, 36) for sign in bare]
    return (
        sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=False)) % 11
        == 0
    )
