"""Who works in the simulated company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

BOT = "U0TRELLIS"
BOT_ID = "B0TRELLIS"
APP_ID = "A0TRELLIS"
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person or bot as Slack's users.info tells of them; `emoji` and `colour` draw a face."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "Europe/Berlin"
    email: str = ""
    emoji: str = "🙂"
    colour: str = "4a7c59"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    status_emoji: str = ""

    @property
    def is_person(self) -> bool:
        """Tell whether somebody sits behind this account, deactivated or not."""
        return not self.is_bot and self.id != SLACKBOT

    def as_slack(self, team_id: str, at: datetime, *, with_email: bool) -> dict[str, Any]:
        """Return the user object of users.info; its zone's offset is the one that holds at `at`."""
        user: dict[str, Any] = {
            "id": self.id,
            "team_id": team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": self.colour,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(at.timestamp()),
            "profile": self._profile(team_id, with_email=with_email),
        }
        return user if self.deleted else {**user, **self._standing(at)}

    def _profile(self, team_id: str, *, with_email: bool) -> dict[str, Any]:
        profile = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.real_name.split()[0],
            "display_name_normalized": self.real_name.split()[0],
            "status_text": "",
            "status_emoji": self.status_emoji,
            "team": team_id,
        }
        return {**profile, "email": self.email} if with_email and self.email else profile

    def _standing(self, at: datetime) -> Mapping[str, Any]:
        offset = at.astimezone(ZoneInfo(self.tz)).utcoffset()
        return {
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz.partition("/")[2].replace("_", " ") or self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": True,
            "who_can_share_contact_card": "EVERYONE",
        }


def demo_company() -> tuple[Member, ...]:
    """Return two managers, four reports, a newcomer and a guest, in three zones, and two bots."""
    return (*_people(), *_machines())


def _people() -> tuple[Member, ...]:
    berlin, lisbon, york = "Europe/Berlin", "Europe/Lisbon", "America/New_York"
    rows = (
        ("U0MAYA", "maya", "Maya Brandt", "Support manager", berlin, "🦉", "7b5ea7"),
        ("U0KIM", "kim", "Kim Duarte", "Engineering manager", lisbon, "🦊", "b5532f"),
        ("U0DEV", "dev", "Dev Malik", "Support engineer", berlin, "🐻", "2f7f8f"),
        ("U0ANA", "ana", "Ana Sousa", "Data analyst", lisbon, "🐬", "3f6fc2"),
        ("U0TOM", "tom", "Tom Reyes", "Backend engineer", york, "🐢", "5f7f2f"),
        ("U0LENA", "lena", "Lena Vogt", "Technical writer", berlin, "🦋", "b04a7a"),
        ("U0NOOR", "noor", "Noor Haddad", "Joined last week", berlin, "🐣", "86681a"),
        ("U0GUS", "gus", "Gus Lind", "Guest from an agency", york, "🦔", "6f6f6f"),
    )
    return tuple(
        Member(
            id=user,
            name=name,
            real_name=full,
            title=title,
            tz=zone,
            emoji=emoji,
            colour=colour,
            email=f"{name}@example.com",
            is_admin=user == "U0KIM",
            is_owner=user == "U0KIM",
            is_restricted=user == "U0GUS",
        )
        for user, name, full, title, zone, emoji, colour in rows
    )


def _machines() -> tuple[Member, ...]:
    trellis = Member(id=BOT, name="trellis", real_name="Trellis", tz="UTC", is_bot=True, emoji="🌱")
    slackbot = Member(id=SLACKBOT, name="slackbot", real_name="Slackbot", tz="UTC", emoji="🤖")
    return (trellis, slackbot)
