"""What an e-mail address says about a lead without saying who it is: the kind of its domain."""

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
