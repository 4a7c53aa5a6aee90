"""A strict local Telegram: the Bot API over HTTP, people who write to the bot, and a chat page in the browser.

It exists so that the whole bot can be tried by hand and tested end to end with nothing leaving this computer,
and so that what Telegram would refuse is refused here first. Nothing is imported until a submodule is asked for.

Known to differ from Telegram: private chats only; methods nobody here uses (polls, payments, topics, rich messages)
answer 404; rate limits count new messages, not edits; a tap stays answerable for a minute; a webhook may be plain
http on any loopback port; message ids count per chat, which is stricter than Telegram's count per bot.
"""
