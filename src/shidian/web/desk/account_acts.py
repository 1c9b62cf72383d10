"""What a person does with an own account: signing in and out, the second factor, the password, mail and tokens."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shidian.errors import DeskError, DeskMissing, SignedOut
from shidian.store.signing.mailboxes import MailboxShelf
from shidian.store.signing.sign_in import DEVICE as KNOWN
from shidian.web.desk import account_views as a
from shidian.web.desk.act import Act, Said, on
from shidian.web.desk.pages import HOME, next_of
from shidian.web.desk.who import DEVICE, FORM, HALF, SESSION, DeskVisit, address_of, bearer_of, keep
from shidian.web.page import address


def sign_in(visit: DeskVisit, request: Request, said: Said) -> Response:
    """Sign in: always a new session; the one before ends."""
    people = visit.programme.people
    word = people.sign_in(said.get("login", ""), said.get("password", ""), address_of(request), request.cookies.get(DEVICE))
    people.sign_out(request.cookies.get(SESSION))
    where = next_of(said.get("next"), visit.lang)
    if people.half(word):
        answer = RedirectResponse(address(f"/{visit.lang}{HOME}/sign-in/code", {"next": where}), status_code=303)
        keep(answer, request, HALF, word, 300)
        return answer
    return _signed_in(visit, request, word, where)


def second(visit: DeskVisit, request: Request, said: Said) -> Response:
    """The second step of signing in."""
    word = visit.programme.people.second(request.cookies.get(HALF), said.get("code", ""))
    return _signed_in(visit, request, word, next_of(said.get("next"), visit.lang))


def welcome(visit: DeskVisit, request: Request, said: Said) -> Response:
    """Use a one-time link."""
    if said.get("password") != said.get("again"):
        raise DeskError("the two passwords differ", hint="go back and write the same twice")
    word = visit.programme.people.set_password(visit.path["word"], said.get("password", ""))
    return _signed_in(visit, request, word, f"/{visit.lang}{HOME}")


def sign_out(visit: DeskVisit, request: Request, _: Said) -> Response:
    """End this session."""
    visit.programme.people.sign_out(request.cookies.get(SESSION))
    answer = on(visit, "/sign-in")
    answer.delete_cookie(SESSION, path="/")
    return answer


def sign_out_everywhere(visit: DeskVisit, request: Request, said: Said) -> Response:
    """End all sessions and tokens of this person."""
    visit.programme.people.sign_out_everywhere(visit.who)
    return sign_out(visit, request, said)


def begin_second(visit: DeskVisit, request: Request, _: Said) -> a.SecondPage:
    """A secret for an authenticator, to be confirmed with its first code."""
    return a.second_page(visit.programme.people.begin_second(visit.who), visit.who.login, request.url.hostname or "shidian")


def confirm_second(visit: DeskVisit, _: Request, said: Said) -> a.CodesPage:
    """Ask for the second factor from now on; the recovery codes are shown once."""
    return a.CodesPage(tuple(visit.programme.people.confirm_second(visit.who, said.get("code", ""))))


def end_second(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Ask for no second factor any more."""
    visit.programme.people.take_second(visit.who, said.get("code", ""))
    return on(visit, "/account")


def password(visit: DeskVisit, request: Request, said: Said) -> Response:
    """A new password for oneself; this browser stays signed in, and no other."""
    if said.get("password") != said.get("again"):
        raise DeskError("the two passwords differ", hint="go back and write the same twice")
    word = visit.programme.people.change_password(visit.who, said.get("old", ""), said.get("password", ""))
    return _signed_in(visit, request, word, f"/{visit.lang}{HOME}/account")


def mailbox(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Where the daily digest goes, or that none is wanted."""
    MailboxShelf(visit.programme.people).set(visit.who, said.get("address") or None, visit.lang)
    return on(visit, "/account")


def token(visit: DeskVisit, request: Request, said: Said) -> a.TokenPage:
    """A token for programs, or the address of a calendar, shown once."""
    allowed, days, region = said.get("may", "read"), said.get("days", ""), said.get("region") or None
    acts = a.TOKEN_ACTS.get(allowed)
    if (acts is None and allowed != "calendar") or not (days.isascii() and days.isdigit() and len(days) < 4):
        raise DeskError("a token says what it may do, and for how many days")
    if region is not None and region not in visit.programme.regions:
        raise DeskMissing("there is no such region, or you may not see it")
    name, regions = said.get("name", ""), [region] if region else None
    if acts is None:
        word = visit.programme.people.feed(visit.who, name, int(days), regions)
        return a.TokenPage(name, f"{request.url.scheme}://{request.url.netloc}/{visit.lang}{HOME}/calendar/{word}.ics", True)
    word = visit.programme.people.token(visit.who, name, writes=allowed != "read", days=int(days), acts=acts, regions=regions)
    return a.TokenPage(name, word)


def end_token(visit: DeskVisit, _: Request, __: Said) -> Response:
    visit.programme.people.end_token(visit.who, visit.path["id"])
    return on(visit, "/account")


def _signed_in(visit: DeskVisit, request: Request, word: str, where: str) -> Response:
    if bearer_of(request) is not None:
        raise SignedOut("a program with a token does not sign in")
    answer = RedirectResponse(where, status_code=303)
    keep(answer, request, SESSION, word, 36_000)
    keep(answer, request, DEVICE, visit.programme.people.known(word, request.cookies.get(DEVICE)), KNOWN.days * 86_400)
    for name in (FORM, HALF):
        answer.delete_cookie(name, path="/")
    return answer


ACCOUNT_ACTS: tuple[Act, ...] = (
    Act("/sign-in", sign_in, frozenset({"login", "password", "next"}), FORM),
    Act("/sign-in/code", second, frozenset({"code", "next"}), FORM),
    Act("/welcome/{word}", welcome, frozenset({"password", "again"}), FORM),
    Act("/sign-out", sign_out),
    Act("/sign-out-everywhere", sign_out_everywhere),
    Act("/account/second", begin_second),
    Act("/account/second/confirm", confirm_second, frozenset({"code"})),
    Act("/account/second/end", end_second, frozenset({"code"})),
    Act("/account/password", password, frozenset({"old", "password", "again"})),
    Act("/account/mail", mailbox, frozenset({"address"})),
    Act("/account/tokens", token, frozenset({"name", "may", "days", "region"})),
    Act("/account/tokens/{id}/end", end_token),
)
