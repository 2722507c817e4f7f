"""Write the exports beside this file, each the way its tool writes it, from one small truth.

Shapes after: Qualtrics' "Understanding Your Dataset" and the samples of the R package qualtRics;
the LimeSurvey manual's "Exporting results"; KoboToolbox' "Exporting and downloading your data";
downloads of Google Forms, Microsoft Forms and SurveyMonkey. Run it again after a change of the
questions' words: python tests/responses/exports/make.py
"""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl

import svqkit as svq

HERE = Path(__file__).resolve().parent
N, ITEMS = 12, [f"Q{i}" for i in range(1, 23)]
START = datetime(2026, 3, 2, 10, 15, 0)
FORMS = ("expectation", "perception")


def truth() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(11)
    mood = rng.normal(size=(N, 1))
    return {
        "expectation": np.clip(np.rint(5.8 + rng.normal(size=(N, 22))), 1, 7).astype(int),
        "perception": np.clip(np.rint(4.6 + mood + rng.normal(size=(N, 22))), 1, 7).astype(int),
    }


def questions(language: str, service: str) -> tuple[Any, dict[str, list[str]]]:
    one = svq.load_instrument("servqual", language, service=service)
    return one, {form: [one.wording(code, form) for code in ITEMS] for form in FORMS}


def write(name: str, rows: list[list[object]], quote: int, delimiter: str = ",", bom: bool = False):
    path = HERE / name
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        csv.writer(file, quoting=quote, delimiter=delimiter, lineterminator="\n").writerows(rows)


def when(respondent: int, minutes: int = 0) -> datetime:
    return START + timedelta(hours=respondent, minutes=minutes)


def google(answers: dict[str, np.ndarray]) -> None:
    """Grids of a Dutch form: the section's title, then each row in brackets; words as answers."""
    one, asked = questions("nl", "bank")
    titles = {"expectation": "Wat u verwacht", "perception": "Wat u ervaart"}
    header = ["Tijdstempel", "E-mailadres"]
    header += [f"{titles[form]} [{text}]" for form in FORMS for text in asked[form]]
    header += ["In welk filiaal was u?"]
    rows: list[list[object]] = [header]
    for i in range(N):
        words = [one.scale.anchors[int(a)] for form in FORMS for a in answers[form][i]]
        stamp = when(i).strftime("%Y/%m/%d %I:%M:%S %p GMT+1")
        rows.append([stamp, f"klant{i}@example.org", *words, ["Noord", "Zuid"][i % 2]])
    write("google_forms_nl.csv", rows, csv.QUOTE_ALL)


def limesurvey(answers: dict[str, np.ndarray]) -> None:
    """Once with question codes and answer codes, once with full texts and words in Chinese."""
    coded: list[list[object]] = [
        [
            "id",
            "submitdate",
            "lastpage",
            "startlanguage",
            "seed",
            "startdate",
            "datestamp",
            "ipaddr",
        ]
        + [f"{form}[{form[0].upper()}{i}]" for form in FORMS for i in range(1, 23)]
        + ["checkA[check1]"]
    ]
    one, asked = questions("zh-Hant", "hotel")
    titles = {"expectation": "您的期望", "perception": "您的感受"}
    full: list[list[object]] = [
        ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started",
         "Date last action", "IP address"]
        + [f"{titles[form]} [{text}]" for form in FORMS for text in asked[form]]
    ]  # fmt: skip
    for i in range(N):
        begun, done = (when(i, m).strftime("%Y-%m-%d %H:%M:%S") for m in (0, 7))
        sent = "" if i == 5 else done
        about = [i + 1, sent, 2, "zh-Hant-TW", 1000 + i, begun, done, f"192.0.2.{i}"]
        given = [int(a) for form in FORMS for a in answers[form][i]]
        coded.append([*about, *(f"AO{a:02d}" for a in given), "AO05"])
        full.append([*about, *(one.scale.anchors[a] for a in given)])
    write("limesurvey_codes.csv", coded, csv.QUOTE_ALL, bom=True)
    write("limesurvey_full_zh_hant.csv", full, csv.QUOTE_ALL, bom=True)


