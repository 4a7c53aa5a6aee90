"""Every address of the panel with the right it needs. There is no other place to add one (`admin/access.py`)."""

from admin.access import MEGABYTE, Door, Route
from admin.assets import asset
from admin.live import stream
from admin.views import account, appointments, campaigns, conversation, deeds, desk, family, files, help, sign_in
from core.cases.files import MAX_UPLOAD
from core.permissions import Permission as P

WITH_FILES = MAX_UPLOAD + MEGABYTE


def panel_routes() -> tuple[Route, ...]:
    """The whole table."""
    return (*_coming_and_going(), *_desk(), *_deeds(), *_appointments(), *_campaigns(), *_own_account(), *_frame())


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
    )


def _campaigns() -> tuple[Route, ...]:
    return (
        Route("GET", "/campaigns", campaigns.campaigns_page, P.RUN_CAMPAIGNS),
        Route("GET", "/campaigns/new", campaigns.new_page, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns", campaigns.save, P.RUN_CAMPAIGNS),
        Route("GET", "/campaigns/{id}", campaigns.campaign_page, P.RUN_CAMPAIGNS),
        Route("GET", "/campaigns/{id}/progress", campaigns.progress, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}", campaigns.save, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/launch", campaigns.launch, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/approve", campaigns.approve, P.APPROVE_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/return", campaigns.give_back, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/pause", campaigns.pause, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/resume", campaigns.resume, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/cancel", campaigns.cancel, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/ledger", campaigns.ledger, P.RUN_CAMPAIGNS),
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
