"""Leads and their snapshots as plain arrays, and the kind of an e-mail address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, Mask, Moments
from leadscore.model.timestamps import DAY


@dataclass(frozen=True)
class LeadTable:
    """The leads' columns that a model may read, one entry per lead.

    Attributes:
        ids: The leads' ids, as text.
        columns: Per column an array by its role. numeric: float64, NaN where missing. category and email: objects,
            text or None. date: moments, ``NEVER`` where missing.
        created_at: Moment of creation per lead; None in data without dates.
        unread: By column, where a value was not given at all, or was given and could not be read; it is missing then.
            Columns of which nothing of the kind is known are left out.
    """

    ids: tuple[str, ...]
    columns: Mapping[str, NDArray[Any]]
    created_at: Moments | None = None
    unread: Mapping[str, Mask] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def slice(self, start: int, stop: int) -> "LeadTable":
        """The leads from position ``start`` up to, not including, ``stop``."""
        return self.take(np.arange(start, min(stop, len(self))))

    def take(self, positions: NDArray[Any]) -> "LeadTable":
        """The leads at these positions."""
        return replace(
            self,
            ids=tuple(self.ids[position] for position in positions),
            columns={name: values[positions] for name, values in self.columns.items()},
            created_at=None if self.created_at is None else self.created_at[positions],
            unread={name: mask[positions] for name, mask in self.unread.items()},
        )


@dataclass(frozen=True)
class Snapshots:
    """Snapshots: leads, each as known at one moment.

    Attributes:
        lead: Position of the lead in its ``LeadTable``, int64, one per snapshot.
        as_of: The moment of the snapshot; only what was known strictly before it counts. In data without dates
            it has no meaning and is zero.
    """

    lead: Integers
    as_of: Moments

    def __len__(self) -> int:
        return len(self.lead)

    def take(self, rows: NDArray[Any]) -> "Snapshots":
        """The snapshots at these positions, or where this mask is true."""
        return Snapshots(self.lead[rows], self.as_of[rows])

    def age_days(self, leads: LeadTable) -> Floats:
        """Days from the lead's creation to the snapshot; NaN in data without dates."""
        if leads.created_at is None:
            return np.full(len(self), np.nan)
        return (self.as_of - leads.created_at[self.lead]) / DAY


KINDS = ("company", "disposable", "free")

FREE = frozenset(
    """gmail.com googlemail.com yahoo.com yahoo.de yahoo.co.uk yahoo.fr hotmail.com hotmail.de hotmail.co.uk hotmail.fr
    outlook.com outlook.de live.com live.de msn.com icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.com gmx.at
    gmx.ch web.de t-online.de freenet.de arcor.de mail.com mail.ru yandex.ru yandex.com proton.me protonmail.com
    pm.me zoho.com fastmail.com tutanota.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it
    tiscali.it alice.it terra.com.br uol.com.br bol.com.br ig.com.br qq.com 163.com 126.com sina.com naver.com
    daum.net rediffmail.com btinternet.com sky.com virginmedia.com comcast.net verizon.net att.net sbcglobal.net
    bellsouth.net cox.net charter.net shaw.ca rogers.com bigpond.com optusnet.com.au ziggo.nl kpnmail.nl planet.nl
    bluewin.ch wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz abv.bg ukr.net inbox.lv""".split()
)

DISPOSABLE = frozenset(
    """mailinator.com guerrillamail.com guerrillamail.info 10minutemail.com temp-mail.org tempmail.com yopmail.com
    trashmail.com trash-mail.com throwawaymail.com getnada.com maildrop.cc dispostable.com sharklasers.com
    fakeinbox.com mailnesia.com mintemail.com mytemp.email moakt.com emailondeck.com spamgourmet.com wegwerfmail.de
    wegwerfemail.de discard.email spam4.me mohmal.com tempail.com burnermail.io""".split()
)


def email_kind(address: str | None) -> str | None:
    """Kind of the address's domain: company, free or disposable; None where there is no address.

    >>> email_kind("ann@gmail.com"), email_kind("ann@acme.io"), email_kind("not an address")
    ('free', 'company', None)
    """
    if address is None:
        return None
    domain = address.rpartition("@")[2].strip(" \t>").lower()  # of "Ann <ann@acme.io>", too
    if "@" not in address or "." not in domain:
        return None
    if domain in DISPOSABLE:
        return "disposable"
    return "free" if domain in FREE else "company"