def qualtrics(answers: dict[str, np.ndarray]) -> None:
    """Three rows of headers, choice texts, one answer of the survey's own preview."""
    one, asked = questions("en", "hotel")
    about = [
        ("StartDate", "Start Date", "startDate"), ("EndDate", "End Date", "endDate"),
        ("Status", "Response Type", "status"), ("IPAddress", "IP Address", "ipAddress"),
        ("Progress", "Progress", "progress"),
        ("Duration (in seconds)", "Duration (in seconds)", "duration"),
        ("Finished", "Finished", "finished"), ("RecordedDate", "Recorded Date", "recordedDate"),
        ("ResponseId", "Response ID", "_recordId"),
        ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
        ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
        ("RecipientEmail", "Recipient Email", "recipientEmail"),
        ("ExternalReference", "External Data Reference", "externalDataReference"),
        ("LocationLatitude", "Location Latitude", "locationLatitude"),
        ("LocationLongitude", "Location Longitude", "locationLongitude"),
        ("DistributionChannel", "Distribution Channel", "distributionChannel"),
        ("UserLanguage", "User Language", "userLanguage"),
    ]  # fmt: skip
    titles = {"expectation": "What you expect", "perception": "What you experience"}
    blocks = [(k, form, i) for k, form in enumerate(FORMS, start=1) for i in range(22)]
    rows: list[list[object]] = [
        [*(name for name, _, _ in about), *(f"Q{k}_{i + 1}" for k, _, i in blocks)],
        [*(text for _, text, _ in about)]
        + [f"{titles[form]} - {asked[form][i]}" for _, form, i in blocks],
        [*(json.dumps({"ImportId": code, "timeZone": "Europe/Amsterdam"} if "Date" in code
                      else {"ImportId": code}, separators=(",", ":")) for _, _, code in about),
         *(json.dumps({"ImportId": f"QID{k}_{i + 1}"}, separators=(",", ":"))
           for k, _, i in blocks)],
    ]  # fmt: skip
    for i in range(N):
        begun, done = (when(i, m).strftime("%Y-%m-%d %H:%M:%S") for m in (0, 6))
        kind = "Survey Preview" if i == 0 else "IP Address"
        rows.append(
            [begun, done, kind, f"198.51.100.{i}", 100, 360 + i, "True", done, f"R_{i:015d}", "", "",
             "", "", "52.37", "4.89", "anonymous", "EN"]
            + [one.scale.anchors[int(answers[form][i][at])] for _, form, at in blocks]
        )  # fmt: skip
    write("qualtrics.csv", rows, csv.QUOTE_MINIMAL)


def kobo(answers: dict[str, np.ndarray]) -> None:
    """XML values and headers with groups, separated by semicolons, as downloaded."""
    header = ["start", "end"]
    header += [f"{form}/{form[0].upper()}{i}" for form in FORMS for i in range(1, 23)]
    header += ["questions/branch", "questions/_gps_latitude", "__version__", "_id", "_uuid",
               "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
               "_tags", "_index"]  # fmt: skip
    rows: list[list[object]] = [header]
    for i in range(N):
        given = [int(a) for form in FORMS for a in answers[form][i]]
        begun, done = (when(i, m).isoformat() + ".000+01:00" for m in (0, 5))
        rows.append(
            [begun, done, *given, ["north", "south"][i % 2], "52.1", "vK3", 9000 + i,
             f"00000000-0000-4000-8000-{i:012d}", when(i, 5).isoformat(), "", "",
             "submitted_via_web", f"user{i}", "", i + 1]
        )  # fmt: skip
    write("kobotoolbox.csv", rows, csv.QUOTE_ALL, delimiter=";")


def microsoft(answers: dict[str, np.ndarray]) -> None:
    """A workbook with the statements of both Likert questions as headers, words in Chinese."""
    one, asked = questions("zh-Hans", "restaurant")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
                 + [text for form in FORMS for text in asked[form]])  # fmt: skip
    for i in range(N):
        words = [one.scale.anchors[int(a)] for form in FORMS for a in answers[form][i]]
        sheet.append(
            [i + 1, when(i), when(i, 8), f"gast{i}@example.org", f"Gast {i}", None, *words]
        )
    book.properties.created = book.properties.modified = START
    book.save(HERE / "microsoft_forms_zh_hans.xlsx")


def surveymonkey(answers: dict[str, np.ndarray]) -> None:
    """Two rows of headers: a question stands over its first column only."""
    one, asked = questions("en", "bank")
    titles = {"expectation": "What you expect", "perception": "What you experience"}
    first = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
             "Email Address", "First Name", "Last Name", "Custom Data 1"]  # fmt: skip
    second: list[object] = [""] * 9
    for form in FORMS:
        first += [titles[form], *[""] * 21]
        second += asked[form]
    first += ["Which branch do you use?"]
    second += ["Open-Ended Response"]
    rows: list[list[object]] = [first, second]
    for i in range(N):
        words = [one.scale.anchors[int(a)] for form in FORMS for a in answers[form][i]]
        begun, done = (when(i, m).strftime("%m/%d/%Y %I:%M:%S %p") for m in (0, 9))
        rows.append([11_000_000_000 + i, 400_000_000, begun, done, f"203.0.113.{i}", "", "", "", "",
                     *words, ["North", "South"][i % 2]])  # fmt: skip
    write("surveymonkey.csv", rows, csv.QUOTE_MINIMAL)


def main() -> None:
    answers = truth()
    header = [f"{form[0].upper()}{i}" for form in FORMS for i in range(1, 23)]
    rows = [[int(a) for form in FORMS for a in answers[form][i]] for i in range(N)]
    write("truth.csv", [header, *rows], csv.QUOTE_MINIMAL)
    for one in (google, limesurvey, qualtrics, kobo, microsoft, surveymonkey):
        one(answers)


if __name__ == "__main__":
    main()
