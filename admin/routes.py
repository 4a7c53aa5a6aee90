"""Every address of the panel with the right it needs. There is no other place to add one (`admin/access.py`)."""

from admin.access import MEGABYTE, Door, Route
from admin.assets import asset
from admin.live import stream
from admin.views import (
    account,
    appointments,
    assigning,
    booking,
    campaign_copies,
    campaigns,
    cases,
    centre,
    changes,
    channel,
    conversation,
    deeds,
    desk,
    duty,
    family,
    files,
    gatherings,
    handing,
    help,
    helplines,
    outings,
    poster,
    proposals,
    roster,
    searching,
    sign_in,
    sorting,
    tasks,
    templates,
    visits,
    waiting,
)
from core.cases.files import MAX_UPLOAD
from core.permissions import Permission as P

WITH_FILES = MAX_UPLOAD + MEGABYTE


def panel_routes() -> tuple[Route, ...]:
    """The whole table."""
    return (
        *_coming_and_going(),
        *_cases(),
        *_proposals(),
        *_tasks(),
        *_desk(),
        *_deeds(),
        *_handing(),
        *_templates(),
        *_appointments(),
        *_centres(),
        *_campaigns(),
        *_changes(),
        *_duty(),
        *_own_account(),
        *_frame(),
    )


def _coming_and_going() -> tuple[Route, ...]:
    return (
        Route("GET", "/sign-in", sign_in.sign_in_page, Door.OPEN),
        Route("POST", "/sign-in", sign_in.enter, Door.OPEN),
        Route("POST", "/sign-in/code", sign_in.enter_with_code, Door.OPEN),
        Route("POST", "/sign-out", sign_in.leave, Door.SIGNED_IN, before_own_password=True),
        Route("GET", "/", sign_in.home, Door.SIGNED_IN),
    )


