"""A mail to those who look after the press monitor: what just went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import escape

from digest.mail import MailBody
from digest.words import Words
from knowledge import Knowledge
from news.alarm import Alarm, AlarmKind


def render_alert(
    alarms: Sequence[Alarm], knowledge: Knowledge, language: str, zone: ZoneInfo
) -> MailBody:
    """The mail that tells of some alarms, urgent ones first."""
    words = Words(knowledge, language, zone)
    ordered = sorted(alarms, key=lambda alarm: not alarm.kind.urgent)
    lines = [say_alarm(alarm, words) for alarm in ordered]
    subject = words.say("alert-subject", len(lines))
    closing = words.say("alert-closing")
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>"
        f"<body><p>{escape(subject)}</p><ul>{items}</ul><p>{escape(closing)}</p></body></html>"
    )
    text = "\n".join((subject, "", *(f"- {line}" for line in lines), "", closing, ""))
    return MailBody(subject, html, text)


def say_alarm(alarm: Alarm, words: Words) -> str:
    """One sentence: what, since when."""
    since = words.date_and_clock(alarm.since)
    match alarm.kind:
        case AlarmKind.SOURCE:
            source = words.knowledge.sources.get(alarm.subject)
            state = words.say(f"state-{alarm.detail}")
            return words.say("alarm-source", source.name if source else alarm.subject, state, since)
        case AlarmKind.LANGUAGE:
            return words.say("alarm-language", words.say(f"language-{alarm.subject}"), since)
        case AlarmKind.DIGEST_MISSING:
            language, day = alarm.subject.split(" ")
            told = words.long_date(date.fromisoformat(day))
            return words.say("alarm-digest-missing", words.say(f"language-{language}"), told)
        case AlarmKind.RUN_MISSING:
            return words.say("alarm-run-missing", since)
        case AlarmKind.DUTY_FAILED:
            duty = words.say(f"duty-{alarm.subject}")
            return words.say("alarm-duty-failed", duty, since, alarm.detail)
        case AlarmKind.RUN_FAILED:
            return words.say("alarm-run-failed", since, alarm.detail)
