"""The own tasks: steps of the centre that the signed-in person does."""

from aiohttp import web

from admin.forms import number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.accompaniment.tasks import FinishTask, ReadTasks, finish_task, my_tasks
from core.staff.audit import Trace, trace_reading


async def tasks_page(request: web.Request) -> web.Response:
    """What is to be done, the earliest due first."""
    store, member = request.app[STORE], request[SIGNED_IN].member
    found = await store.read(my_tasks, ReadTasks(), member)
    if found.entries:
        await store.write(trace_reading, Trace("task.read", "account", member.account_id), member)
    return page(request, "tasks.html", tasks=found.entries)


async def finish(request: web.Request) -> web.Response:
    """Done."""
    command = FinishTask(await number(request, "step"))
    await request.app[STORE].write(finish_task, command, request[SIGNED_IN].member)
    return go_to("/tasks")
