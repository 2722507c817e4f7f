"""Which column of a feedback table holds what, by its header in English, Chinese or Dutch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from svqkit.errors import DataError
from svqkit.improvement.listening.channels import plain

__all__ = ["FIELDS", "fields_of", "is_personal", "known_headers"]

FIELDS: dict[str, str] = {
    "id": "id number no nr ticket ticketnumber case casenumber reference nummer kenmerk zaaknummer 编号 編號 工单号 序号",
    "received": "received date receivedon created createdat day timestamp time datum ontvangen ontvangstdatum "
    "日期 收到日期 时间 時間 接收日期 提交时间",
    "channel": "channel source medium kanaal bron 渠道 来源 來源",
    "text": "text comment comments feedback message review remark remarks body opmerking opmerkingen bericht tekst "
    "reactie klacht toelichting 评论 評論 留言 意见 意見 反馈 反饋 内容 內容 备注",
    "rating": "rating stars score grade waardering sterren cijfer beoordeling 评分 評分 星级 星級 分数",
    "language": "language lang taal 语言 語言",
    "step": "step processstep stage journeystep touchpoint processtap stap fase 步骤 步驟 环节 環節 流程步骤",
    "owner": "owner assignedto assignee team department responsible eigenaar verantwoordelijke afdeling "
    "负责人 負責人 责任部门 部门 部門",
    "status": "status state toestand stand 状态 狀態",
    "due": "due duedate deadline dueon uiterlijk uiterstedatum vervaldatum 截止日期 期限 到期日",
    "closed": "closed closedon closedate resolved resolvedon solved afgesloten gesloten opgelost afgehandeld "
    "关闭日期 關閉日期 完成日期 解决日期 结案日期",
    "answered": "answered answeredon replied repliedon firstresponse firstreply beantwoord eerstereactie "
    "回复日期 回覆日期 首次回复",
    "reply": "reply answer response told customertold antwoord teruggekoppeld 回复 回覆 答复 答覆 回应",
}
"""What a column may hold, with the headers it is known by (small letters and digits only)."""

_PERSONAL = frozenset(
    [
        "name",
        "firstname",
        "lastname",
        "surname",
        "fullname",
        "customername",
        "email",
        "emailaddress",
        "phone",
        "phonenumber",
        "telephone",
        "mobile",
        "address",
        "street",
        "postcode",
        "zipcode",
        "zip",
        "birthdate",
        "dateofbirth",
        "iban",
        "bsn",
        "passport",
        "naam",
        "voornaam",
        "achternaam",
        "klantnaam",
        "emailadres",
        "telefoon",
        "telefoonnummer",
        "mobiel",
        "adres",
        "straat",
        "geboortedatum",
        "姓名",
        "名字",
        "客户姓名",
        "电话",
        "電話",
        "手机",
        "手機",
        "邮箱",
        "郵箱",
        "地址",
        "身份证",
        "身份证号",
        "出生日期",
        "ip",
        "ipaddress",
    ]
)
_KNOWN = {word: field for field, words in FIELDS.items() for word in words.split()}


def is_personal(header: str) -> bool:
    """Tell whether a column is there to say who somebody is.

    Examples
    --------
    >>> is_personal("E-mail address"), is_personal("Cabin")
    (True, False)
    """
    return plain(header) in _PERSONAL


def known_headers(headers: Sequence[str]) -> int:
    """Count the headers that are known; the sheet with most of them is the one to read.

    Examples
    --------
    >>> known_headers(["Datum", "Opmerking", "kleur"])
    2
    """
    return sum(plain(header) in _KNOWN for header in headers)


def fields_of(headers: Sequence[str], told: Mapping[str, str] | None = None) -> dict[str, str]:
    """Find the column of each field.

    Parameters
    ----------
    headers : sequence of str
    told : mapping, optional
        Field to header, where the user says so.

    Returns
    -------
    dict
        Field to header; only ``text`` is sure to be there.

    Raises
    ------
    DataError
        If two columns read as the same field, one is told for two fields, or none holds the text.
    TypeError
        If ``told`` is no mapping.
    ValueError
        If ``told`` names an unknown field.

    Examples
    --------
    >>> fields_of(["Datum", "Opmerking", "Kanaal"])
    {'received': 'Datum', 'text': 'Opmerking', 'channel': 'Kanaal'}
    """
    found: dict[str, str] = {}
    if told is not None and not isinstance(told, Mapping):
        raise TypeError(
            f"columns maps a field to a header, such as {{'text': 'What would you like to say?'}}, not "
            f"{told!r}"
        )
    for field, header in (told or {}).items():
        header = str(header)
        if field not in FIELDS:
            raise ValueError(f"columns names {field!r}; what can be told is {', '.join(FIELDS)}")
        if header not in headers:
            near = get_close_matches(header, headers, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"the columns are {', '.join(headers)}"
            raise DataError(f"there is no column {header!r} for {field}; {hint}", column=header)
        if header in found.values():
            raise DataError(f"columns names {header!r} for two fields", column=header)
        found[field] = header
    for header in headers:
        name = _KNOWN.get(plain(header))
        if name is None or header in found.values() or name in (told or {}):
            continue
        if name in found:
            raise DataError(
                f"columns {found[name]!r} and {header!r} both read as {name}; "
                f"say which it is: columns={{{name!r}: {header!r}}}",
                column=header,
            )
        found[name] = header
    if "text" not in found:
        raise DataError(
            "no column holds the comments; the columns are "
            f"{', '.join(map(str, headers))}. Say which it is: columns={{'text': 'your column'}}"
        )
    return found