def _desk() -> tuple[Route, ...]:
    return (
        Route("GET", "/inbox", desk.inbox_page, P.READ_INBOX),
        Route("GET", "/inbox/list", desk.inbox_list, P.READ_INBOX),
        Route("GET", "/inbox/queues", desk.queues, P.READ_INBOX),
        Route("GET", "/search", searching.search_page, P.READ_CONVERSATION),
        Route("GET", "/conversations/{id}", conversation.conversation_page, P.READ_CONVERSATION),
        Route("GET", "/conversations/{id}/stream", conversation.conversation_stream, P.READ_CONVERSATION),
        Route("GET", "/conversations/{id}/family", family.family_fragment, P.READ_FAMILY),
        Route("POST", "/conversations/{id}/received", family.note_received, P.CORRECT_FACT),
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


def _handing() -> tuple[Route, ...]:
    return (
        Route("POST", "/conversations/{id}/take-back", deeds.take_message_back, P.REPLY),
        Route("POST", "/conversations/{id}/correct", deeds.correct, P.REPLY),
        Route("POST", "/conversations/{id}/offer", handing.offer, P.TRANSFER_CASE),
        Route("POST", "/conversations/{id}/withdraw", handing.withdraw, P.TRANSFER_CASE),
        Route("POST", "/conversations/{id}/give", handing.give, P.TRANSFER_CASE),
        Route("POST", "/conversations/{id}/snooze", sorting.snooze, P.REPLY),
        Route("POST", "/conversations/{id}/tags", sorting.tag, P.WRITE_NOTE),
        Route("POST", "/transfers/{id}/accept", handing.accept, P.TAKE_CASE),
        Route("POST", "/transfers/{id}/refuse", handing.refuse, P.TAKE_CASE),
        Route("POST", "/absences", handing.plan_to_be_away, P.TRANSFER_CASE),
        Route("POST", "/absences/end", handing.be_back, P.TRANSFER_CASE),
    )


def _templates() -> tuple[Route, ...]:
    return (
        Route("GET", "/templates", templates.templates_page, P.REPLY),
        Route("POST", "/templates", templates.keep_template, P.REPLY),
        Route("POST", "/templates/remove", templates.drop_template, P.REPLY),
        Route("GET", "/conversations/{id}/template", templates.filled_template, P.REPLY),
    )


def _tasks() -> tuple[Route, ...]:
    return (
        Route("GET", "/tasks", tasks.tasks_page, P.READ_FAMILY),
        Route("POST", "/tasks", tasks.finish, P.READ_FAMILY),
    )


def _proposals() -> tuple[Route, ...]:
    return (
        Route("GET", "/proposals", proposals.proposals_page, P.READ_INBOX),
        Route("POST", "/proposals", proposals.answer, P.REPLY),
    )


def _cases() -> tuple[Route, ...]:
    return (
        Route("GET", "/board", cases.board_page, P.READ_INBOX),
        Route("GET", "/board/columns", cases.board_fragment, P.READ_INBOX),
        Route("GET", "/cases/{id}", cases.case_page, P.READ_FAMILY),
        Route("GET", "/cases/{id}/sheet", cases.case_fragment, P.READ_FAMILY),
        Route("POST", "/cases/{id}/move", cases.move, P.REPLY),
        Route("POST", "/cases/{id}/goals", cases.add_goal, P.REPLY),
        Route("POST", "/cases/{id}/goals/mark", cases.mark_goal, P.REPLY),
        Route("POST", "/cases/{id}/steps", cases.add_step, P.REPLY),
        Route("POST", "/cases/{id}/steps/mark", cases.mark_step, P.REPLY),
        Route("POST", "/cases/{id}/papers", cases.ask_papers, P.REPLY),
        Route("POST", "/cases/{id}/check-ins", cases.add_check_in, P.REPLY),
        Route("POST", "/cases/{id}/check-ins/mark", cases.tick_check_in, P.REPLY),
        Route("POST", "/cases/{id}/route", cases.use_route, P.REPLY),
    )


def _appointments() -> tuple[Route, ...]:
    return (
        Route("GET", "/appointments", appointments.appointments_page, P.READ_APPOINTMENTS),
        Route("GET", "/appointments/list", appointments.appointments_fragment, P.READ_APPOINTMENTS),
        Route("POST", "/appointments", appointments.record_visit, P.MANAGE_APPOINTMENTS),
        Route("GET", "/book", booking.book_page, P.MANAGE_APPOINTMENTS),
        Route("POST", "/book", booking.book_visit, P.MANAGE_APPOINTMENTS),
        Route("GET", "/visits/{ticket}", visits.visit_page, P.READ_APPOINTMENTS),
        Route("POST", "/visits/{ticket}", visits.change_visit, P.MANAGE_APPOINTMENTS),
        Route("GET", "/routes", outings.route_page, P.READ_APPOINTMENTS),
        Route("GET", "/poster", poster.poster_page, P.READ_APPOINTMENTS),
        Route("GET", "/waiting", waiting.waiting_page, P.READ_APPOINTMENTS),
        Route("GET", "/waiting/list", waiting.waiting_fragment, P.READ_APPOINTMENTS),
        Route("POST", "/waiting", waiting.change_waiting, P.MANAGE_APPOINTMENTS),
    )


def _centres() -> tuple[Route, ...]:
    return (
        Route("GET", "/gatherings", gatherings.gatherings_page, P.READ_APPOINTMENTS),
        Route("POST", "/gatherings", gatherings.enter_gathering, P.MANAGE_SCHEDULE),
        Route("GET", "/gatherings/{id}", gatherings.gathering_page, P.READ_APPOINTMENTS),
        Route("POST", "/gatherings/{id}", gatherings.change_people, P.MANAGE_APPOINTMENTS),
        Route("POST", "/gatherings/{id}/offer", gatherings.offer_gathering, P.MANAGE_SCHEDULE),
        Route("POST", "/gatherings/{id}/call-off", gatherings.call_off, P.MANAGE_SCHEDULE),
        Route("GET", "/centres", centre.centres_page, P.MANAGE_SCHEDULE),
        Route("GET", "/centres/{id}", centre.centre_page, P.MANAGE_SCHEDULE),
        Route("POST", "/centres/{id}", centre.change_centre, P.MANAGE_SCHEDULE),
        Route("GET", "/centres/{id}/outings", outings.outings_page, P.MANAGE_SCHEDULE),
        Route("POST", "/centres/{id}/outings", outings.change_outings, P.MANAGE_SCHEDULE),
        Route("GET", "/centres/{id}/assigning", assigning.assigning_page, P.MANAGE_SCHEDULE),
        Route("POST", "/centres/{id}/assigning", assigning.change_assigning, P.MANAGE_SCHEDULE),
    )


def _duty() -> tuple[Route, ...]:
    return (
        Route("GET", "/duty", duty.duty_page, P.READ_INBOX),
        Route("GET", "/duty/alarms", duty.alarms_fragment, P.READ_INBOX),
        Route("POST", "/duty/drill", duty.begin_drill, P.ANSWER_CRISIS),
        Route("POST", "/duty/drill/answer", duty.end_drill, P.TAKE_CASE),
        Route("POST", "/duty/reviewed", duty.reviewed, P.ANSWER_CRISIS),
        Route("POST", "/duty/chat", duty.chat_code, P.REPLY),
        Route("POST", "/duty/chat/forget", duty.forget_chat, P.REPLY),
        Route("POST", "/duty/safe", duty.safe_again, P.REPLY),
        Route("POST", "/conversations/{id}/come", duty.come, P.TAKE_CASE),
        Route("POST", "/conversations/{id}/danger-over", duty.danger_over, P.TAKE_CASE),
        Route("GET", "/duty/roster", roster.roster_page, P.MANAGE_SCHEDULE),
        Route("POST", "/duty/roster/add", roster.add_lines, P.MANAGE_SCHEDULE),
        Route("POST", "/duty/roster/remove", roster.remove_line, P.MANAGE_SCHEDULE),
        Route("GET", "/helplines", helplines.helplines_page, Door.SIGNED_IN),
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
        Route("GET", "/campaigns/{id}/preview", campaign_copies.family_preview, P.READ_FAMILY),
        Route("POST", "/campaigns/{id}/copy", campaign_copies.copy, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/launch-all", campaign_copies.launch_all, P.RUN_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/approve-all", campaign_copies.approve_all, P.APPROVE_CAMPAIGNS),
        Route("POST", "/campaigns/{id}/ledger", campaigns.ledger, P.RUN_CAMPAIGNS),
    )


def _changes() -> tuple[Route, ...]:
    return (
        Route("GET", "/changes", changes.changes_page, P.RUN_CAMPAIGNS),
        Route("GET", "/changes/{id}", changes.change_page, P.RUN_CAMPAIGNS),
        Route("GET", "/changes/{id}/families", changes.families_page, P.READ_FAMILY),
        Route("POST", "/changes/{id}/write", changes.write_to_them, P.RUN_CAMPAIGNS),
    )


def _own_account() -> tuple[Route, ...]:
    return (
        Route("GET", "/account", account.account_page, Door.SIGNED_IN, before_own_password=True),
        Route("POST", "/account/password", account.choose_password, Door.SIGNED_IN, before_own_password=True),
        Route("POST", "/account/second-factor", account.second_factor_on, Door.SIGNED_IN),
        Route("POST", "/account/second-factor/off", account.second_factor_off, Door.SIGNED_IN),
        Route("POST", "/account/sessions/end", account.end_one, Door.SIGNED_IN),
        Route("POST", "/account/sessions/end-others", account.end_others, Door.SIGNED_IN),
    )


def _frame() -> tuple[Route, ...]:
    return (
        Route("GET", "/help", help.help_page, Door.SIGNED_IN),
        Route("GET", "/channel", channel.channel_fragment, P.READ_INBOX),
        Route("GET", "/events", stream, P.READ_INBOX),
        Route("GET", "/static/{name}", asset, Door.OPEN),
    )
