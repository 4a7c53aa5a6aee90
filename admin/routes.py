"""Every address of the panel with the right it needs. There is no other place to add one (`admin/access.py`)."""

from admin.access import MEGABYTE, Door, Route
from admin.assets import asset
from admin.live import stream
from admin.views import (
    account,
    appointments,
    booking,
    centre,
    conversation,
    deeds,
    desk,
    family,
    files,
    gatherings,
    help,
    sign_in,
    waiting,
)
from core.cases.files import MAX_UPLOAD
from core.permissions import Permission as P

WITH_FILES = MAX_UPLOAD + MEGABYTE


def panel_routes() -> tuple[Route, ...]:
    """The whole table."""
    return (*_coming_and_going(), *_desk(), *_deeds(), *_appointments(), *_centres(), *_own_account(), *_frame())


def _coming_and_going() -> tuple[Route, ...]:
    return (
        Route("GET", "/sign-in", sign_in.sign_in_page, Door.OPEN),
        Route("POST", "/sign-in", sign_in.enter, Door.OPEN),
        Route("POST", "/sign-out", sign_in.leave, Door.SIGNED_IN, before_own_password=True),
        Route("GET", "/", sign_in.home, Door.SIGNED_IN),
    )


def _desk() -> tuple[Route, ...]:
    return (
        Route("GET", "/inbox", desk.inbox_page, P.READ_INBOX),
        Route("GET", "/inbox/list", desk.inbox_list, P.READ_INBOX),
        Route("GET", "/conversations/{id}", conversation.conversation_page, P.READ_CONVERSATION),
        Route("GET", "/conversations/{id}/stream", conversation.conversation_stream, P.READ_CONVERSATION),
        Route("GET", "/conversations/{id}/family", family.family_fragment, P.READ_FAMILY),
        Route("GET", "/files/{id}", files.save_file, P.READ_CONVERSATION),
        Route("GET", "/files/{id}/picture", files.show_picture, P.READ_CONVERSATION),
    )


def _deeds() -> tuple[Route, ...]:
    return (
        Route("POST", "/conversations/{id}/take", deeds.take_conversation, P.TAKE_CASE),
        Route("POST", "/conversations/{id}/return", deeds.return_conversation, P.TAKE_CASE),
        Route("POST", "/conversations/{id}/reply", deeds.post_reply, P.REPLY, body_limit=WITH_FILES),
        Route("POST", "/conversations/{id}/retry", deeds.retry, P.REPLY),
        Route("POST", "/conversations/{id}/note", deeds.post_note, P.WRITE_NOTE),
        Route("POST", "/conversations/{id}/draft", deeds.keep_draft, P.WRITE_NOTE),
        Route("POST", "/conversations/{id}/read", deeds.note_read, P.READ_CONVERSATION),
        Route("POST", "/conversations/{id}/ask-whether-solved", deeds.ask_whether_solved, P.CLOSE_CASE),
    )


def _appointments() -> tuple[Route, ...]:
    return (
        Route("GET", "/appointments", appointments.appointments_page, P.READ_APPOINTMENTS),
        Route("GET", "/appointments/list", appointments.appointments_fragment, P.READ_APPOINTMENTS),
        Route("POST", "/appointments", appointments.record_visit, P.MANAGE_APPOINTMENTS),
        Route("GET", "/book", booking.book_page, P.MANAGE_APPOINTMENTS),
        Route("POST", "/book", booking.book_visit, P.MANAGE_APPOINTMENTS),
        Route("GET", "/visits/{ticket}", booking.visit_page, P.READ_APPOINTMENTS),
        Route("POST", "/visits/{ticket}", booking.change_visit, P.MANAGE_APPOINTMENTS),
        Route("GET", "/waiting", waiting.waiting_page, P.READ_APPOINTMENTS),
        Route("POST", "/waiting", waiting.end_waiting, P.MANAGE_APPOINTMENTS),
    )


def _centres() -> tuple[Route, ...]:
    return (
        Route("GET", "/gatherings", gatherings.gatherings_page, P.READ_APPOINTMENTS),
        Route("POST", "/gatherings", gatherings.enter_gathering, P.MANAGE_SCHEDULE),
        Route("GET", "/gatherings/{id}", gatherings.gathering_page, P.READ_APPOINTMENTS),
        Route("POST", "/gatherings/{id}", gatherings.change_people, P.MANAGE_APPOINTMENTS),
        Route("POST", "/gatherings/{id}/offer", gatherings.offer_gathering, P.MANAGE_SCHEDULE),
        Route("GET", "/centres", centre.centres_page, P.MANAGE_SCHEDULE),
        Route("GET", "/centres/{id}", centre.centre_page, P.MANAGE_SCHEDULE),
        Route("POST", "/centres/{id}", centre.change_centre, P.MANAGE_SCHEDULE),
    )


def _own_account() -> tuple[Route, ...]:
    return (
        Route("GET", "/account", account.account_page, Door.SIGNED_IN, before_own_password=True),
        Route("POST", "/account/password", account.choose_password, Door.SIGNED_IN, before_own_password=True),
        Route("POST", "/account/sessions/end", account.end_one, Door.SIGNED_IN),
        Route("POST", "/account/sessions/end-others", account.end_others, Door.SIGNED_IN),
    )


def _frame() -> tuple[Route, ...]:
    return (
        Route("GET", "/help", help.help_page, Door.SIGNED_IN),
        Route("GET", "/events", stream, P.READ_INBOX),
        Route("GET", "/static/{name}", asset, Door.OPEN),
    )
