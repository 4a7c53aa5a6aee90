"""Transport: what came in, what must go out, who is being served now. Knows no feature and no Telegram method.

`inbox` holds updates until they are done, `outbox` holds letters until they are delivered, `memo` makes a repeated
handler harmless, `screens` keeps the FSM, `limiter` paces a token over all processes, `events` feeds open panel pages.
"""
