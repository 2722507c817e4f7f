"""The five channels, and how exports and people spell them."""

from __future__ import annotations

import re

__all__ = ["CHANNELS", "channel_of", "plain"]

CHANNELS = ("survey", "online review", "hotline", "social media", "e-mail")
"""The channels in their usual order."""

_SPELLINGS = {
    "survey": "survey questionnaire form feedbackform enquete vragenlijst formulier 问卷 問卷 调查 調查 表单 表單",
    "online review": "onlinereview review reviews webreview googlereview google tripadvisor trustpilot "
    "recensie onlinerecensie beoordeling 评论 評論 点评 點評 在线评论 線上評論 网评",
    "hotline": "hotline phone telephone call callcenter callcentre helpline telefoon hulplijn bellen "
    "电话 電話 热线 熱線 客服热线",
    "social media": "socialmedia social twitter x facebook instagram weibo wechat tiktok linkedin "
    "socialemedia 微博 微信 社交媒体 社交媒體 社群媒體",
    "e-mail": "email mail emails mails 邮件 郵件 电子邮件 電子郵件 邮箱",
}
_KNOWN = {word: name for name, words in _SPELLINGS.items() for word in words.split()}
_ACCENTS = str.maketrans("éèêëáàâäíìîïóòôöúùûü", "eeeeaaaaiiiioooouuuu")


def plain(words: object) -> str:
    """Strip a header or name to what counts: small letters and digits, without accents.

    Parameters
    ----------
    words : object

    Returns
    -------
    str

    Examples
    --------
    >>> plain("E-Mail "), plain("Enquête")
    ('email', 'enquete')
    """
    return re.sub(r"[\W_]+", "", str(words).casefold().translate(_ACCENTS))


def channel_of(cell: object) -> str:
    """Name the channel that a cell spells in English, Chinese or Dutch.

    Parameters
    ----------
    cell : object

    Returns
    -------
    str
        One of ``CHANNELS``, or nothing where the spelling is not known.

    Examples
    --------
    >>> channel_of("Google review"), channel_of("热线"), channel_of("fax")
    ('online review', 'hotline', '')
    """
    return _KNOWN.get(plain(cell), "")
